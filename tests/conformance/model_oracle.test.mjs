// Our model against npm @backstage/catalog-model (and the Template kind of @backstage/plugin-scaffolder-common), over generated
// entities, valid and broken: the same ones have to be accepted.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { askProbe, randomFrom, seed } from './oracle.mjs';

const require = createRequire(import.meta.url);
const model = require('@backstage/catalog-model');
const { templateEntityV1beta3Validator } = require('@backstage/plugin-scaffolder-common');

const COUNT = 6000;

/** As CatalogBuilder and DefaultCatalogProcessingOrchestrator of the catalog backend put them together. */
const policy = model.EntityPolicies.allOf([
  new model.SchemaValidEntityPolicy(),
  new model.DefaultNamespaceEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.FieldFormatEntityPolicy(model.makeValidator()),
]);
const validators = [
  ...['api', 'component', 'resource', 'group', 'location', 'user', 'system', 'domain'].map(kind => model[`${kind}EntityV1alpha1Validator`]),
  templateEntityV1beta3Validator,
];
const checkWhole = model.entitySchemaValidator();

async function backstageVerdict(entity) {
  try {
    const enforced = await policy.enforce(structuredClone(entity));
    checkWhole(enforced);
    for (const validator of validators) if (await validator.check(enforced)) return { accepted: true };
    return { accepted: false, reason: 'no processor recognized it' };
  } catch (error) {
    return { accepted: false, reason: error.message };
  }
}

const core = 'backstage.io/v1alpha1';
const profile = { displayName: 'A B', email: 'a@b.c', picture: 'https://p/x.png' };
/** Of each kind, an entity that has every field. */
const complete = {
  API: { apiVersion: core, spec: { type: 'openapi', lifecycle: 'x', owner: 'me', system: 's', definition: 'text' } },
  Component: {
    apiVersion: core,
    spec: { type: 'service', lifecycle: 'x', owner: 'me', system: 's', subcomponentOf: 'c', providesApis: ['a'], consumesApis: ['b'], dependsOn: ['component:c'], dependencyOf: ['component:d'] },
  },
  Domain: { apiVersion: core, spec: { owner: 'me', subdomainOf: 'd', type: 't' } },
  Group: { apiVersion: core, spec: { type: 'team', profile, parent: 'p', children: ['c'], members: ['m'] } },
  Location: { apiVersion: core, spec: { type: 'url', target: 'https://h/x', targets: ['./a', './b'], presence: 'required' } },
  Resource: { apiVersion: core, spec: { type: 'database', owner: 'me', dependsOn: ['component:a'], dependencyOf: ['component:b'], system: 's' } },
  System: { apiVersion: core, spec: { owner: 'me', domain: 'd', type: 't' } },
  Template: {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    spec: {
      type: 'service',
      owner: 'me',
      lifecycle: 'x',
      parameters: [{ title: 't', properties: {} }],
      steps: [{ id: 'a', name: 'n', action: 'fetch:plain', input: { a: 1 }, if: 'x' }, { action: 'b', if: true }],
      output: { links: [{ title: 'x', url: 'y', entityRef: 'e', icon: 'i', if: 'c' }], text: [{ title: 't', icon: 'i', content: '', if: true }], more: '' },
      presentation: { buttonLabels: { backButtonText: 'b' } },
    },
  },
  User: { apiVersion: core, spec: { profile, memberOf: ['g'] } },
};
const metadata = {
  name: 'name',
  namespace: 'ns',
  title: 'Title',
  description: 'Text',
  labels: { 'example.com/tier': '1', plain: 'a.b-c_d', empty: '' },
  annotations: { 'example.com/key': 'any value! ✓', other: '' },
  tags: ['java', 'c++', 'a-b', 'key:value'],
  links: [{ url: 'https://h/x', title: 't', icon: 'i', type: 't' }],
};

const odd = [null, '', ' ', 'x', 'X-y.z_1', 'a b', 'ä', '-a', 'a-', 'a--b', 'A', '1', 'a'.repeat(63), 'a'.repeat(64), 0, 1, -2.5, true, false, [], {}, ['a'], [''], [1], ['a', null], [{}], { a: 'b' }, { a: 1 }, 'a/b', 'a.b/c', '/a', 'a/', 'https://h', 'mailto:x', 'no url', 'url:'];
const keys = ['more', 'a/b', 'a.b/c', 'A.B/c', '/x', 'x/', 'a b', 'a/b/c', `${'d'.repeat(60)}.x/k`, 'k'.repeat(64)];
const kinds = [...Object.keys(complete), 'component', 'Widget', 'AiResources', 'My-Kind', '1Kind'];
const versions = [core, 'backstage.io/v1beta1', 'scaffolder.backstage.io/v1beta3', 'backstage.io/v1', 'v1', 'example.com/v1', '/v1', ''];
/** Places whose format is checked are broken more often than chance would. */
const spots = [['metadata', 'name'], ['metadata', 'namespace'], ['metadata', 'tags', '0'], ['metadata', 'links', '0', 'url'], ['metadata', 'labels', 'plain'], ['kind'], ['apiVersion'], ['spec', 'type'], ['spec']];

/** Backstage's schemas forgot spec.dependencyOf, and what is no list of texts there breaks its later steps. */
const isOurStrictness = problems => problems.length > 0 && problems.every(problem => problem.startsWith('/spec/dependencyOf'));

function placesOf(value, path = []) {
  if (value === null || typeof value !== 'object') return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => placesOf(member, [...path, key]))];
}

function holder(root, path) {
  return path.slice(0, -1).reduce((at, key) => (at !== null && typeof at === 'object' ? at[key] : undefined), root);
}

function mutate(entity, random) {
  const places = placesOf(entity).slice(1);
  if (places.length === 0) return;
  const path = random.chance(0.3) ? random.pick(spots) : random.pick(places);
  const parent = holder(entity, path);
  if (parent === null || typeof parent !== 'object') return;
  const key = path.at(-1);
  const how = random.below(4);
  if (how === 0 && !Array.isArray(parent)) delete parent[key];
  else if (how === 1 && !Array.isArray(parent)) parent[random.pick(keys)] = structuredClone(random.pick(odd));
  else if (how === 2 && key === 'kind') parent[key] = random.pick(kinds);
  else if (how === 2 && key === 'apiVersion') parent[key] = random.pick(versions);
  else parent[key] = structuredClone(random.pick(odd));
}

function entityFrom(random) {
  const kind = random.pick(Object.keys(complete));
  const entity = { apiVersion: complete[kind].apiVersion, kind, metadata: structuredClone(metadata), spec: structuredClone(complete[kind].spec) };
  for (const key of Object.keys(entity.metadata)) if (key !== 'name' && random.chance(0.4)) delete entity.metadata[key];
  for (const key of Object.keys(entity.spec)) if (random.chance(0.08)) delete entity.spec[key];
  for (let left = random.below(3); left > 0; --left) mutate(entity, random);
  return entity;
}

test(`${COUNT} generated entities are accepted by both or by neither (seed ${seed})`, async () => {
  const random = randomFrom(seed);
  const entities = Array.from({ length: COUNT }, () => entityFrom(random));
  const ours = askProbe(entities.map(entity => ({ op: 'validate', entity })));
  const differing = [];
  const accepted = new Map();
  for (const [i, entity] of entities.entries()) {
    const theirs = await backstageVerdict(entity);
    if (theirs.accepted) accepted.set(entity.kind, (accepted.get(entity.kind) ?? 0) + 1);
    if (theirs.accepted !== ours[i].accepted && !isOurStrictness(ours[i].problems)) differing.push({ number: i, entity, theirs: theirs.reason ?? 'accepted', ours: ours[i].problems });
  }
  assert.deepEqual(differing.slice(0, 5).map(found => JSON.stringify(found, null, 1)), [], `${differing.length} verdicts differ`);
  // What only ever refuses, or never does, would say nothing.
  const total = [...accepted.values()].reduce((sum, count) => sum + count, 0);
  assert.ok(total > COUNT / 4 && total < (COUNT * 3) / 4, `${total} accepted`);
  assert.deepEqual([...accepted.keys()].sort(), Object.keys(complete));
});

test('documents that are no entities at all are refused by both', async () => {
  const documents = [null, [], 'text', 7, true, {}, { kind: 'Component' }, { apiVersion: core, kind: 'Component', metadata: 3 }, { apiVersion: core, kind: 'Component', metadata: { name: 'a' } }];
  const ours = askProbe(documents.map(entity => ({ op: 'validate', entity })));
  for (const [i, document] of documents.entries()) assert.deepEqual([(await backstageVerdict(document)).accepted, ours[i].accepted], [false, false], JSON.stringify(document));
});

test(`entity refs are read alike (seed ${seed})`, () => {
  const random = randomFrom(seed + 1);
  const parts = ['a', 'Name', 'component', 'Component', 'default', 'NS', ':', '/', ':', '/', '', 'x-y', 'ä', '.'];
  const questions = Array.from({ length: 3000 }, () => ({
    op: 'ref',
    text: Array.from({ length: random.below(6) }, () => random.pick(parts)).join(''),
    kind: random.pick(['', 'Group', 'API']),
    namespace: random.pick(['default', 'other']),
  }));
  const ours = askProbe(questions);
  let read = 0;
  for (const [i, { text, kind, namespace }] of questions.entries()) {
    let expected;
    try {
      const ref = model.parseEntityRef(text, { defaultKind: kind || undefined, defaultNamespace: namespace });
      expected = { ...ref, canonical: model.stringifyEntityRef(ref) };
      ++read;
    } catch {
      expected = 'error';
    }
    const { error, ...answer } = ours[i];
    // Letters beyond ASCII are in no valid ref; there, only Backstage changes their case.
    assert.deepEqual(error ? 'error' : answer, expected, JSON.stringify(questions[i]));
  }
  assert.ok(read > 300 && read < 2700, `${read} refs were valid`);
});
