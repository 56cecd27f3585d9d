// What registering does beyond single answers: when entities come and go, and what is left of it.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';

import { serveTexts, startPostgres, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

let postgres, folder, texts, portal;
const files = {};

const component = (name, description = name) =>
  JSON.stringify({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, description },
    spec: { type: 'service', lifecycle: 'production', owner: 'team-a' },
  });

const configFor = (catalog, database) => ({
  app: { title: 'Registration' },
  backend: {
    auth: { dangerouslyDisableDefaultAuthPolicy: true },
    database: { connection: database.connection },
    reading: { allow: [{ host: `127.0.0.1:${texts.port}` }] },
  },
  catalog: { processingInterval: { hours: 1 }, ...catalog },
});

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('registration');
  texts = await serveTexts(path => files[path]);
  portal = await startPortal('app-config.json', {});
});

const startPortal = (name, catalog, database = postgres) => startProgram('server/callboard', { config: [writeConfig(folder, name, configFor(catalog, database))] });

after(async () => {
  await portal?.stop();
  await texts?.stop();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  for (const path of Object.keys(files)) delete files[path];
  const { body } = await call('GET', '/locations');
  for (const { data } of body) await call('DELETE', `/locations/${data.id}`);
  assert.deepEqual(await names(), []);
});

async function call(method, path, body, baseUrl = portal.baseUrl) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(`${baseUrl}/api/catalog${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const urlOf = file => `http://127.0.0.1:${texts.port}/${file}`;
const register = (file, query = '') => call('POST', `/locations${query}`, { type: 'url', target: urlOf(file) });

/** Of the components that are shown now. */
async function names() {
  const { body } = await call('GET', '/entities?filter=kind=component');
  return body.map(entity => entity.metadata.name).sort();
}

test('what a location leads to is there with the answer, and gone with its removal', async () => {
  files['/one.yaml'] = `${component('a')}\n---\n${component('b')}`;
  const { status, body } = await register('one.yaml');
  assert.equal(status, 201);
  assert.deepEqual(await names(), ['a', 'b']);
  const found = await call('GET', '/locations/by-entity/component/default/a');
  assert.deepEqual(found.body, body.location);
  assert.equal((await call('DELETE', `/locations/${body.location.id}`)).status, 204);
  assert.deepEqual(await names(), []);
  assert.equal((await call('GET', `/entities/by-name/${body.location.entityRef.replace(/[:/]/g, '/')}`)).status, 404);
});

test('a dry run keeps nothing', async () => {
  files['/one.yaml'] = component('a');
  const { status, body } = await register('one.yaml', '?dryRun=true');
  assert.equal(status, 201);
  assert.deepEqual(body.entities.map(entity => entity.kind), ['Location', 'Component']);
  assert.deepEqual(await names(), []);
  assert.deepEqual((await call('GET', '/locations')).body, []);
});

test('a location that leads to itself ends', async () => {
  const location = target => JSON.stringify({ apiVersion: 'backstage.io/v1alpha1', kind: 'Location', metadata: { name: target }, spec: { target: `./${target}.yaml` } });
  files['/x.yaml'] = location('y');
  files['/y.yaml'] = location('x');
  const dry = await register('x.yaml', '?dryRun=true');
  assert.equal(dry.status, 400);
  assert.match(dry.body.error.message, /Duplicate nested entity: location:default\/y/);
  const { status, body } = await register('x.yaml');
  assert.equal(status, 201);
  assert.equal((await call('GET', '/entities?filter=kind=location')).body.length, 3);
  await call('DELETE', `/locations/${body.location.id}`);
  assert.deepEqual((await call('GET', '/entities?filter=kind=location')).body, []);
});

test('moving a location to another target changes what it leads to, not what it is', async () => {
  files['/one.yaml'] = component('a');
  files['/two.yaml'] = component('b');
  const first = await register('one.yaml');
  const { id, entityRef } = first.body.location;
  const moved = await call('PUT', `/locations/${id}`, { type: 'url', target: urlOf('two.yaml') });
  assert.deepEqual(moved.body, { id, type: 'url', target: urlOf('two.yaml'), entityRef });
  assert.deepEqual(await names(), ['b']);
  // The name that the first target gave is taken; the second registration of it is a location of its own.
  const again = await register('one.yaml');
  assert.equal(again.status, 201);
  assert.notEqual(again.body.location.entityRef, entityRef);
  assert.deepEqual(await names(), ['a', 'b']);
  assert.equal((await call('PUT', `/locations/${id}`, { type: 'url', target: urlOf('one.yaml') })).status, 409);
  assert.equal((await call('PUT', '/locations/nope', { type: 'url', target: urlOf('three.yaml') })).status, 404);
});

test('registering with onConflict=refresh reads the source again', async () => {
  files['/one.yaml'] = component('a', 'before');
  await register('one.yaml');
  files['/one.yaml'] = component('a', 'after');
  assert.equal((await register('one.yaml')).status, 409);
  assert.equal((await register('one.yaml', '?onConflict=refresh')).status, 201);
  const { body } = await call('GET', '/entities/by-name/component/default/a');
  assert.equal(body.metadata.description, 'after');
  assert.equal((await register('one.yaml', '?onConflict=replace')).status, 400);
});

test('refreshing an entity reads its file again; removing it lasts until then', async () => {
  files['/one.yaml'] = component('a', 'before');
  await register('one.yaml');
  files['/one.yaml'] = component('a', 'after');
  assert.equal((await call('POST', '/refresh', { entityRef: 'Component:default/a' })).status, 200);
  const { body } = await call('GET', '/entities/by-name/component/default/a');
  assert.equal(body.metadata.description, 'after');
  assert.equal((await call('DELETE', `/entities/by-uid/${body.metadata.uid}`)).status, 204);
  assert.deepEqual(await names(), []);
  assert.equal((await call('POST', '/refresh', { entityRef: 'component:default/a' })).status, 404);
  await register('one.yaml', '?onConflict=refresh');
  assert.deepEqual(await names(), ['a']);
});

test('removing a Location entity takes along what only it led to', async () => {
  files['/one.yaml'] = component('a');
  const { body } = await register('one.yaml');
  const entity = await call('GET', `/entities/by-name/${body.location.entityRef.replace(/[:/]/g, '/')}`);
  await call('DELETE', `/entities/by-uid/${entity.body.metadata.uid}`);
  assert.deepEqual(await names(), []);
  // The registration still stands, so registering again mends what is missing.
  assert.equal((await register('one.yaml')).status, 409);
  assert.deepEqual(await names(), ['a']);
});

test('queries of locations: predicates in any case, pages, and what is refused', async () => {
  for (const name of ['a', 'b', 'c']) {
    files[`/${name}.yaml`] = component(name);
    await register(`${name}.yaml`);
  }
  const targets = async query => {
    const { status, body } = await call('POST', '/locations/by-query', { query });
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.totalItems, body.items.length);
    return body.items.map(item => item.target.slice(-6)).sort();
  };
  assert.deepEqual(await targets({}), ['a.yaml', 'b.yaml', 'c.yaml']);
  assert.deepEqual(await targets({ TARGET: urlOf('a.yaml').toUpperCase() }), ['a.yaml']);
  assert.deepEqual(await targets({ target: { $in: [urlOf('a.yaml'), urlOf('c.yaml')] } }), ['a.yaml', 'c.yaml']);
  assert.deepEqual(await targets({ $not: { target: { $hasPrefix: urlOf('b') } } }), ['a.yaml', 'c.yaml']);
  assert.deepEqual(await targets({ $any: [{ target: urlOf('a.yaml') }, { $all: [{ type: 'url' }, { target: urlOf('b.yaml') }] }] }), ['a.yaml', 'b.yaml']);
  assert.deepEqual(await targets({ entityRef: { $exists: false } }), []);
  const seen = [];
  let body = { limit: 2 };
  for (;;) {
    const page = (await call('POST', '/locations/by-query', body)).body;
    assert.equal(page.totalItems, 3);
    seen.push(...page.items.map(item => item.id));
    if (!page.pageInfo.nextCursor) break;
    body = { cursor: page.pageInfo.nextCursor };
  }
  assert.deepEqual(seen, (await call('GET', '/locations')).body.map(({ data }) => data.id).sort());
  for (const refused of [{ limit: 0 }, { limit: 1.5 }, { limit: 'x' }, { cursor: '' }, { cursor: 'x' }, { query: { name: 'x' } }, { query: { $nor: [] } }, { query: 1 }])
    assert.equal((await call('POST', '/locations/by-query', refused)).status, 400, JSON.stringify(refused));
});

test('inputs that are refused keep nothing', async () => {
  const target = urlOf('a.yaml');
  for (const body of [{ type: 'url', target: `${target}\u0000` }, { type: 'url', target: target + 'x'.repeat(2000) }, { type: 7, target }, [], 7, { type: 'url', target, presence: 'maybe' }])
    assert.equal((await call('POST', '/locations', body)).status, 400, JSON.stringify(body));
  assert.deepEqual((await call('GET', '/locations')).body, []);
});

test('where orphans are kept, what is taken back goes all the same', async t => {
  const keeping = await startPortal('keeping.json', { orphanStrategy: 'keep' });
  t.after(() => keeping.stop());
  const count = async kind => (await call('GET', `/entities?filter=kind=${kind}`, undefined, keeping.baseUrl)).body.length;
  files['/one.yaml'] = component('a');
  const { body } = await call('POST', '/locations', { type: 'url', target: urlOf('one.yaml') }, keeping.baseUrl);
  assert.deepEqual([await count('component'), await count('location')], [1, 1]);
  await call('DELETE', `/locations/${body.location.id}`, undefined, keeping.baseUrl);
  assert.deepEqual([await count('component'), await count('location')], [0, 0]);
});

test("a company's own kinds, where they are allowed", async t => {
  files['/widget.yaml'] = JSON.stringify({ apiVersion: 'acme.com/v1', kind: 'Widget', metadata: { name: 'w' }, spec: { size: 3 } });
  const rules = [{ allow: ['Location', 'Widget'] }];
  // A database of its own: the others would process by their own rules what is due there.
  const own = startPostgres();
  t.after(() => own.stop());
  const strict = await startPortal('strict.json', { rules });
  t.after(() => strict.stop());
  const open = await startPortal('open.json', { rules, allowUnknownKinds: ['widget'] }, own);
  t.after(() => open.stop());
  const location = { type: 'url', target: urlOf('widget.yaml') };
  assert.equal((await call('POST', '/locations?dryRun=true', location, strict.baseUrl)).status, 400);
  assert.equal((await call('POST', '/locations', location, open.baseUrl)).status, 201);
  // A tick may be at the location when the answer is there.
  const widget = () => call('GET', '/entities/by-name/widget/default/w', undefined, open.baseUrl);
  await waitUntil(async () => (await widget()).status === 200);
  assert.deepEqual((await widget()).body.spec, { size: 3 });
});

test('a catalog that is read only, and one that takes files', async t => {
  const readonly = await startPortal('readonly.json', { readonly: true });
  t.after(() => readonly.stop());
  files['/a.yaml'] = component('a');
  const location = { type: 'url', target: urlOf('a.yaml') };
  assert.equal((await call('POST', '/locations', location, readonly.baseUrl)).status, 403);
  assert.equal((await call('POST', '/locations?dryRun=true', location, readonly.baseUrl)).status, 201);
  assert.equal((await call('DELETE', '/locations/x', undefined, readonly.baseUrl)).status, 403);
  assert.equal((await call('PUT', '/locations/x', location, readonly.baseUrl)).status, 403);
  const lenient = await startPortal('lenient.json', { allowedLocationTypes: ['url', 'file'], defaultLocationConflictStrategy: 'refresh' });
  t.after(() => lenient.stop());
  const file = { type: 'file', target: '/nowhere/a.yaml' };
  assert.equal((await call('POST', '/locations', file, lenient.baseUrl)).status, 201);
  assert.equal((await call('POST', '/locations', file, lenient.baseUrl)).status, 201);
});

test('analysis finds descriptors, or an entity to begin with', async () => {
  files['/one.yaml'] = component('a');
  await register('one.yaml');
  const analyze = async target => (await call('POST', '/analyze-location', { location: { type: 'url', target } })).body;
  const found = await analyze(urlOf('one.yaml'));
  assert.deepEqual(found.generateEntities, []);
  assert.deepEqual(found.existingEntityFiles.map(file => [file.location.target, file.isRegistered, file.entity.metadata.name]), [[urlOf('one.yaml'), true, 'a']]);
  const { generateEntities } = await analyze('https://gitlab.invalid/group/sub/shop.git');
  assert.deepEqual(generateEntities, [
    { entity: { apiVersion: 'backstage.io/v1alpha1', kind: 'Component', metadata: { name: 'shop' }, spec: { type: 'other', lifecycle: 'unknown' } }, fields: [] },
  ]);
});
