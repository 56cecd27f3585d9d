// Our predicates against npm @backstage/filter-predicates, over random pairs of predicate and entity.
//
// The package looks at one document; the catalog (Backstage's database, and our index) looks at the values that a document has below
// a path, so that a list holds each of its items. Where these two differ by nature, predicates are not generated, and the last test
// shows what we do: as Backstage's catalog. `$matches` is in neither.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { askProbe, randomFrom, seed } from './oracle.mjs';

const require = createRequire(import.meta.url);
const { filterPredicateToFilterFunction, parseFilterPredicate } = require('@backstage/filter-predicates');

const COUNT = 12000;

const texts = ['a', 'B', 'ab', 'Abc', 'aBC', 'b-c', '1', '1.5', 'group:default/x', 'ÄÖ', 'äö', 'x y', '%', '_', '\\', 'a*'];
const numbers = [0, 1, 1.5, -2, 1e21, 100];
/** Field by field: what kind of values it has, so that predicates ask in the way that fits. */
const fields = {
  kind: 'text',
  'metadata.name': 'text',
  'metadata.title': 'text',
  'metadata.annotations.example.com/key': 'text',
  'metadata.labels.a.b': 'text',
  'spec.type': 'text',
  'spec.count': 'number',
  'spec.deep.Flag': 'boolean',
  'spec.deep.er.still': 'text',
  'metadata.tags': 'list',
  'spec.owners': 'list',
  'spec.none': 'missing',
};

function place(entity, path, value) {
  const [head, ...rest] = path.startsWith('metadata.annotations.') ? ['metadata', 'annotations', path.slice(21)] : path.startsWith('metadata.labels.') ? ['metadata', 'labels', path.slice(16)] : path.split('.');
  let at = entity;
  let key = head;
  for (const next of rest) {
    at = at[key] ??= {};
    key = next;
  }
  at[key] = value;
}

const valueOf = { text: random => random.pick(texts), number: random => random.pick(numbers), boolean: random => random.chance(0.5) };

function entityFrom(random) {
  const entity = { apiVersion: 'v1', kind: random.pick(['Component', 'api']), metadata: { name: random.pick(texts), namespace: 'default' }, spec: { fix: 'x' } };
  for (const [path, type] of Object.entries(fields)) {
    if (path === 'kind' || path === 'metadata.name' || type === 'missing' || random.chance(0.35)) continue;
    place(entity, path, type === 'list' ? Array.from({ length: 1 + random.below(3) }, () => random.pick(texts)) : valueOf[type](random));
  }
  return entity;
}

const mixedCase = (text, random) => (random.chance(0.5) ? text.toUpperCase() : text);

function leafFrom(random) {
  const [path, type] = random.pick(Object.entries(fields));
  if (random.chance(0.2)) return [path, { $exists: random.chance(0.5) }];
  if (type === 'list') return [path, { $contains: mixedCase(random.pick(texts), random) }];
  if (type === 'boolean') return [path, random.chance(0.7) ? random.chance(0.5) : { $in: random.chance(0.5) ? [true] : [false, true] }];
  // The package tells numbers by their texts, 1 from "1" not: both ask alike.
  const value = () => (type === 'number' ? (random.chance(0.7) ? random.pick(numbers) : String(random.pick(numbers))) : mixedCase(random.pick(texts), random));
  const how = random.below(3);
  if (how === 0) return [path, value()];
  if (how === 1) return [path, { $in: Array.from({ length: random.below(4) }, value) }];
  return [path, { $hasPrefix: type === 'number' ? 'zzz' : mixedCase(random.pick(texts).slice(0, 1 + random.below(3)), random) }];
}

function predicateFrom(random, depth) {
  const how = random.below(depth > 2 ? 2 : 6);
  const some = () => Array.from({ length: 1 + random.below(3) }, () => predicateFrom(random, depth + 1));
  if (how === 3) return { $all: some() };
  if (how === 4) return { $any: some() };
  if (how === 5) return { $not: predicateFrom(random, depth + 1) };
  return Object.fromEntries(Array.from({ length: 1 + random.below(2) }, () => leafFrom(random)));
}

test(`${COUNT} random pairs have the same answer (seed ${seed})`, () => {
  const random = randomFrom(seed + 2);
  const pairs = Array.from({ length: COUNT }, () => ({ op: 'match', predicate: predicateFrom(random, 0), entity: entityFrom(random) }));
  const ours = askProbe(pairs);
  const differing = [];
  let matching = 0;
  for (const [i, { predicate, entity }] of pairs.entries()) {
    const theirs = filterPredicateToFilterFunction(parseFilterPredicate(predicate))(entity);
    if (theirs) ++matching;
    if (ours[i].matches !== theirs) differing.push({ number: i, predicate, entity, theirs, ours: ours[i] });
  }
  assert.deepEqual(differing.slice(0, 5).map(found => JSON.stringify(found)), [], `${differing.length} answers differ`);
  assert.ok(matching > COUNT / 10 && matching < (COUNT * 9) / 10, `${matching} matched`);
});

test(`what is no predicate is refused by both (seed ${seed})`, () => {
  const random = randomFrom(seed + 3);
  const odd = [null, [], {}, 'a', 1, true, { a: 1 }, { $exists: 'x' }, { $in: 'x' }, { $in: [null] }, { $in: [{}] }, { $hasPrefix: 1 }, { $nor: [] }, { $all: {} }, { $not: [] }];
  const shapes = [
    value => ({ $all: value }),
    value => ({ $any: [value] }),
    value => ({ $not: value }),
    value => ({ kind: value }),
    value => ({ $what: value }),
    value => ({ kind: { $in: [value] } }),
    value => ({ kind: { $exists: value } }),
    value => ({ kind: { $hasPrefix: value } }),
    value => ({ $all: [], kind: value }),
    value => value,
  ];
  const questions = Array.from({ length: 3000 }, () => {
    let predicate = random.pick(odd);
    for (let left = 1 + random.below(2); left > 0; --left) predicate = random.pick(shapes)(predicate);
    return { op: 'match', predicate, entity: { kind: 'Component', metadata: { name: 'a' } } };
  });
  const ours = askProbe(questions);
  const differing = new Set();
  for (const [i, { predicate }] of questions.entries()) {
    let refused = false;
    try {
      parseFilterPredicate(predicate);
    } catch {
      refused = true;
    }
    if (refused !== (ours[i].error !== undefined)) differing.add(`${JSON.stringify(predicate)}: ${refused ? 'refused' : 'taken'} there, ${ours[i].error ?? 'taken'} here`);
  }
  assert.deepEqual([...differing].slice(0, 20), [], `${differing.size} predicates differ`);
});

test('where documents and the catalog differ by nature, answers are those of the catalog', () => {
  const entity = { kind: 'Component', metadata: { name: 'a', tags: ['java', 'go'] }, spec: { flag: true, type: 'x' } };
  const relations = [{ type: 'ownedBy', targetRef: 'group:default/a' }];
  const cases = [
    // A list has the value of each of its items, also without $contains.
    [{ 'metadata.tags': 'go' }, true, false],
    [{ 'metadata.tags': { $in: ['go', 'rust'] } }, true, false],
    [{ 'metadata.tags': { $hasPrefix: 'JA' } }, true, false],
    // A single value is a list of one.
    [{ 'spec.type': { $contains: 'x' } }, true, false],
    // Values are texts: a flag is "true".
    [{ 'spec.flag': 'true' }, true, false],
    // Relations are asked for by type and target.
    [{ relations: { $contains: { type: 'ownedBy', targetRef: 'group:default/a' } } }, true, true],
    [{ relations: { $contains: { type: 'ownedBy' } } }, true, true],
    [{ relations: { $contains: { type: 'ownerOf' } } }, false, false],
  ];
  const ours = askProbe(cases.map(([predicate]) => ({ op: 'match', predicate, entity, relations })));
  for (const [i, [predicate, here, there]] of cases.entries()) {
    assert.equal(ours[i].matches, here, JSON.stringify(predicate));
    assert.equal(filterPredicateToFilterFunction(predicate)({ ...entity, relations }), there, JSON.stringify(predicate));
  }
});
