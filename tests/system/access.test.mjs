// Services by backend.auth.externalAccess, with sign-in required: who may send events, in one process and behind a gateway.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { root, startPostgres, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

const token = 'token-of-the-tests';
const reader = 'token-of-a-reader';
let postgres, folder, portal, catalog, gateway;

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('access');
  const externalAccess = [
    { type: 'static', options: { token, subject: 'tests' } },
    {
      type: 'static',
      options: { token: reader, subject: 'reader' },
      accessRestrictions: [{ plugin: 'catalog', permission: 'catalog.entity.read' }],
    },
  ];
  const settings = writeConfig(folder, 'settings.json', {
    backend: { database: { connection: postgres.connection }, auth: { dangerouslyDisableDefaultAuthPolicy: false, externalAccess } },
  });
  const config = [join(root, 'examples/app-config.yaml'), settings];
  portal = await startProgram('server/callboard', { config });
  const toPortal = writeConfig(folder, 'auth.json', { functions: { auth: { url: portal.baseUrl } } });
  catalog = await startProgram('functions/catalog/callboard-catalog', { config: [...config, toPortal] });
  const functions = { auth: { url: portal.baseUrl }, catalog: { url: catalog.baseUrl, token } };
  gateway = await startProgram('server/callboard', { config: [...config, writeConfig(folder, 'gateway.json', { functions })] });
});

after(async () => {
  for (const program of [gateway, catalog, portal]) await program?.stop();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function sendTick(program, { credentials, query = '' } = {}) {
  const headers = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/tests', 'ce-type': 'dev.callboard.tick' };
  if (credentials) headers.authorization = `Bearer ${credentials}`;
  const response = await fetch(`${program.baseUrl}/api/catalog/events${query}`, { method: 'POST', headers });
  return { status: response.status, message: response.status < 400 ? '' : (await response.json()).error.message };
}

async function guestToken() {
  const response = await fetch(`${portal.baseUrl}/api/auth/guest/refresh`, {
    method: 'POST',
    headers: { 'x-requested-with': 'XMLHttpRequest' },
  });
  return (await response.json()).backstageIdentity.token;
}

test('a restricted token reads, and the local dispatcher has a token of its own', async () => {
  const ask = program => fetch(`${program.baseUrl}/api/catalog/entities?filter=kind=component&limit=1`, { headers: { authorization: `Bearer ${reader}` } });
  // Nobody but the dispatchers had the example read in.
  for (const program of [portal, gateway]) {
    await waitUntil(async () => (await (await ask(program)).json()).length === 1);
  }
});

test('events are taken from services only, wherever the catalog runs', async () => {
  const user = await guestToken();
  for (const program of [portal, catalog, gateway]) {
    assert.deepEqual(await sendTick(program), { status: 401, message: 'Missing credentials' });
    assert.deepEqual(await sendTick(program, { credentials: 'wrong-token' }), { status: 401, message: 'Illegal token' });
    assert.deepEqual(await sendTick(program, { credentials: user }), { status: 403, message: "This endpoint does not allow 'user' credentials" });
    assert.equal((await sendTick(program, { credentials: reader })).status, 403);
    assert.equal((await sendTick(program, { credentials: token })).status, 204);
    assert.equal((await sendTick(program, { query: `?access_token=${token}` })).status, 204);
  }
});

test('a token in the query is good for events, and for nothing that users read', async () => {
  assert.equal((await fetch(`${portal.baseUrl}/api/catalog/entities?access_token=${token}`)).status, 401);
});
