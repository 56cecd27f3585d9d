// The canvas as a web page: what browsers, keyboards and screen readers get of it.
import AxeBuilder from '@axe-core/playwright';

import { enter, expect, test } from './support.mjs';

const aComponent = '/catalog/default/component/';

async function firstEntity(page) {
  const link = page.getByRole('table').getByRole('rowheader').first().getByRole('link');
  return { link, name: await link.textContent() };
}

test('links are real: they have addresses, open in a new tab, and go back and forward', async ({ page, context }) => {
  await enter(page, '/catalog');
  const { link, name } = await firstEntity(page);
  expect(await link.getAttribute('href')).toContain(aComponent);
  const opened = context.waitForEvent('page');
  await link.click({ modifiers: ['Control'] });
  const tab = await opened;
  await expect(tab.getByRole('heading', { level: 1, name })).toBeAttached();
  await tab.close();
  await expect(page).toHaveURL(/\/catalog$/);
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeAttached();
  await expect(page).toHaveTitle(new RegExp(`^${name} \\| `));
  await page.goBack();
  await expect(page.getByRole('table')).toBeAttached();
  await page.goForward();
  await expect(page.getByRole('heading', { level: 1, name })).toBeAttached();
});

test('a deep link with filters shows what it says, and a reload stays signed in', async ({ page }) => {
  await enter(page, '/catalog?filters[kind]=system&filters[user]=all');
  await expect(page.getByRole('combobox', { name: 'Kind' })).toHaveValue('system');
  await expect(page.getByRole('heading', { level: 2, name: /^All systems \(\d+\)$/ })).toBeAttached();
  await page.reload();
  await expect(page.getByRole('heading', { level: 2, name: /^All systems/ })).toBeAttached();
});

test('typing filters the list and the address', async ({ page }) => {
  await enter(page, '/catalog');
  const { name } = await firstEntity(page);
  await page.getByRole('searchbox', { name: 'Filter components' }).fill(name);
  await expect(page).toHaveURL(/filters\[text\]=/);
  await expect(page.getByRole('table').getByRole('rowheader').first()).toHaveText(name);
  await page.getByRole('searchbox', { name: 'Filter components' }).fill('no component is called this');
  await expect(page.getByText('No components match these filters')).toBeAttached();
  await page.getByRole('button', { name: 'Clear all filters' }).click();
  await expect(page.getByRole('table')).toBeAttached();
});

test('the keyboard alone leads from signing in to an entity, with a visible focus', async ({ page }) => {
  await page.goto('/catalog');
  await expect(page.getByRole('button', { name: 'Enter' })).toBeAttached();
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  const tabTo = async text => {
    for (let presses = 0; presses < 60; ++presses) {
      await page.keyboard.press('Tab');
      if ((await focused()) === text) return;
    }
    throw new Error(`Tab does not reach "${text}"`);
  };
  const before = await page.screenshot();
  await tabTo('Enter');
  await expect.poll(async () => Buffer.compare(await page.screenshot(), before), 'the focus is drawn').not.toBe(0);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table')).toBeAttached();
  const { name } = await firstEntity(page);
  await tabTo(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeFocused();
});

test('text can be selected, copied and found', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await enter(page, '/catalog');
  const { link, name } = await firstEntity(page);
  expect(await page.evaluate(text => window.find(text), name), 'find in page').toBe(true);
  await link.click();
  const heading = page.getByRole('heading', { level: 1, name });
  await heading.locator('.run').click({ clickCount: 3 });
  await page.keyboard.press('Control+c');
  expect((await page.evaluate(() => navigator.clipboard.readText())).trim()).toBe(name);
});

test('an idle page draws nothing', async ({ page }) => {
  await page.addInitScript(() => {
    const request = window.requestAnimationFrame.bind(window);
    window.framesAsked = 0;
    window.requestAnimationFrame = callback => {
      window.framesAsked += 1;
      return request(callback);
    };
  });
  await enter(page, '/catalog');
  await expect(page.getByRole('table')).toBeAttached();
  const asked = () => page.evaluate(() => window.framesAsked);
  // The page has come to rest when a whole second passes without a frame; what is tested is that it does.
  await expect
    .poll(async () => {
      const before = await asked();
      await page.evaluate(() => new Promise(done => setTimeout(done, 1000)));
      return (await asked()) - before;
    })
    .toBe(0);
  const before = await asked();
  await page.getByRole('link', { name: 'APIs' }).hover();
  await expect.poll(asked).toBeGreaterThan(before);
});

test('a lost drawing context comes back', async ({ page }) => {
  await enter(page, '/catalog');
  await expect(page.getByRole('table')).toBeAttached();
  const drawn = await page.screenshot();
  await page.evaluate(async () => {
    const gl = document.getElementById('canvas').getContext('webgl2');
    const extension = gl.getExtension('WEBGL_lose_context');
    extension.loseContext();
    await new Promise(done => document.getElementById('canvas').addEventListener('webglcontextlost', () => setTimeout(done), { once: true }));
    extension.restoreContext();
  });
  await expect.poll(async () => Buffer.compare(await page.screenshot(), drawn)).toBe(0);
});

for (const [path, heading] of [
  ['/', /^Welcome/],
  ['/search?query=a', /^Search$/],
  ['/catalog', /Catalog$/],
  ['/api-docs', /^APIs$/],
  ['/settings', /^Settings$/],
  ['/_gallery', /^Gallery$/],
  ['/no-such-page', /^Page not found$/],
]) {
  test(`${path} has no accessibility violation, and every control has a name`, async ({ page }) => {
    await enter(page, path);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeAttached();
    if (path === '/catalog' || path === '/api-docs') await expect(page.getByRole('table')).toBeAttached();
    // The letters of the mirror are transparent: their contrast is that of the canvas, which client/ui's theme test computes.
    const { violations } = await new AxeBuilder({ page }).disableRules(['color-contrast']).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
    // An empty tree would pass that: the controls have to be there.
    const tree = await page.locator('#page').ariaSnapshot();
    for (const control of ['searchbox "Search"', 'button "Go to"', 'button "Account"', 'link "Home"', 'link "Catalog"', 'link "APIs"', 'link "Settings"'])
      expect(tree).toContain(control);
  });
}

test('at 320 pixels nothing is cut off, and the navigation folds', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/catalog');
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(page.getByRole('table')).toBeAttached();
  await expect(page.getByRole('navigation', { name: 'sidebar nav' })).not.toBeAttached();
  const outside = await page.evaluate(() =>
    [...document.querySelectorAll('#page *:not(.run *)')].filter(element => element.getBoundingClientRect().right > innerWidth + 1).map(element => element.textContent));
  expect(outside).toEqual([]);
  await page.getByRole('button', { name: 'Navigation' }).click();
  await page.getByRole('navigation', { name: 'sidebar nav' }).getByRole('link', { name: 'APIs' }).click();
  await expect(page).toHaveURL(/\/api-docs$/);
});

test('the chosen theme holds in fields too', async ({ page }) => {
  await enter(page, '/settings');
  await page.getByRole('radio', { name: 'Dark', exact: true }).check();
  const search = page.getByRole('searchbox', { name: 'Search' });
  await search.fill('ticket');
  // What is typed is drawn by the browser, on what the canvas draws.
  const lightness = await search.evaluate(field => Math.max(...getComputedStyle(field).color.match(/\d+/g).slice(0, 3).map(Number)));
  expect(lightness).toBeGreaterThan(180);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Dark', exact: true })).toBeChecked();
});
