// Where people begin, and how they get on from there.
import { enter, expect, test } from './support.mjs';

test('home shows what was starred, visited and configured', async ({ page }) => {
  await enter(page, '/catalog');
  const first = page.getByRole('table').getByRole('rowheader').first().getByRole('link');
  const name = await first.textContent();
  await first.click();
  await page.getByRole('main').getByRole('button', { name: 'Star' }).click();
  await page.getByRole('link', { name: 'Home' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Welcome/ })).toBeAttached();
  for (const card of ['Starred', 'Recently visited'])
    await expect(page.getByRole('list', { name: card }).getByRole('link', { name })).toBeAttached();
  await expect(page.getByRole('link', { name: 'Handbook' })).toHaveAttribute('href', 'https://handbook.example.com');
});

test('a few letters lead anywhere, by keyboard alone', async ({ page }) => {
  await enter(page, '/settings');
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Go to' });
  const field = dialog.getByRole('searchbox', { name: 'Name' });
  await expect(field).toBeFocused();
  await page.keyboard.type('catal');
  await expect(dialog.getByRole('link', { name: 'Catalog', exact: true })).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/catalog$/);
  await expect(dialog).not.toBeAttached();
  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('link').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).not.toBeAttached();
});

test('the search finds names first, and its address can be kept', async ({ page }) => {
  await enter(page, '/');
  await page.getByRole('banner').getByRole('searchbox', { name: 'Search' }).fill('pay');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search\?query=pay$/);
  await expect(page.getByRole('list', { name: 'Results' }).getByRole('listitem').first().getByRole('link').first()).toHaveText(/pay/i);
  await page.reload();
  await expect(page.getByRole('searchbox', { name: 'Search everything' })).toHaveValue('pay');
});

test('a list with its filters is kept under a name', async ({ page }) => {
  await enter(page, '/catalog?filters[kind]=system&filters[user]=all&filters[text]=a');
  await page.getByRole('button', { name: 'Save this view' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Systems with an a');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Catalog' }).click();
  await page.getByRole('link', { name: 'Systems with an a' }).click();
  await expect(page).toHaveURL(/filters\[kind\]=system/);
});
