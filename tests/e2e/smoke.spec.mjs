import { enter, expect, test } from './support.mjs';

test("Backstage's own smoke test passes", async ({ page }) => {
  await page.goto('/');
  const enterButton = page.getByRole('button', { name: 'Enter' });
  await expect(enterButton).toBeVisible();
  await enterButton.click();
  const nav = page.getByRole('navigation', { name: 'sidebar nav' });
  await expect(nav).toBeVisible();
  await expect(nav.getByRole('link', { name: 'Catalog' })).toBeVisible();
  await expect(nav.getByRole('link', { name: 'APIs' })).toBeVisible();
});

test('the catalog lists the example organisation and leads to an entity', async ({ page }) => {
  await enter(page, '/catalog');
  await expect(page.getByRole('table')).toBeAttached();
  const first = page.getByRole('table').getByRole('link').first();
  const name = await first.textContent();
  await first.click();
  await expect(page).toHaveURL(/\/catalog\/default\/component\//);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await page.goBack();
  await expect(page.getByRole('table')).toBeAttached();
});
