// What the benchmark runs against: a durable PostgreSQL and the portal as it is deployed, and how all of it goes away again.
import { execFileSync, spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { buildFolder, root, temporaryFolder } from '../support/stack.mjs';

/** What has to be undone, newest last. */
const undo = [];
let undone;

/** Stops and removes everything, once; further calls wait for the first. */
function undoAll() {
  return (undone ??= (async () => {
    for (const step of undo.reverse()) {
      try {
        await step();
      } catch (error) {
        console.error(error.message);
      }
    }
  })());
}

const isUndone = () => undone !== undefined;

export function makeFolder(name) {
  const folder = temporaryFolder(name);
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A child in a group of its own: Ctrl-C reaches the benchmark alone, which then stops everything in order. */
export function start(command, commandArguments, settings) {
  if (isUndone()) throw new Error('stopped');
  const child = spawn(command, commandArguments, { detached: true, ...settings });
  const exited = new Promise(done => child.on('exit', done).on('error', done));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
    process.kill(-child.pid, 'SIGTERM');
    const last = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), 30_000);
    await exited;
    clearTimeout(last);
  };
  undo.push(stop);
  return { child, exited, stop };
}

/** Gives the connection for libpq. The cluster of the tests would not do: it is not durable. */
export function startPostgres() {
  const folder = makeFolder('postgres');
  const script = join(root, 'infra/local/postgres.sh');
  undo.push(() => execFileSync(script, ['stop', folder]));
  return execFileSync(script, ['start', folder], { encoding: 'utf8' }).trim();
}

async function freePort() {
  const server = createServer();
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise(done => server.close(done));
  return port;
}

/** Unlike a test's portal it logs into a file: what a reader of a pipe costs is not the portal's. `began` is the time of the spawn. */
export async function startPortal(folder, config) {
  const log = join(folder, 'portal.log');
  const port = await freePort();
  const output = openSync(log, 'a');
  const env = { ...process.env, PORT: port, CALLBOARD_HOST: '127.0.0.1', CALLBOARD_CONFIG: config, CALLBOARD_WEB: join(folder, 'web') };
  const began = performance.now();
  const portal = start(join(buildFolder, 'server/callboard'), [], { env, stdio: ['ignore', output, output] });
  return { ...portal, began, log, pid: portal.child.pid, baseUrl: `http://127.0.0.1:${port}` };
}

/**
 * What the portal answers to a query for entities, or undefined while it does not. Not with fetch: where a start is measured,
 * its work would be a tenth of it.
 */
export function ask(portal, query) {
  if (portal.child.exitCode !== null) throw new Error(`the portal ended:\n${readFileSync(portal.log, 'utf8').slice(-2000)}`);
  return new Promise(done => {
    const request = get(`${portal.baseUrl}/api/catalog/entities/by-query?${query}`, response =>
      text(response).then(
        body => done(response.statusCode === 200 ? JSON.parse(body) : undefined),
        () => done(undefined),
      ),
    );
    request.on('error', () => done(undefined));
  });
}

/** Runs a benchmark to its end, and leaves nothing behind however it ends. */
export async function run(main) {
  const endWith = code => undoAll().then(() => process.exit(code));
  process.on('SIGINT', () => endWith(130));
  process.on('SIGTERM', () => endWith(143));
  process.on('SIGHUP', () => endWith(129));
  process.stdout.on('error', () => endWith(1));
  try {
    await main();
  } catch (error) {
    if (!isUndone()) console.error(error.message);
    process.exitCode = 1;
  }
  await undoAll();
}
