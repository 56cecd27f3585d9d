// The example organisation is what a newcomer sees first: whole, without an error, and with something of everything.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { root, sendEvent, startPostgres, startProgram, temporaryFolder, writeConfig } from '../support/stack.mjs';

let postgres, folder, portal, entities;

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('examples');
  const database = writeConfig(folder, 'database.json', { backend: { database: { connection: postgres.connection } } });
  portal = await startProgram('server/callboard', { config: [join(root, 'examples/app-config.yaml'), database] });
  await sendEvent(portal.baseUrl, 'dev.callboard.catalog.refresh');
  entities = await (await fetch(`${portal.baseUrl}/api/catalog/entities`)).json();
});

after(async () => {
  await portal?.stop();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const ofKind = kind => entities.filter(entity => entity.kind === kind);

test('it has all nine kinds, in the numbers of a real organisation', () => {
  const least = { Component: 30, System: 6, Domain: 3, API: 4, Resource: 1, Group: 5, User: 5, Location: 1, Template: 2 };
  for (const [kind, count] of Object.entries(least)) assert.ok(ofKind(kind).length >= count, `${ofKind(kind).length} ${kind}`);
  const types = new Set(ofKind('API').map(api => api.spec.type));
  for (const type of ['openapi', 'asyncapi', 'graphql', 'grpc']) assert.ok(types.has(type), type);
  assert.ok(ofKind('Group').some(group => group.spec.parent), 'teams are in a hierarchy');
});

test('no entity has a problem, and every relation leads to an entity', () => {
  const refs = new Set(entities.map(({ kind, metadata }) => `${kind}:${metadata.namespace}/${metadata.name}`.toLowerCase()));
  for (const entity of entities) {
    assert.equal(entity.status, undefined, `${entity.metadata.name}: ${JSON.stringify(entity.status)}`);
    for (const { type, targetRef } of entity.relations ?? []) assert.ok(refs.has(targetRef), `${entity.metadata.name} ${type} ${targetRef}`);
  }
});

test('APIs have their definitions, and documentation lies where it is said to', () => {
  for (const api of ofKind('API')) assert.ok(api.spec.definition.length > 200, api.metadata.name);
  const documented = entities.filter(entity => entity.metadata.annotations['backstage.io/techdocs-ref']?.startsWith('dir:'));
  assert.ok(documented.length >= 5);
  for (const { metadata } of documented) {
    const source = metadata.annotations['backstage.io/managed-by-location'].replace(/^file:/, '');
    const docs = join(dirname(source), metadata.annotations['backstage.io/techdocs-ref'].slice('dir:'.length));
    assert.ok(existsSync(join(docs, 'mkdocs.yml')) && existsSync(join(docs, 'docs/index.md')), `${metadata.name}: ${docs}`);
  }
});
