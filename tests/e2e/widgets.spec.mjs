// Widgets of the gallery in a real browser: what their elements are, and that the keyboard alone works them.
import { enter, expect, test } from './support.mjs';

test.beforeEach(async ({ page }) => {
  await enter(page, '/_gallery');
  await expect(page.getByRole('heading', { level: 1, name: 'Gallery' })).toBeAttached();
});

test('an autocomplete narrows, moves with arrow keys and chooses with Enter', async ({ page }) => {
  const owner = page.getByRole('combobox', { name: 'Owner' });
  await owner.focus();
  await page.keyboard.type('de');
  const options = page.getByRole('listbox', { name: 'Owner' }).getByRole('option');
  await expect(options).toHaveText(['Design system', 'Developer experience', 'Identity']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const option = page.getByRole('option', { name: 'Developer experience' });
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await expect(owner).toHaveAttribute('aria-activedescendant', await option.getAttribute('id'));
  await page.keyboard.press('Enter');
  await expect(owner).toHaveValue('Developer experience');
  await expect(page.getByRole('listbox')).toHaveCount(0);
  await expect(owner).toBeFocused();
});

test('an option can be pressed, and several values be chosen and removed', async ({ page }) => {
  const tags = page.getByRole('combobox', { name: 'Tags' });
  await tags.click();
  await page.getByRole('option', { name: 'grpc' }).click();
  await expect(tags).toBeFocused();
  await page.getByRole('button', { name: 'Remove grpc' }).click();
  await expect(page.getByRole('button', { name: 'Remove grpc' })).toHaveCount(0);
});

test('a tree opens, closes and moves with arrow keys', async ({ page }) => {
  const shop = page.getByRole('treeitem', { name: 'Shop' });
  const cart = page.getByRole('treeitem', { name: 'Cart' });
  await cart.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(shop).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(cart).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(cart).toHaveAttribute('aria-level', '2');
});

test('tabs show their panels with arrow keys', async ({ page }) => {
  await page.getByRole('tab', { name: 'Request' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Response' })).toBeFocused();
  await expect(page.getByRole('tabpanel', { name: 'Response' })).toContainText('What Response holds');
});

test('a switch is switched with the space bar', async ({ page }) => {
  const notifications = page.getByRole('switch', { name: 'Notifications' });
  await notifications.focus();
  await page.keyboard.press('Space');
  await expect(notifications).not.toBeChecked();
});

test('a table is given as a file', async ({ page }) => {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('services.csv');
});

test('a toast is announced and its action works', async ({ page }) => {
  await page.getByRole('button', { name: 'Show toast' }).click();
  await expect(page.getByRole('status')).toHaveText('Petstore was removed');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('a key outlines the tree', async ({ page }) => {
  await page.keyboard.press('Control+Alt+t');
  await expect(page.locator('#page')).toHaveClass(/outlined/);
  await expect(page.getByRole('button', { name: 'Show toast' })).toHaveAttribute('data-outline', 'button');
});
