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

/** Opens `path` as a guest. */
export async function enter(page, path = '/') {
  await page.goto(path);
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(page.getByRole('navigation', { name: 'sidebar nav' })).toBeAttached();
}
