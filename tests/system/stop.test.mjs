// SIGTERM in the middle of the first ingestion: what is being read is given up, and nothing more is begun.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { startPostgres, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

let postgres, folder, sources, portal;
const held = [];

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('stop');
  sources = createServer((request, response) => held.push(response));
  await new Promise(done => sources.listen(0, '127.0.0.1', done));
});

after(async () => {
  await portal?.stop();
  sources?.closeAllConnections();
  sources?.close();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test('a portal that is told to stop gives its ingestion up, and ends well', { timeout: 60_000 }, async () => {
  const { port } = sources.address();
  const locations = Array.from({ length: 20 }, (_, i) => ({ type: 'url', target: `http://127.0.0.1:${port}/${i}.yaml` }));
  const config = writeConfig(folder, 'config.json', {
    backend: { database: { connection: postgres.connection }, reading: { allow: [{ host: `127.0.0.1:${port}` }] } },
    catalog: { locations },
  });
  portal = await startProgram('server/callboard', { config: [config] });
  await waitUntil(() => held.length > 0);
  // Nobody ever answers: the portal does not wait for that.
  assert.deepEqual(await portal.stop(), { code: 0, signal: null });
  const begun = held.length;
  assert.ok(begun < locations.length, `${begun} were begun at once`);
});
