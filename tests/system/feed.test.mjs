// Followers of the log that wait for news.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { root, startProgram, temporaryFolder, writeConfig } from '../support/stack.mjs';

const postgres = join(root, 'infra/local/postgres.sh');
const headers = { authorization: 'Bearer token-of-a-follower', 'content-type': 'application/json' };
let folder, cluster, config, catalog;

before(async () => {
  folder = temporaryFolder('feed');
  cluster = join(folder, 'postgres');
  const connection = execFileSync(postgres, ['start', cluster], { encoding: 'utf8' }).trim();
  config = writeConfig(folder, 'app-config.json', {
    backend: {
      database: { connection },
      auth: { externalAccess: [{ type: 'static', options: { token: 'token-of-a-follower', subject: 'follower' } }] },
    },
    catalog: { locations: [], rules: [{ allow: ['Component'] }] },
  });
  catalog = await startProgram('functions/catalog/callboard-catalog', { config: [config] });
});

after(async () => {
  await catalog?.stop();
  execFileSync(postgres, ['stop', cluster]);
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const ask = (path, settings = {}) => fetch(`${catalog.baseUrl}/api/catalog/${path}`, { headers, ...settings });

async function push(name) {
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    spec: { type: 'service', lifecycle: 'production', owner: 'group:default/a' },
  };
  const answer = await ask(`entities?source=${name}`, { method: 'PUT', body: JSON.stringify({ entities: [entity] }) });
  assert.equal(answer.status, 200, await answer.text());
}

async function lines(response) {
  const text = await (await response).text();
  return text.trimEnd().split('\n').map(line => JSON.parse(line));
}

async function version() {
  return (await lines(ask('feed?since=0'))).at(-1).version;
}

test('who waits hears of the next change', async () => {
  const waiting = lines(ask(`feed?since=${await version()}&wait=25`));
  await push('first');
  assert.deepEqual((await waiting).slice(1, -1).map(line => line.ref), ['component:default/first']);
});

test('who has missed something, or follows another log, does not wait', async () => {
  await push('second');
  const now = await version();
  assert.deepEqual((await lines(ask(`feed?since=${now - 1}&wait=25`))).map(line => line.ref).filter(Boolean), ['component:default/second']);
  const ahead = await lines(ask(`feed?since=${now + 1000}&wait=25`));
  assert.equal(ahead.at(-1).version, now);
});

test('a wait that is no number is refused', async () => {
  assert.equal((await ask('feed?since=0&wait=long')).status, 400);
});

test('many who wait leave room for others', async () => {
  const now = await version();
  const crowd = Array.from({ length: 150 }, () => lines(ask(`feed?since=${now}&wait=25`)));
  await Promise.race(crowd);  // those too many are answered at once
  assert.equal((await ask('entities?limit=1')).status, 200);
  await push('third');
  for (const answer of await Promise.all(crowd)) assert.ok(answer.at(-1).end);
});

test('a process that stops lets go of who waits', async () => {
  const waiting = lines(ask(`feed?since=${await version()}&wait=25`)).catch(() => []);
  const answered = ask('entities?limit=1');
  await answered;
  const began = performance.now();
  await catalog.stop();
  await waiting;
  catalog = undefined;
  assert.ok(performance.now() - began < 20_000, 'it did not wait for the end of the wait');
});
