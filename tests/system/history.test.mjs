// What changed in the catalog, by whom and when, over the real program.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { sendEvent, startPostgres, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

let postgres, folder, file, portal;

const component = (name, owner) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name },
  spec: { type: 'service', lifecycle: 'production', owner },
});

/** Puts these components in place of what the file said, and has it read. */
async function say(...components) {
  writeFileSync(file, components.map(one => JSON.stringify(one)).join('\n---\n'));
  await sendEvent(portal.baseUrl, 'dev.callboard.catalog.refresh');
}

async function get(path) {
  const response = await fetch(`${portal.baseUrl}/api/catalog/${path}`);
  return { status: response.status, ...(await response.json()) };
}

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('history');
  file = join(folder, 'all.yaml');
  writeFileSync(file, JSON.stringify(component('a', 'team-a')));
  const config = writeConfig(folder, 'app-config.json', {
    backend: { auth: { dangerouslyDisableDefaultAuthPolicy: true }, database: { connection: postgres.connection } },
    catalog: { locations: [{ type: 'file', target: file }] },
  });
  portal = await startProgram('server/callboard', { config: [config] });
  await waitUntil(async () => (await get('entities/by-name/component/default/a')).kind === 'Component');
});

after(async () => {
  await portal?.stop();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const actionsOf = history => history.items.map(item => item.action);

test('a new entity has a beginning and no changes', async () => {
  const history = await get('entities/by-name/component/default/a/history');
  assert.ok(Date.parse(history.createdAt) <= Date.parse(history.updatedAt));
  assert.deepEqual(actionsOf(history), ['created']);
});

test('a changed field is told with the file that said so', async () => {
  await say(component('a', 'team-b'));
  const history = await get('entities/by-name/component/default/a/history');
  assert.deepEqual(actionsOf(history), ['updated', 'created']);
  const [{ actor, changes, at }] = history.items;
  assert.equal(actor, `file:${file}`);
  assert.deepEqual(changes, [{ path: '/spec/owner', before: 'team-a', after: 'team-b' }]);
  assert.ok(Date.parse(history.updatedAt) > Date.parse(history.createdAt));
  assert.equal(history.updatedAt, at);
});

test('reading the same again is no change', async () => {
  await say(component('a', 'team-b'));
  assert.deepEqual(actionsOf(await get('entities/by-name/component/default/a/history')), ['updated', 'created']);
});

test('what is gone is told as gone', async () => {
  await say(component('b', 'team-b'));
  assert.deepEqual(actionsOf(await get('history?ref=component:default/a')), ['deleted', 'updated']);
});
