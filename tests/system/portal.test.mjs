// The portal as one process, and as a gateway before the functions: both ways have to answer alike.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { root, sendEvent, startPostgres, startProgram, temporaryFolder, writeConfig } from '../support/stack.mjs';

const example = join(root, 'examples/app-config.yaml');
let postgres, folder, hosted, catalog, auth, gateway;

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('portal');
  const database = { backend: { database: { connection: postgres.connection } } };
  const config = [example, writeConfig(folder, 'database.json', database)];
  hosted = await startProgram('server/callboard', { config });
  await sendEvent(hosted.baseUrl, 'dev.callboard.catalog.refresh');
  auth = await startProgram('functions/auth/callboard-auth', { config });
  const toAuth = writeConfig(folder, 'auth.json', { functions: { auth: { url: auth.baseUrl } } });
  catalog = await startProgram('functions/catalog/callboard-catalog', { config: [...config, toAuth] });
  const functions = { catalog: { url: catalog.baseUrl }, auth: { url: auth.baseUrl } };
  gateway = await startProgram('server/callboard', { config: [example, writeConfig(folder, 'gateway.json', { functions })] });
});

after(async () => {
  for (const program of [gateway, auth, catalog, hosted]) await program?.stop();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const questions = [
  '/api/catalog/entities?filter=kind=component&limit=5&order=asc:metadata.name',
  '/api/catalog/entities/by-query?limit=3&filter=kind=system&orderField=metadata.name,asc',
  '/api/catalog/entity-facets?facet=kind',
  '/api/catalog/entities/by-name/component/default/no-such-thing',
  '/api/catalog/no-such-route',
  '/api/auth/.well-known/jwks.json',
];

test('a gateway answers as the functions do in one process', async () => {
  for (const path of questions) {
    const [one, other] = await Promise.all([hosted, gateway].map(program => fetch(program.baseUrl + path)));
    assert.equal(other.status, one.status, path);
    assert.equal(other.headers.get('content-type'), one.headers.get('content-type'), path);
    assert.equal(other.headers.get('x-request-id')?.length, one.headers.get('x-request-id')?.length, path);
    assert.equal(await other.text(), await one.text(), path);
  }
});

test('a feed comes through the gateway line by line, and whole', async () => {
  const [one, other] = await Promise.all([hosted, gateway].map(program => fetch(`${program.baseUrl}/api/catalog/feed?since=0`)));
  assert.equal(other.headers.get('content-type'), 'application/x-ndjson');
  const lines = (await other.text()).trimEnd().split('\n');
  assert.deepEqual(lines.slice(1), (await one.text()).trimEnd().split('\n').slice(1));
  assert.equal(JSON.parse(lines.at(-1)).end, true);
});

test('events that come in a crowd are answered, and leave room for everybody else', async () => {
  const crowd = Array.from({ length: 200 }, () => sendEvent(hosted.baseUrl, 'dev.callboard.tick'));
  assert.equal((await fetch(`${hosted.baseUrl}/api/catalog/entities?limit=1`)).status, 200);
  await Promise.all(crowd);
});

test('a token of the auth function is good for every process', async () => {
  const answer = await fetch(`${gateway.baseUrl}/api/auth/guest/refresh`, {
    method: 'POST',
    headers: { 'x-requested-with': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = await answer.json();
  const headers = { authorization: `Bearer ${backstageIdentity.token}` };
  for (const program of [hosted, gateway, catalog]) {
    const response = await fetch(`${program.baseUrl}/api/catalog/entities?limit=1`, { headers });
    assert.equal(response.status, 200);
  }
  const forged = await fetch(`${gateway.baseUrl}/api/catalog/entities?limit=1`, { headers: { authorization: `${headers.authorization}x` } });
  assert.equal(forged.status, 401);
});

test('a function that is away makes its own paths 503, and no others', async () => {
  const away = await startProgram('server/callboard', {
    config: [example, writeConfig(folder, 'away.json', { functions: { catalog: { url: 'http://127.0.0.1:1' }, auth: { url: auth.baseUrl } } })],
  });
  try {
    assert.equal((await fetch(`${away.baseUrl}/api/catalog/entities`)).status, 503);
    assert.equal((await fetch(`${away.baseUrl}/`)).status, 200);
    assert.equal((await fetch(`${away.baseUrl}/api/auth/.well-known/jwks.json`)).status, 200);
  } finally {
    await away.stop();
  }
});

test('the client is served precompressed, immutable and under a strict policy', async () => {
  const page = await fetch(`${hosted.baseUrl}/catalog/default/component/anything`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type'), /^text\/html/);
  const policy = page.headers.get('content-security-policy');
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval[^']|\*/);
  const html = await page.text();
  const assets = [...html.matchAll(/(?:src|href)="(\/[^"#]+)"/g)].map(([, path]) => path);
  assert.ok(assets.some(path => path.endsWith('.wasm')) && assets.some(path => path.endsWith('.js')));
  for (const path of assets) {
    const asset = await fetch(hosted.baseUrl + path, { headers: { 'accept-encoding': 'br' } });
    assert.equal(asset.status, 200, path);
    assert.match(asset.headers.get('cache-control'), /max-age=31536000.*immutable/, path);
    assert.equal(asset.headers.get('content-encoding'), 'br', path);
  }
});

test('health, metrics and the OpenAPI document are there on every process', async () => {
  for (const program of [hosted, gateway, catalog, auth]) {
    for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json']) {
      assert.equal((await fetch(program.baseUrl + path)).status, 200, path);
    }
  }
  assert.match(await (await fetch(`${catalog.baseUrl}/metrics`)).text(), /^# TYPE \w+ histogram$/m);
});

test('brotli and gzip are answered when asked for, and 304 when nothing changed', async () => {
  const url = `${hosted.baseUrl}/api/catalog/entities`;
  const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  const etag = plain.headers.get('etag');
  assert.ok(etag);
  assert.equal((await fetch(url, { headers: { 'accept-encoding': 'identity', 'if-none-match': etag } })).status, 304);
  const packed = await fetch(url, { headers: { 'accept-encoding': 'br' } });
  assert.equal(packed.headers.get('content-encoding'), 'br');
  assert.deepEqual(await packed.json(), await plain.json());
  const zipped = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(zipped.headers.get('content-encoding'), 'gzip');
});
