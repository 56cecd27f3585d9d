// Replays what a real Backstage answered (tests/conformance/golden) against the portal and compares.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { root, sendEvent, serveTexts, startPostgres, startProgram, temporaryFolder, writeConfig } from '../support/stack.mjs';
import { differenceOf } from './differences.mjs';
import { normalise } from './normalise.mjs';

const golden = join(root, 'tests/conformance/golden');
const kinds = ['Component', 'System', 'API', 'Resource', 'Location', 'Domain', 'Group', 'User', 'Template'];
let postgres, texts, folder, portal, secured;

function configFor(catalogFolder, extra) {
  return {
    app: { title: 'Golden' },
    organization: { name: 'Golden' },
    backend: { baseUrl: 'http://127.0.0.1:7007', reading: { allow: [{ host: `127.0.0.1:${texts.port}` }] }, ...extra.backend },
    auth: { providers: { guest: {} } },
    catalog: {
      orphanStrategy: 'keep',
      processingInterval: { hours: 1 },
      rules: [{ allow: kinds }],
      locations: [
        { type: 'file', target: join(catalogFolder, 'all.yaml') },
        { type: 'url', target: `http://127.0.0.1:${texts.port}/apis.yaml` },
      ],
    },
  };
}

function putStage(stage) {
  for (const file of ['all', 'components']) cpSync(join(golden, `stages/${file}.stage${stage}.yaml`), join(folder, `catalog/${file}.yaml`));
}

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('golden');
  cpSync(join(golden, 'catalog'), join(folder, 'catalog'), { recursive: true });
  texts = await serveTexts(path => {
    try {
      return readFileSync(join(golden, 'http', path), 'utf8').replaceAll('127.0.0.1:7099', `127.0.0.1:${texts.port}`);
    } catch {
      return undefined;
    }
  });
  const open = { backend: { auth: { dangerouslyDisableDefaultAuthPolicy: true }, database: { connection: postgres.connection } } };
  const config = writeConfig(folder, 'app-config.json', configFor(join(folder, 'catalog'), open));
  putStage(1);
  // What is asked about hosts elsewhere is to fail as on the recording machine, which had no network.
  portal = await startProgram('server/callboard', { config: [config], env: { https_proxy: 'http://127.0.0.1:9' } });
  await sendEvent(portal.baseUrl, 'dev.callboard.catalog.refresh');
  putStage(2);
  await sendEvent(portal.baseUrl, 'dev.callboard.catalog.refresh');
  const closed = { backend: { database: { connection: postgres.connection } } };
  secured = await startProgram('server/callboard', {
    config: [writeConfig(folder, 'secured.json', configFor(join(folder, 'catalog'), closed))],
  });
});

after(async () => {
  await portal?.stop();
  await secured?.stop();
  await texts?.stop();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function send(baseUrl, request, values) {
  const path = substitute(request.path, values);
  const headers = { ...request.headers };
  if (headers.authorization) headers.authorization = substitute(headers.authorization, values);
  let body;
  if (request.body !== undefined) {
    headers['content-type'] ??= 'application/json';
    body = substitute(typeof request.body === 'string' ? request.body : JSON.stringify(request.body), values);
  }
  const response = await fetch(baseUrl + path, { method: request.method, headers, body });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Ids and cursors of the recording become ours. */
function substitute(text, values) {
  return Object.entries(values).reduce((done, [from, to]) => done.replaceAll(from, to), text);
}

const isUnordered = request =>
  !/order(Field)?=|cursor=|by-refs|ancestry/.test(request.path) && request.body?.orderBy === undefined;

function load(directory) {
  return readdirSync(join(golden, directory))
    .sort()
    .map(file => ({ file, number: file.match(/\d+/)[0], ...JSON.parse(readFileSync(join(golden, directory, file), 'utf8')) }));
}

/** What the recording calls by its own ids, mapped to ours: uids by entity, cursors by the page that gave them. */
async function learnValues(cases) {
  const values = {};
  const everything = await send(portal.baseUrl, { method: 'GET', path: '/api/catalog/entities' }, {});
  const name = entity => `${entity.kind}:${entity.metadata.namespace}/${entity.metadata.name.replace(/-[0-9a-f]{40}$/, entity.spec.target?.slice(-9))}`;
  const ours = new Map(everything.body.map(entity => [name(entity), entity.metadata.uid]));
  for (const entity of cases.find(({ number }) => number === '001').response.body) values[entity.metadata.uid] = ours.get(name(entity)) ?? entity.metadata.uid;
  return values;
}

/** A location that both registered has an id of its own in each. */
function learnLocation(recorded, actual, values) {
  const id = recorded.body?.location?.id;
  if (id && actual.body?.location?.id && recorded.body.exists === undefined) values[id] = actual.body.location.id;
}

const cases = load('cases');

test('catalog answers as Backstage does', async t => {
  const values = await learnValues(cases);
  values['127.0.0.1:7099'] = `127.0.0.1:${texts.port}`;
  values['{{catalogDir}}'] = join(folder, 'catalog');
  const replacements = [
    [join(folder, 'catalog'), '{{catalogDir}}'],
    [`127.0.0.1:${texts.port}`, '127.0.0.1:7099'],
  ];
  for (const { file, number, request, response } of cases) {
    await t.test(file, async () => {
      const difference = differenceOf(number);
      if (difference && !difference.adjust) return;
      const cursor = request.path.match(/cursor=([\w=%-]+)/)?.[1];
      if (cursor && number !== '068') values[cursor] = encodeURIComponent(await ourCursor(decodeURIComponent(cursor)));
      const actual = await send(portal.baseUrl, request, values);
      difference?.adjust(response, actual);
      learnLocation(response, actual, values);
      assert.equal(actual.status, response.status);
      if (response.headers['content-type']) assert.equal(actual.headers.get('content-type'), response.headers['content-type']);
      if (response.headers.link) assert.equal(actual.headers.get('link'), response.headers.link);
      if (response.body === '') return;
      const unordered = isUnordered(request);
      assert.deepEqual(normalise(actual.body, replacements, unordered), normalise(response.body, replacements, unordered));
    });
  }
});

test('every path of the contract is bound', async () => {
  const contract = JSON.parse(readFileSync(join(root, 'tests/conformance/contract/plugin-catalog-backend.json'), 'utf8'));
  const ours = (await send(portal.baseUrl, { method: 'GET', path: '/api/catalog/openapi.json' }, {})).body;
  const operations = (paths, prefix) =>
    Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map(method => `${method} ${prefix}${path}`));
  const bound = new Set(operations(ours.paths, ''));
  const wanted = operations(contract.paths, '/api/catalog');
  assert.ok(wanted.length >= 20);
  assert.deepEqual(wanted.filter(operation => !bound.has(operation)), []);
});

/** Our own cursor for the place that a recorded one names: the same question, asked from the start, as far as that page. */
async function ourCursor(recorded) {
  const { orderFields, orderFieldValues, isPrevious, query } = JSON.parse(Buffer.from(recorded, 'base64').toString());
  const order = orderFields.map(({ field, order: direction }) => `orderField=${field},${direction}`).join('&');
  assert.equal(query, undefined, 'a recorded cursor with a query needs its filter here');
  let path = `/api/catalog/entities/by-query?limit=1&fields=metadata.name&${order}`;
  let previous;
  for (;;) {
    const { body } = await send(portal.baseUrl, { method: 'GET', path }, {});
    if (body.items[0].metadata.name === orderFieldValues[0]) return isPrevious ? body.pageInfo.prevCursor : body.pageInfo.nextCursor;
    previous = body.pageInfo.nextCursor;
    assert.ok(previous, `no entity ${orderFieldValues[0]} found on the way`);
    path = `/api/catalog/entities/by-query?limit=1&fields=metadata.name&cursor=${encodeURIComponent(previous)}`;
  }
}

test('with the default policy, callers have to sign in', async t => {
  const guest = await send(secured.baseUrl, { method: 'POST', path: '/api/auth/guest/refresh' }, {});
  const values = { '<guest token>': guest.body.backstageIdentity.token };
  for (const { file, request, response } of load('auth')) {
    await t.test(file, async () => {
      const actual = await send(secured.baseUrl, request, values);
      assert.equal(actual.status, response.status);
      if (response.body?.totalItems !== undefined) delete response.body.totalItems, delete actual.body.totalItems;
      assert.deepEqual(normalise(actual.body, []), normalise(response.body, []));
    });
  }
});

test('entities that lack the order field come last, and none is lost', async () => {
  const { body } = await send(portal.baseUrl, { method: 'GET', path: '/api/catalog/entities/by-query?limit=100&orderField=spec.lifecycle,asc' }, {});
  assert.equal(body.items.length, body.totalItems);
  const lifecycles = body.items.map(entity => entity.spec?.lifecycle);
  const firstWithout = lifecycles.indexOf(undefined);
  assert.ok(firstWithout > 0 && lifecycles.slice(firstWithout).every(lifecycle => lifecycle === undefined));
  assert.deepEqual(lifecycles.slice(0, firstWithout), lifecycles.slice(0, firstWithout).toSorted());
});
