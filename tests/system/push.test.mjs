// Entities pushed by CI: whole sources and patches, dry runs, etags, conflicts and problems, over the real program.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startPostgres, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

const tokens = { ci: 'token-of-the-ci-job', release: 'token-of-releases', reader: 'token-of-a-reader' };
let postgres, folder, portal;

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('push');
  const owned = join(folder, 'owned.yaml');
  writeFileSync(owned, JSON.stringify(component('owned')));
  const restrictedTo = permission => [{ plugin: 'catalog', permission }];
  const externalAccess = Object.entries(tokens).map(([subject, token]) => ({
    type: 'static',
    options: { token, subject },
    accessRestrictions: subject === 'reader' ? restrictedTo('catalog.entity.read') : undefined,
  }));
  const config = writeConfig(folder, 'app-config.json', {
    backend: { database: { connection: postgres.connection }, auth: { externalAccess } },
    catalog: {
      locations: [{ type: 'file', target: owned }],
      push: { sources: [{ source: 'release-*', subjects: ['release'] }, { source: '!release-*', subjects: ['ci', 'release'] }] },
      rules: [{ allow: ['Component', 'Location'] }, { allow: ['Group'], locations: [{ type: 'push', exact: 'org' }] }],
    },
  });
  portal = await startProgram('server/callboard', { config: [config] });
  await waitUntil(async () => (await names('kind=component')).includes('owned'));
});

after(async () => {
  await portal?.stop();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

function component(name, spec = {}) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    spec: { type: 'service', lifecycle: 'production', owner: 'group:default/a', ...spec },
  };
}

async function push(query, body, { token = tokens.ci, headers = {}, type = 'application/json' } = {}) {
  const response = await fetch(`${portal.baseUrl}/api/catalog/entities?${query}`, {
    method: 'PUT',
    headers: { 'content-type': type, authorization: `Bearer ${token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, etag: response.headers.get('etag'), body: text ? JSON.parse(text) : undefined };
}

async function entities(filter) {
  const url = `${portal.baseUrl}/api/catalog/entities?filter=${filter}`;
  return (await fetch(url, { headers: { authorization: `Bearer ${tokens.reader}` } })).json();
}

async function names(filter) {
  return (await entities(filter)).map(entity => entity.metadata.name);
}

const pushed = source => names(`metadata.annotations.backstage.io/managed-by-location=push:${source}`);

async function waitForPushed(source, expected) {
  await waitUntil(async () => JSON.stringify((await pushed(source)).sort()) === JSON.stringify(expected));
}

const ref = name => `component:default/${name}`;

test('a source is what its last push says', async () => {
  const first = await push('source=whole', { entities: [component('w1'), component('w2')] });
  assert.equal(first.status, 200);
  assert.deepEqual(first.body.added, [ref('w1'), ref('w2')]);
  assert.equal(first.body.accepted, true);
  await waitForPushed('whole', ['w1', 'w2']);
  const second = await push('source=whole', { entities: [component('w2', { system: 's' }), component('w3')] });
  assert.deepEqual([second.body.added, second.body.changed, second.body.removed], [[ref('w3')], [ref('w2')], [ref('w1')]]);
  await waitForPushed('whole', ['w2', 'w3']);
  const [w2] = await entities('metadata.name=w2');
  assert.equal(w2.spec.system, 's');
  assert.equal(w2.metadata.annotations['backstage.io/managed-by-origin-location'], 'push:whole');
  await push('source=whole', { entities: [] });
  await waitForPushed('whole', []);
});

test('a patch changes what it names, and YAML says the same', async () => {
  const yaml = ['p1', 'p2', 'p3'].map(name => JSON.stringify(component(name))).join('\n---\n');
  assert.equal((await push('source=patched', yaml, { type: 'application/yaml' })).body.added.length, 3);
  const json = await push('source=patched', { upserts: [component('p4')], removes: [ref('p1'), ref('unknown')] });
  assert.deepEqual([json.body.added, json.body.removed, json.body.unchanged], [[ref('p4')], [ref('p1')], 2]);
  await waitForPushed('patched', ['p2', 'p3', 'p4']);
  const patch = await push('source=patched&mode=patch&remove=component:p2', JSON.stringify(component('p5')), { type: 'text/yaml' });
  assert.deepEqual([patch.body.added, patch.body.removed], [[ref('p5')], [ref('p2')]]);
  await waitForPushed('patched', ['p3', 'p4', 'p5']);
});

test('a dry run tells everything and keeps nothing', async () => {
  await push('source=dry', { entities: [component('d1'), component('d2')] });
  await waitForPushed('dry', ['d1', 'd2']);
  const answer = await push('source=dry&dryRun=true', {
    entities: [component('d2', { owner: 7 }), component('d3'), component('owned'), { kind: 'User' }],
  });
  assert.equal(answer.status, 200);
  const { accepted, added, changed, removed, conflicts, problems } = answer.body;
  assert.deepEqual([accepted, added, changed, removed], [false, [ref('d3')], [ref('d2')], [ref('d1')]]);
  assert.deepEqual(conflicts.map(conflict => [conflict.entityRef, conflict.location.replace(folder, '')]), [[ref('owned'), 'file:/owned.yaml']]);
  assert.deepEqual(problems[0].path, '/entities/0/spec/owner');
  assert.ok(problems.some(problem => problem.index === 3));
  await sendTick();
  assert.deepEqual((await pushed('dry')).sort(), ['d1', 'd2']);
  assert.equal((await push('source=dry', { entities: [component('d1'), component('d2')] })).body.unchanged, 2);
});

test('one problem keeps the whole push out, and all of them are named', async () => {
  const yaml = `${JSON.stringify(component('good'))}\n---\nkind: Component\napiVersion: backstage.io/v1alpha1\nmetadata:\n  name: "no good"\nspec: {}\n---\n[\n`;
  const { status, body } = await push('source=bad', yaml, { type: 'application/yaml' });
  assert.equal(status, 400);
  assert.equal(body.error.name, 'InputError');
  const places = body.error.problems.map(({ document, line, path }) => [document, line, path]);
  assert.ok(places.some(([document, line, path]) => document === 2 && line === 6 && path === '/metadata/name'), JSON.stringify(places));
  assert.ok(places.some(([document]) => document === 3));
  assert.deepEqual(await pushed('bad'), []);
});

test('the rules of the catalog decide which kinds a source may push', async () => {
  const group = { apiVersion: 'backstage.io/v1alpha1', kind: 'Group', metadata: { name: 'a' }, spec: { type: 'team', children: [] } };
  const refused = await push('source=ci', { entities: [group] });
  assert.equal(refused.status, 400);
  assert.match(refused.body.error.message, /not of an allowed kind/);
  assert.equal((await push('source=org', { entities: [group] })).status, 200);
});

test('what another location owns is reported and not taken', async () => {
  const answer = await push('source=thief', { entities: [component('owned', { owner: 'thief' }), component('t1')] });
  assert.equal(answer.status, 200);
  assert.deepEqual([answer.body.accepted, answer.body.added], [false, [ref('t1')]]);
  assert.deepEqual(answer.body.conflicts.map(conflict => conflict.entityRef), [ref('owned')]);
  await waitForPushed('thief', ['t1']);
  assert.equal((await entities('metadata.name=owned'))[0].spec.owner, 'group:default/a');
  assert.equal((await push('source=other', { entities: [component('t1')] })).body.conflicts[0].location, 'push:thief');
});

test('etags keep two jobs from overwriting each other', async () => {
  const query = 'source=tagged';
  const state = name => ({ entities: [component(name)] });
  const first = await push(query, state('e1'), { headers: { 'if-none-match': '*' } });
  assert.equal(first.status, 200);
  assert.equal((await push(query, state('e1'), { headers: { 'if-none-match': '*' } })).status, 412);
  const second = await push(query, state('e2'), { headers: { 'if-match': first.etag } });
  assert.equal(second.status, 200);
  assert.notEqual(second.etag, first.etag);
  const late = await push(query, state('e3'), { headers: { 'if-match': first.etag } });
  assert.deepEqual([late.status, late.etag, late.body.error.name], [412, second.etag, 'PreconditionFailedError']);
  const unchanged = await push(query, state('e2'), { headers: { 'if-none-match': second.etag } });
  assert.deepEqual([unchanged.status, unchanged.etag], [304, second.etag]);
  assert.equal((await push(query, state('e4'), { headers: { 'if-none-match': second.etag } })).status, 200);
  assert.equal((await push('source=never', state('e5'), { headers: { 'if-match': '*' } })).status, 412);
  await waitForPushed('tagged', ['e4']);
});

test('pushes of one source at the same time leave one of them', async () => {
  const answers = await Promise.all(['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8'].map(name => push('source=race', { entities: [component(name)] })));
  assert.deepEqual(new Set(answers.map(answer => answer.status)), new Set([200]));
  const last = answers.filter(answer => answer.body.added.length === 1).length;
  assert.equal(last, 8);
  await waitUntil(async () => (await pushed('race')).length === 1);
  const [kept] = await pushed('race');
  const dry = await push('source=race&dryRun=true', { entities: [component(kept)] });
  assert.equal(dry.body.unchanged, 1);
});

test('input that nobody means well is refused, and takes nothing down', async () => {
  const named = more => ({ ...component('hostile'), ...more });
  const bodies = [
    { entities: [null, 1, 'x', [], true] },
    { entities: [named({ metadata: [] })] },
    { entities: [named({ metadata: { name: 'a', annotations: 'x' } })] },
    { entities: [named({ metadata: { name: 7 } })] },
    { entities: [named({ kind: 7 })] },
    { entities: [named({ kind: 'x'.repeat(5000) })] },
    { entities: [named({ metadata: { name: 'a'.repeat(5000) } })] },
    { entities: [named({ metadata: { name: 'a', namespace: 7 } })] },
    { entities: [component('a\u0000b')] },
    { entities: [component('refs', { dependsOn: Array(20_000).fill('x') })] },
    { upserts: [], removes: ['component:a\u0000'] },
    '['.repeat(100_000),
    `{"entities":${'['.repeat(300)}${']'.repeat(300)}}`,
    '{"entities":[{"kind":"\xff',
  ];
  for (const body of bodies) assert.equal((await push('source=hostile', body)).status, 400, JSON.stringify(body).slice(0, 100));
  const bomb = `a: &a [x,x,x,x,x,x,x,x]\n${'abcdefg'.replace(/./g, (key, at) => `${key}${key}: &${'abcdefg'[at]}${at} [${Array(9).fill(at ? `*${'abcdefg'[at - 1]}${at - 1}` : '*a')}]\n`)}`;
  for (const yaml of [bomb, '---\n'.repeat(200_000), 'kind: Component\n---\n'.repeat(9_000)]) {
    assert.equal((await push('source=hostile', yaml, { type: 'application/yaml' })).status, 400, yaml.slice(0, 100));
  }
  assert.deepEqual(await pushed('hostile'), []);
});

test('the history says who pushed an entity, and when', async () => {
  await push('source=historical', { entities: [component('h1')] }, { token: tokens.release });
  await waitForPushed('historical', ['h1']);
  const read = async path => {
    const response = await fetch(`${portal.baseUrl}/api/catalog/${path}`, { headers: { authorization: `Bearer ${tokens.reader}` } });
    return { status: response.status, body: await response.json() };
  };
  const { body } = await read('entities/by-name/component/default/h1/history');
  const created = body.items.at(-1);
  assert.deepEqual([created.action, created.actor, created.subject, created.at], ['created', 'push:historical', 'release', body.createdAt]);
  assert.ok(Math.abs(Date.now() - Date.parse(body.createdAt)) < 600_000);
  const lately = await read(`history?kind=component&limit=200&since=${encodeURIComponent(body.createdAt)}`);
  assert.ok(lately.body.items.some(item => item.entityRef === ref('h1')));
  assert.equal((await read('entities/by-name/component/default/no-such/history')).status, 404);
  assert.equal((await read('history?since=yesterday')).status, 400);
});

test('only services with the permission may push, and only to a source with a name', async () => {
  const body = { entities: [component('x')] };
  assert.equal((await push('source=x', body, { token: 'no-such-token' })).status, 401);
  assert.equal((await push('source=x', body, { token: tokens.reader })).status, 403);
  const foreign = await push('source=release-x', body);
  assert.deepEqual([foreign.status, foreign.body.error.message], [403, 'ci may not push the source release-x']);
  assert.equal((await push('source=release-x&dryRun=true', body, { token: tokens.release })).status, 200);
  for (const query of ['', 'source=', 'source=a/b', `source=${'a'.repeat(64)}`, 'source=x&dryRun=perhaps']) {
    assert.equal((await push(query, body)).status, 400, query);
  }
  assert.equal((await push('source=x', `{"entities":["${'x'.repeat(11 * 1024 * 1024)}"]}`)).status, 413);
  assert.equal((await push('source=x', { entities: Array(10_001).fill({}) })).status, 413);
  assert.deepEqual(await pushed('x'), []);
});

async function sendTick() {
  const response = await fetch(`${portal.baseUrl}/api/catalog/events`, {
    method: 'POST',
    headers: { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/tests', 'ce-type': 'dev.callboard.tick', authorization: `Bearer ${tokens.ci}` },
  });
  assert.equal(response.status, 204);
}
