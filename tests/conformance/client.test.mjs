// The unmodified CatalogClient of npm @backstage/catalog-client, all of its methods, signed in as a guest.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { serveTexts, startPostgres, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

const { CatalogClient, CATALOG_FILTER_EXISTS } = createRequire(import.meta.url)('@backstage/catalog-client');

/** What the class has for itself only. */
const inner = new Set(['constructor', 'requestIgnored', 'requestRequired', 'requestOptional', 'getFilterValue', 'queryEntitiesByPredicate', 'getEntityFacetsByPredicate']);
const files = {};
const called = new Set();
let postgres, folder, texts, portal, client;

const component = (name, spec = {}, metadata = {}) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, ...metadata },
  spec: { type: 'service', lifecycle: 'production', owner: 'team-a', ...spec },
});
const yaml = entities => entities.map(entity => JSON.stringify(entity)).join('\n---\n');
const urlOf = file => `http://127.0.0.1:${texts.port}/${file}`;

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('client');
  texts = await serveTexts(path => files[path]);
  files['/shop.yaml'] = yaml(Array.from({ length: 25 }, (_, i) => component(`c${String(i).padStart(2, '0')}`, { type: i % 2 ? 'library' : 'service' }, { tags: i < 3 ? ['java'] : [] })));
  files['/lone.yaml'] = yaml([component('lone', {}, { description: 'before' })]);
  const config = {
    app: { title: 'Client' },
    auth: { providers: { guest: {} } },
    backend: { database: { connection: postgres.connection }, reading: { allow: [{ host: `127.0.0.1:${texts.port}` }] } },
    catalog: { processingInterval: { hours: 1 } },
  };
  portal = await startProgram('server/callboard', { config: [writeConfig(folder, 'app-config.json', config)] });
  const guest = await fetch(`${portal.baseUrl}/api/auth/guest/refresh`, { method: 'POST' });
  const { token } = (await guest.json()).backstageIdentity;
  const plain = new CatalogClient({ discoveryApi: { getBaseUrl: async () => `${portal.baseUrl}/api/catalog` } });
  // Hands the token to every method, and notes what was called.
  client = new Proxy(plain, {
    get: (target, method) =>
      typeof target[method] !== 'function' ? target[method] : (...given) => {
        called.add(method);
        return target[method](...given, ...Array(Math.max(0, argumentsOf(target[method]) - 1 - given.length)).fill(undefined), { token });
      },
  });
  await client.addLocation({ target: urlOf('shop.yaml') });
  // The portal's first tick may be at some of them when the answer is there.
  await waitUntil(async () => (await client.getEntities()).items.length === 26);
});

/** How many arguments a method of the client declares, its options included. */
function argumentsOf(method) {
  const [, list] = String(method).match(/\(([^)]*)\)/);
  return list.split(',').length;
}

after(async () => {
  await portal?.stop();
  await texts?.stop();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const names = entities => entities.map(entity => entity.metadata.name);

test('without a token the client is refused', async () => {
  const stranger = new CatalogClient({ discoveryApi: { getBaseUrl: async () => `${portal.baseUrl}/api/catalog` } });
  await assert.rejects(stranger.getEntities(), { name: 'ResponseError', statusCode: 401 });
  await assert.rejects(stranger.addLocation({ target: urlOf('lone.yaml') }), { name: 'ResponseError', statusCode: 401 });
});

test('getEntities', async () => {
  const all = await client.getEntities();
  assert.equal(all.items.length, 26);
  const some = await client.getEntities({
    filter: [{ kind: 'component', 'spec.type': ['library'] }, { 'metadata.tags': CATALOG_FILTER_EXISTS }],
    fields: ['metadata.name'],
    order: { field: 'metadata.name', order: 'desc' },
    limit: 3,
    offset: 1,
  });
  assert.deepEqual(some.items, ['c21', 'c19', 'c17'].map(name => ({ metadata: { name } })));
});

test('queryEntities, by filters and by predicates, page by page', async () => {
  for (const question of [{ filter: { 'spec.type': 'service' } }, { query: { 'spec.type': 'service' } }, { query: { $not: { 'spec.type': 'library' } }, filter: { kind: 'component' } }]) {
    const first = await client.queryEntities({ ...question, limit: 8, orderFields: { field: 'metadata.name', order: 'asc' }, fields: ['metadata.name'] });
    assert.equal(first.totalItems, 13);
    assert.deepEqual(names(first.items), ['c00', 'c02', 'c04', 'c06', 'c08', 'c10', 'c12', 'c14']);
    const second = await client.queryEntities({ cursor: first.pageInfo.nextCursor, limit: 8 });
    assert.deepEqual(names(second.items), ['c16', 'c18', 'c20', 'c22', 'c24']);
    assert.equal(second.pageInfo.nextCursor, undefined);
    const back = await client.queryEntities({ cursor: second.pageInfo.prevCursor, limit: 8 });
    assert.deepEqual(names(back.items), names(first.items));
  }
  const found = await client.queryEntities({ fullTextFilter: { term: 'C1', fields: ['metadata.name'] }, query: { kind: 'component' }, totalItems: 'include' });
  assert.equal(found.totalItems, 10);
});

test('streamEntities', async () => {
  for (const question of [{ filter: { kind: 'component' } }, { query: { kind: 'component' } }]) {
    const pages = [];
    for await (const page of client.streamEntities({ ...question, pageSize: 10 })) pages.push(names(page));
    assert.deepEqual(pages.map(page => page.length), [10, 10, 5]);
    assert.equal(new Set(pages.flat()).size, 25);
  }
});

test('getEntityByRef, getEntityByName, getEntitiesByRefs', async () => {
  assert.equal((await client.getEntityByRef('component:default/c01')).metadata.name, 'c01');
  assert.equal((await client.getEntityByRef({ kind: 'Component', namespace: 'default', name: 'C01' })).metadata.name, 'c01');
  assert.equal(await client.getEntityByRef('component:default/none'), undefined);
  assert.equal((await client.getEntityByName({ kind: 'component', name: 'c02' })).metadata.name, 'c02');
  const entityRefs = ['component:default/c03', 'component:default/none', 'component:default/c04'];
  const batch = await client.getEntitiesByRefs({ entityRefs, fields: ['metadata.name'] });
  assert.deepEqual(batch.items, [{ metadata: { name: 'c03' } }, undefined, { metadata: { name: 'c04' } }]);
  for (const question of [{ filter: { 'spec.type': 'library' } }, { query: { 'spec.type': 'library' } }]) {
    const filtered = await client.getEntitiesByRefs({ entityRefs, ...question });
    assert.deepEqual(filtered.items.map(entity => entity?.metadata.name), ['c03', undefined, undefined]);
  }
});

test('getEntityAncestors', async () => {
  const { rootEntityRef, items } = await client.getEntityAncestors({ entityRef: 'component:default/c01' });
  assert.equal(rootEntityRef, 'component:default/c01');
  assert.deepEqual(items.map(item => item.entity.kind), ['Component', 'Location']);
});

test('getEntityFacets', async () => {
  const byType = [{ value: 'library', count: 12 }, { value: 'service', count: 13 }];
  const byFilter = await client.getEntityFacets({ facets: ['spec.type'], filter: { kind: 'component' } });
  assert.deepEqual(byFilter.facets['spec.type'], byType);
  const byPredicate = await client.getEntityFacets({ facets: ['spec.type'], query: { kind: 'component' }, filter: { 'metadata.tags': 'java' } });
  assert.deepEqual(byPredicate.facets['spec.type'], [{ value: 'library', count: 1 }, { value: 'service', count: 2 }]);
});

test('locations: add, find in every way, move, remove', async () => {
  const dry = await client.addLocation({ type: 'url', target: urlOf('lone.yaml'), dryRun: true });
  assert.equal(dry.exists, false);
  assert.deepEqual(names(dry.entities.filter(entity => entity.kind === 'Component')), ['lone']);
  const { location } = await client.addLocation({ type: 'url', target: urlOf('lone.yaml') });
  assert.equal((await client.getEntityByRef('component:default/lone')).metadata.description, 'before');
  await assert.rejects(client.addLocation({ target: urlOf('lone.yaml') }), { name: 'ResponseError', statusCode: 409 });
  assert.deepEqual((await client.addLocation({ target: urlOf('lone.yaml'), onConflict: 'refresh' })).location, location);
  assert.deepEqual(await client.getLocationById(location.id), location);
  assert.equal(await client.getLocationById(crypto.randomUUID()), undefined);
  assert.deepEqual(await client.getLocationByRef(`url:${urlOf('lone.yaml')}`), location);
  assert.deepEqual(await client.getLocationByEntity('component:default/lone'), location);
  assert.equal(await client.getLocationByEntity('component:default/none'), undefined);
  assert.equal((await client.getLocations()).items.length, 2);
  assert.deepEqual((await client.queryLocations({ query: { target: { $hasPrefix: urlOf('lone') } } })).items, [location]);
  const pages = [];
  for await (const page of client.streamLocations({ limit: 1 })) pages.push(page);
  assert.deepEqual(pages.map(page => page.length), [1, 1]);
  files['/moved.yaml'] = yaml([component('moved')]);
  const moved = await client.updateLocation(location.id, { target: urlOf('moved.yaml') });
  assert.deepEqual(moved, { ...location, target: urlOf('moved.yaml') });
  assert.equal(await client.getEntityByRef('component:default/lone'), undefined);
  assert.equal((await client.getEntityByRef('component:default/moved')).metadata.name, 'moved');
  await client.removeLocationById(location.id);
  assert.equal(await client.getEntityByRef('component:default/moved'), undefined);
  await assert.rejects(client.removeLocationById(location.id), { name: 'ResponseError', statusCode: 404 });
});

test('refreshEntity and removeEntityByUid', async () => {
  const { location } = await client.addLocation({ target: urlOf('lone.yaml') });
  files['/lone.yaml'] = yaml([component('lone', {}, { description: 'after' })]);
  await client.refreshEntity('component:default/lone');
  const lone = await client.getEntityByRef('component:default/lone');
  assert.equal(lone.metadata.description, 'after');
  await client.removeEntityByUid(lone.metadata.uid);
  assert.equal(await client.getEntityByRef('component:default/lone'), undefined);
  await assert.rejects(client.refreshEntity('component:default/lone'), { name: 'ResponseError', statusCode: 404 });
  await client.removeLocationById(location.id);
});

test('validateEntity', async () => {
  assert.deepEqual(await client.validateEntity(component('fine'), 'url:https://host/x.yaml'), { valid: true });
  const refused = await client.validateEntity(component('not fine'), 'url:https://host/x.yaml');
  assert.equal(refused.valid, false);
  assert.match(refused.errors[0].message, /"metadata.name" is not valid/);
  const elsewhere = await client.validateEntity(component('fine'), 'file:/x.yaml');
  assert.match(elsewhere.errors[0].message, /only 'url:<target>' is supported/);
});

test('analyzeLocation', async () => {
  const found = await client.analyzeLocation({ location: { type: 'url', target: urlOf('shop.yaml') } });
  assert.equal(found.existingEntityFiles.length, 25);
  const none = await client.analyzeLocation({ location: { type: 'url', target: 'https://git.invalid/acme/shop' }, catalogFilename: 'x.yaml' });
  assert.equal(none.generateEntities[0].entity.metadata.name, 'shop');
});

test('no method was left out', () => {
  const methods = Object.getOwnPropertyNames(CatalogClient.prototype).filter(name => !inner.has(name));
  assert.ok(methods.length >= 20);
  assert.deepEqual(methods.filter(name => !called.has(name)), []);
});
