// One catalog in several processes, and a database that goes away under load.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { root, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

const postgres = join(root, 'infra/local/postgres.sh');
const token = 'token-of-the-ci-job';
let folder, cluster, config, first, second;

const startCluster = () => execFileSync(postgres, ['start', cluster], { encoding: 'utf8' }).trim();

before(async () => {
  folder = temporaryFolder('database');
  cluster = join(folder, 'postgres');
  const externalAccess = [{ type: 'static', options: { token, subject: 'ci' } }];
  config = writeConfig(folder, 'app-config.json', {
    backend: { database: { connection: startCluster() }, auth: { externalAccess } },
    catalog: { locations: [], rules: [{ allow: ['Component'] }] },
  });
  [first, second] = await Promise.all([0, 1].map(() => startProgram('functions/catalog/callboard-catalog', { config: [config] })));
});

after(async () => {
  await Promise.all([first?.stop(), second?.stop()]);
  execFileSync(postgres, ['stop', cluster]);
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const component = name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name },
  spec: { type: 'service', lifecycle: 'production', owner: 'group:default/a' },
});

function ask(program, path, settings = {}) {
  return fetch(`${program.baseUrl}/api/catalog/${path}`, { ...settings, headers: { authorization: `Bearer ${token}`, ...settings.headers } });
}

/** Pushes one component as a source of its own. */
const push = (program, name) =>
  ask(program, `entities?source=${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ entities: [component(name)] }),
  });

const read = (program, name, headers = {}) => ask(program, `entities/by-name/component/default/${name}`, { headers });

test('what was written through one process is there in the other for who asks for that version', async () => {
  for (let i = 0; i < 20; ++i) {
    const [writer, reader] = i % 2 ? [first, second] : [second, first];
    const pushed = await push(writer, `asked-${i}`);
    assert.equal(pushed.status, 200, await pushed.text());
    const version = pushed.headers.get('catalog-version');
    const answer = await read(reader, `asked-${i}`, { 'catalog-min-version': version });
    assert.equal(answer.status, 200, `version ${version}: ${await answer.text()}`);
    assert.ok(Number(answer.headers.get('catalog-version')) >= Number(version));
  }
});

test('everybody else sees it a moment later', async t => {
  const waits = [];
  for (let i = 0; i < 20; ++i) {
    await push(first, `heard-${i}`);
    const began = performance.now();
    await waitUntil(async () => (await read(second, `heard-${i}`)).status === 200, { pause: 1 });
    waits.push(performance.now() - began);
  }
  waits.sort((a, b) => a - b);
  t.diagnostic(`median ${waits[10].toFixed(1)} ms, longest ${waits[19].toFixed(1)} ms`);
});

test('the first answers of a process are those of one that has been running', async () => {
  const paths = ['entities/by-query?filter=kind=component&orderField=metadata.name,desc&limit=5', 'entities/by-name/component/default/asked-1'];
  const expected = await Promise.all(paths.map(async path => (await ask(first, path)).text()));
  const third = await startProgram('functions/catalog/callboard-catalog', { config: [config] });
  const answers = await Promise.all(paths.map(path => ask(third, path)));
  assert.deepEqual(await Promise.all(answers.map(answer => answer.text())), expected);
  for (const answer of answers) assert.ok(Number(answer.headers.get('catalog-version')) >= 20);
  await third.stop();
});

test('a version that nobody has written is not waited for without end', async () => {
  const answer = await read(first, 'asked-0', { 'catalog-min-version': '999999999' });
  assert.equal(answer.status, 503);
  assert.match((await answer.json()).error.message, /has not come to 999999999/);
  assert.equal((await read(first, 'asked-0', { 'catalog-min-version': 'new' })).status, 400);
});

test('a database that restarts under load loses nothing that was acknowledged', async t => {
  const acknowledged = [];
  const statuses = new Set();
  let loading = true;
  const load = Promise.all(
    [first, second].map(async (program, which) => {
      for (let i = 0; loading; ++i) {
        const name = `load-${which}-${i}`;
        const { status } = await push(program, name);
        if (status === 200) acknowledged.push(name);
        else statuses.add(status);
        statuses.add((await read(program, 'asked-0')).status);
      }
    }),
  );
  await waitUntil(() => acknowledged.length > 20);
  execFileSync(postgres, ['stop', cluster]);
  await waitUntil(() => statuses.has(503));
  const before = acknowledged.length;
  startCluster();
  const back = performance.now();
  await waitUntil(() => acknowledged.length > before, { pause: 1 });
  t.diagnostic(`the first write was acknowledged ${(performance.now() - back).toFixed(0)} ms after the database's return`);
  await waitUntil(() => acknowledged.length > before + 20);
  loading = false;
  await load;
  assert.deepEqual([...statuses].sort(), [200, 503], 'reads go on, writes are refused for a while');
  for (const name of acknowledged) {
    await waitUntil(async () => (await read(first, name)).status === 200 && (await read(second, name)).status === 200);
  }
});
