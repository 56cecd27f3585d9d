import { expect, test as base } from '@playwright/test';

/** A page on the portal that fails its test for any console error or uncaught exception. */
export const test = base.extend({
  baseURL: async ({}, use) => use(process.env.CALLBOARD_URL),
  page: async ({ page }, use) => {
    const problems = [];
    page.on('console', message => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', error => problems.push(String(error)));
    await use(page);
    expect(problems).toEqual([]);
  },
});

export { expect };

/** Who pushes entities from outside, as a CI job does. */
export const pushToken = 'token-of-a-ci-job';

/** Makes the entities what the source says, as CI would. */
export async function push(source, entities) {
  const answer = await fetch(`${process.env.CALLBOARD_URL}/api/catalog/entities?source=${source}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${pushToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ entities }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Opens `path` as a guest. */
export async function enter(page, path = '/') {
  await page.goto(path);
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(page.getByRole('navigation', { name: 'sidebar nav' })).toBeAttached();
}
