// The local copy of the catalog: it follows changes, and outlives the server's absence.
import { enter, expect, push, test } from './support.mjs';

const component = (name, type) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name },
  spec: { type, lifecycle: 'experimental', owner: 'group:default/platform' },
});

test('a change made elsewhere shows by itself, and takes nothing from the reader', async ({ page }) => {
  await push('live', [component('live-one', 'service')]);
  await page.setViewportSize({ width: 1400, height: 700 });
  await enter(page, '/catalog?filters[kind]=component&filters[user]=all&filters[text]=live-');
  await expect(page.getByRole('table').getByRole('rowheader')).toHaveCount(1);
  const field = page.getByRole('searchbox', { name: 'Filter components' });
  await field.focus();
  await push('live', [component('live-one', 'worker'), component('live-two', 'service')]);
  await expect(page.getByRole('table').getByRole('rowheader')).toHaveCount(2);
  await expect(page.getByRole('cell', { name: 'worker' })).toBeAttached();
  await expect(field).toBeFocused();
  await push('live', []);
  await expect(page.getByText('No components match these filters')).toBeAttached();
});

test('without the server what was loaded still works, and says that it may be old', async ({ page, context }) => {
  await enter(page, '/catalog');
  await expect(page.getByRole('table')).toBeAttached();
  page.removeAllListeners('console');  // the browser reports every request that fails
  await context.setOffline(true);
  const notice = page.getByRole('group', { name: 'The catalog may be out of date' });
  await expect(notice).toBeAttached({ timeout: 40_000 });
  const first = page.getByRole('table').getByRole('rowheader').first().getByRole('link');
  const name = await first.textContent();
  await page.getByRole('searchbox', { name: 'Filter components' }).fill(name);
  await expect(page.getByRole('heading', { level: 2, name: /components \(\d+\)$/ })).toBeAttached();
  await first.click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeAttached();
  await context.setOffline(false);
  await expect(notice).not.toBeAttached({ timeout: 40_000 });
});

/** In the page: what this browser keeps of the portal. */
function keptKeys() {
  return new Promise((done, failed) => {
    const opening = indexedDB.open('callboard');
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const request = opening.result.transaction('blobs').objectStore('blobs').getAllKeys();
      request.onsuccess = () => done(request.result);
    };
  });
}

test('a second visit reads what the first has kept', async ({ page }) => {
  await enter(page, '/catalog');
  await expect(page.getByRole('table')).toBeAttached();
  await expect.poll(() => page.evaluate(keptKeys)).toContain('catalog/user:default/guest/manifest');
  const feeds = [];
  page.on('request', request => request.url().includes('/feed?') && feeds.push(new URL(request.url()).search));
  await page.reload();
  await expect(page.getByRole('table')).toBeAttached();
  await expect.poll(() => feeds.length).toBeGreaterThan(0);
  expect(feeds[0]).not.toBe('?since=0');
});
