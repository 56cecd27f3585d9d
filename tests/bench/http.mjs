// The portal's HTTP benchmark: fills a database from a generated data set, restarts, and loads every case. Prints one JSON
// document a line; what is measured stands in docs/benchmarks.md.
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs, promisify } from 'node:util';

import { buildFolder, root, waitUntil } from '../support/stack.mjs';
import { configure, generate } from './dataset.mjs';
import { hwm, median } from './lib.mjs';
import { peer, peerEntities, peerName, peerOnce } from './peer.mjs';
import { ask, makeFolder, run, start, startPortal, startPostgres } from './stage.mjs';

const starts = 3;
const usage = 'usage: ./dev bench [http] [--entities 10000] [--case a,b] [--duration secs] [--repeat n] [--warmup secs]';
const { entities, ...driverOptions } = readOptions();
const comparable = entities === peerEntities;

function readOptions() {
  const text = { type: 'string' };
  const known = { entities: { ...text, default: String(peerEntities) }, case: text, duration: text, repeat: text, warmup: text };
  try {
    const { values } = parseArgs({ options: known });
    if (!(Number(values.entities) >= 100)) throw new Error('--entities takes a number from 100');
    return { case: Object.keys(peer).join(), ...values, entities: Number(values.entities) };
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

const print = line => process.stdout.write(`${JSON.stringify(line)}\n`);

/** The peer's figure beside ours; `more / less` is how many times better we are. */
const compare = (figure, value, more, less) => (comparable ? { [`backstage_${figure}`]: value, ratio: +(more / less).toFixed(1) } : {});

/** From spawning the process until every generated entity is listed. */
async function measureIngest(portal, connection, kinds) {
  const query = ['limit=0', ...kinds.map(kind => `filter=kind=${kind}`)].join('&');
  await waitUntil(async () => (await ask(portal, query))?.totalItems === entities, { timeout: 30 * 60_000, pause: 100 });
  const secs = +((performance.now() - portal.began) / 1000).toFixed(1);
  const size = execFileSync('psql', ['-qAt', '-d', connection, '-c', 'select pg_database_size(current_database())']);
  const bytes = Math.round(Number(size) / entities);
  const compared = compare('secs', peerOnce.ingest_secs, peerOnce.ingest_secs, secs);
  print({ case: 'ingest', entities, secs, rss_peak_mib: hwm(portal.pid), db_bytes_per_entity: bytes, ...compared });
}

/** From spawning the process to the first page of components; restarts it, and leaves the last one running. */
async function measureStart(portal, folder, config) {
  const query = 'limit=20&filter=kind=component&orderField=metadata.name,asc';
  const found = [];
  while (found.length < starts) {
    await portal.stop();
    portal = await startPortal(folder, config);
    await waitUntil(async () => (await ask(portal, query))?.items.length === 20, { pause: 2 });
    found.push(+(performance.now() - portal.began).toFixed(1));
  }
  const ms = median(found);
  print({ case: 'start-to-first-list', ms, ms_all: found, ...compare('ms', peerOnce.first_list_ms, peerOnce.first_list_ms, ms) });
  return portal;
}

/** What the HTTP library alone serves of the same size, loaded the same way, as a line beside that of the portal. */
async function measureBare(folder, { body_bytes: bytes, rps }) {
  const bare = start(join(buildFolder, 'tests/bench/bare/bare_httplib'), [String(bytes)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(createInterface({ input: bare.child.stdout }), 'line');
  const script = join(folder, 'bare.lua');
  writeFileSync(script, 'init = function() r = wrk.format("GET", "/") end\nrequest = function() return r end\n');
  const found = [];
  while (found.length < Number(driverOptions.repeat ?? 3)) {
    const passed = ['-t1', '-c8', `-d${driverOptions.duration ?? 10}s`, '-s', script, `http://127.0.0.1:${port}`];
    const { stdout } = await promisify(execFile)('wrk', passed);
    found.push(Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]));
  }
  await bare.stop();
  const bareRps = median(found);
  print({ case: 'bare-httplib', body_bytes: bytes, rps: bareRps, rps_all: found, entity_by_name_share: +(rps / bareRps).toFixed(2) });
}

/** Passes the driver's line on, with the peer's figure. Its files go where ours do. */
async function load(portal, folder, name) {
  let line;
  const passed = Object.entries({ pid: portal.pid, ...driverOptions, case: name }).flatMap(([option, value]) => [`--${option}`, value]);
  const driver = start(process.execPath, [join(root, 'tests/bench/load.mjs'), portal.baseUrl, ...passed], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const answer of createInterface({ input: driver.child.stdout })) {
    line = JSON.parse(answer);
    const known = peer[line.case];
    print({ ...line, ...(known && line.rps && compare('rps', known.rps, line.rps, known.rps)) });
    // A line a request would fill the disk.
    truncateSync(portal.log);
  }
  const code = await driver.exited;
  if (code !== 0) throw new Error(`load.mjs ended with ${code}`);
  return line;
}

async function main() {
  if (!existsSync(join(buildFolder, 'server/callboard'))) throw new Error(`${buildFolder} holds no portal: ./dev build release`);
  const machine = { date: new Date().toISOString(), cpu: cpus()[0].model, cores: cpus().length, load_average: loadavg()[0] };
  print({ case: 'machine', ...machine, ...(comparable && { compared_with: peerName }) });
  const folder = makeFolder('bench');
  const kinds = generate(join(folder, 'data'), entities);
  // The client's files are no part of what is measured.
  mkdirSync(join(folder, 'web'));
  writeFileSync(join(folder, 'web/index.html'), '');
  const connection = startPostgres();
  const config = configure(folder, connection, kinds);
  const portal = await startPortal(folder, config);
  await measureIngest(portal, connection, kinds);
  const started = await measureStart(portal, folder, config);
  for (const name of driverOptions.case.split(',')) {
    const line = await load(started, folder, name);
    if (name === 'entity-by-name') await measureBare(folder, line);
  }
}

await run(main);
