// ./dev run as a user starts it: ready at the port, stopped by a signal together with its database, and the same data the next time.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { root, startPostgres, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

let data;

before(() => {
  data = temporaryFolder('run');
});

after(() => rmSync(data, { recursive: true, force: true }));

async function freePort() {
  const server = createServer();
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise(done => server.close(done));
  return port;
}

/** Starts ./dev run on a free port, with the programs that the tests are run against. */
async function startRun(settings = {}) {
  const port = await freePort();
  // CALLBOARD_TEST_DATABASE and the like belong to this run of the tests, not to a user's shell.
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('CALLBOARD_') || name === 'CALLBOARD_CACHE');
  const child = spawn(join(root, 'dev'), ['run'], {
    env: { ...Object.fromEntries(environment), PORT: String(port), CALLBOARD_DATA: data, CALLBOARD_PRESET: 'dev', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  const ended = new Promise(done => child.on('exit', (code, signal) => done({ code, signal })));
  const baseUrl = `http://127.0.0.1:${port}`;
  let over = false;
  ended.then(() => (over = true));
  await waitUntil(async () => over || (await answers(`${baseUrl}/readyz`)), { timeout: 300_000 });
  if (over) assert.fail(`./dev run ended:\n${output}`);
  return { child, baseUrl, ended, output: () => output };
}

async function answers(url) {
  return fetch(url).then(response => response.status === 200, () => false);
}

async function entities(baseUrl) {
  const response = await fetch(`${baseUrl}/api/catalog/entities`);
  return response.ok ? response.json() : [];
}

for (const signal of ['SIGTERM', 'SIGINT']) {
  test(`./dev run serves the example organisation until ${signal}, and finds its data again`, { timeout: 600_000 }, async () => {
    const isFirst = !existsSync(join(data, 'postgres'));
    const run = await startRun();
    await waitUntil(() => run.output().includes(`Callboard is ready: ${run.baseUrl.replace('127.0.0.1', 'localhost')}`));
    if (isFirst) await waitUntil(async () => (await entities(run.baseUrl)).some(entity => entity.kind === 'Component'));
    await assert.rejects(startRun(), /another \.\/dev run uses/, 'the database of one run is not shared');
    const found = await entities(run.baseUrl);
    assert.ok(found.some(entity => entity.kind === 'Component'), 'what was stored is there as soon as the portal is ready');
    run.child.kill(signal);
    await run.ended;
    assert.equal(await answers(`${run.baseUrl}/readyz`), false);
    assert.equal(existsSync(join(data, 'postgres/data/postmaster.pid')), false, 'the database was stopped');
  });
}

test('an external database is used when the configuration names one', { timeout: 600_000 }, async () => {
  const postgres = startPostgres();
  try {
    const folder = join(data, 'external');
    mkdirSync(folder);
    const database = writeConfig(folder, 'database.json', { backend: { database: { connection: postgres.connection } } });
    const config = [join(root, 'examples/app-config.yaml'), database].join(',');
    const run = await startRun({ CALLBOARD_CONFIG: config, CALLBOARD_DATA: folder });
    await waitUntil(async () => (await entities(run.baseUrl)).some(entity => entity.kind === 'Component'));
    assert.equal(existsSync(join(folder, 'postgres')), false, 'no cluster of its own');
    run.child.kill('SIGTERM');
    await run.ended;
  } finally {
    postgres.stop();
  }
});

test('a configuration that cannot be used is named before anything starts', async () => {
  const config = writeConfig(data, 'broken.json', { catalog: { orphanStrategy: 'sometimes' } });
  await assert.rejects(startRun({ CALLBOARD_CONFIG: config, CALLBOARD_DATA: join(data, 'unused') }), /orphanStrategy: expected keep or delete/);
  assert.equal(existsSync(join(data, 'unused')), false);
});
