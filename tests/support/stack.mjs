// Starts what a test needs of the real thing: a private PostgreSQL cluster and the portal (or a single function) on a free port.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const buildFolder = resolve(root, process.env.CALLBOARD_BUILD ?? 'build/dev');
export const webFolder = resolve(root, process.env.CALLBOARD_WEB ?? 'build/web');

export function temporaryFolder(name) {
  return mkdtempSync(join(tmpdir(), `callboard-${name}-`));
}

/** A cluster of its own; `connection` is what libpq reads. Durability is off: it lives as long as the test. */
export function startPostgres() {
  const folder = temporaryFolder('postgres');
  const script = join(root, 'infra/local/postgres.sh');
  const connection = execFileSync(script, ['start', folder, '-c', 'fsync=off'], { encoding: 'utf8' }).trim();
  return {
    connection,
    stop() {
      execFileSync(script, ['stop', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Resolves with the first log line of the process that `accept` returns something for; rejects when it ends before. `seen`
 * gets all lines.
 */
function waitForLog(process_, accept, seen) {
  return new Promise((fulfil, reject) => {
    const take = line => {
      seen.push(line);
      let entry;
      try {
        entry = JSON.parse(line);
      } catch {
        return;
      }
      const found = accept(entry);
      if (found !== undefined) fulfil(found);
    };
    createInterface({ input: process_.stdout }).on('line', take);
    createInterface({ input: process_.stderr }).on('line', take);
    process_.on('error', reject);
    process_.on('exit', code => reject(new Error(`the process ended with ${code} before it was ready:\n${seen.slice(-20).join('\n')}`)));
  });
}

/** Starts one of our programs on a free port, waits until it listens, and gives its base URL. */
export async function startProgram(program, { config, env = {}, arguments: programArguments = [] }) {
  const child = spawn(join(buildFolder, program), programArguments, {
    env: { ...process.env, PORT: '0', CALLBOARD_HOST: '127.0.0.1', CALLBOARD_CONFIG: config.join(','), CALLBOARD_WEB: webFolder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = [];
  let stopping = false;
  const exited = new Promise(done => child.on('exit', (code, signal) => done({ code, signal })).on('error', error => done({ code: error.message })));
  exited.then(({ code, signal }) => {
    if (!stopping) console.error(`${program} ended with ${code ?? signal} on its own:\n${log.slice(-20).join('\n')}`);
  });
  const port = await waitForLog(child, entry => entry.port, log);
  const baseUrl = `http://127.0.0.1:${port}`;
  await waitUntil(async () => (await fetch(`${baseUrl}/readyz`)).status === 200);
  return {
    baseUrl,
    pid: child.pid,
    exited,
    /** A program that does not end well when it is asked to has failed: a sanitizer says so in that way, too. */
    async stop() {
      stopping = true;
      const running = child.kill('SIGTERM');
      const ended = await exited;
      if (running && ended.code !== 0)
        throw new Error(`${program} was stopped and ended with ${ended.code ?? ended.signal}:\n${log.slice(-40).join('\n')}`);
      return ended;
    },
  };
}

/** Asks again until `condition` holds; the pause keeps a waiting test from taking the cores of what it waits for. */
export async function waitUntil(condition, { timeout = 60_000, pause = 20 } = {}) {
  const end = Date.now() + timeout;
  for (;;) {
    if (await condition()) return;
    if (Date.now() > end) throw new Error(`the condition did not hold within ${timeout} ms: ${condition}`);
    await new Promise(done => setTimeout(done, pause));
  }
}

/** Writes a config file (JSON is YAML) into a folder and gives its path. */
export function writeConfig(folder, name, config) {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(config, null, 2));
  return path;
}

/** A static HTTP server on a free port, for locations of type url. `answer(path)` gives text or undefined. */
export async function serveTexts(answer) {
  const server = createServer((request, response) => {
    const text = answer(request.url);
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/plain' }).end(text);
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return { port: server.address().port, stop: () => new Promise(done => server.close(done)) };
}

/** Sends the catalog a CloudEvent; answered when the work that it caused is done. */
export async function sendEvent(baseUrl, type) {
  const response = await fetch(`${baseUrl}/api/catalog/events`, {
    method: 'POST',
    headers: { 'ce-specversion': '1.0', 'ce-id': crypto.randomUUID(), 'ce-source': '/tests', 'ce-type': type },
  });
  if (response.status !== 204) throw new Error(`the event ${type} was answered with ${response.status}: ${await response.text()}`);
}
