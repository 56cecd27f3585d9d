// What descriptors and the places that they come from can do wrong: each is told with its place, and nothing else suffers.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { sendEvent, startPostgres, startProgram, temporaryFolder, writeConfig } from '../support/stack.mjs';

const megabyte = 1024 * 1024;
const component = (name, more = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${name}\nspec:\n  type: service\n  lifecycle: production\n  owner: team\n${more}`;
const location = (name, targets) =>
  `apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: ${name}\nspec:\n  targets: ${JSON.stringify(targets)}\n`;

let postgres, folder, server, host, portal;
const held = new Set();

/** What a web server can do to those who read from it. */
const answers = {
  '/ok.yaml': (_, response) => response.end(component('from-url')),
  '/hang': (_, response) => held.add(response),
  '/drip': (_, response) => {
    const timer = setInterval(() => response.write('#'), 1000);
    response.on('close', () => clearInterval(timer));
  },
  '/huge': (_, response) => {
    const chunk = Buffer.alloc(megabyte, '# a line\n');
    let left = 100;
    const more = () => {
      while (left-- > 0) if (!response.write(chunk)) return response.once('drain', more);
      response.end();
    };
    more();
  },
  '/bomb': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(200 * megabyte))),
  '/zipped.yaml': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(component('zipped'))),
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/inside': (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
  '/limited': (_, response) => response.writeHead(503, { 'retry-after': '1' }).end(),
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('apiVersion: ');
    setTimeout(() => response.destroy(), 50);
  },
};

const aliases = depth => {
  let text = `a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n`;
  for (let i = 1; i < depth; ++i) text += `a${i}: &a${i} [${Array(10).fill(`*a${i - 1}`).join(',')}]\n`;
  return text;
};

/** Files; those of 100 MB are made by their size. */
const files = {
  'ok.yaml': component('from-file'),
  'malformed.yaml': 'kind: [\n',
  'several.yaml': `${component('before')}---\nkind: Component\nmetadata: {name: [}\n---\n${component('behind')}`,
  'aliases.yaml': `${component('beside-aliases')}---\n${aliases(12)}`,
  'deep.yaml': `${component('beside-deep')}---\nspec: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`,
  'nul.yaml': `${component('beside-nul')}---\nkind: Component\nmetadata: {name: "a\0b"}\n`,
  'types.yaml': `${component('beside-types')}---\n${component('wrong-types').replace('owner: team', 'owner: {a: [1]}')}---\n[1, 2]\n---\n5\n---\nmetadata: x\n---\nkind: {}\nmetadata: {name: []}\n`,
  'twice.yaml': `${component('beside-twice')}---\n${component('twice-keys', '  owner: other\n')}`,
  'latin1.yaml': Buffer.concat([Buffer.from(`${component('beside-latin1')}---\nkind: `), Buffer.from([0xe9, 0x0a])]),
  'many.yaml': `${component('beside-many')}${'---\na: 1\n'.repeat(30_000)}`,
  'flood.yaml': `${'a\n---\n'.repeat(2_500_000)}`,
  'empty.yaml': '',
  'comments.yaml': '# nothing\n---\n# but comments\n',
  'crlf.yaml': component('crlf').replaceAll('\n', '\r\n'),
  'bom.yaml': `\uFEFF${component('bom')}`,
  'proto.yaml': component('proto', '  __proto__: {polluted: true}\n  constructor: {prototype: {polluted: true}}\n').replace(
    'name: proto',
    'name: proto\n  annotations: {constructor: y, hasOwnProperty: z}',
  ),
  'turkish.yaml': `${component('TITLE-I').replace('owner: team', 'owner: GROUP:DEFAULT/INFRA')}---\n${component('İstanbul')}`,
  'self.yaml': location('self', ['./self.yaml', './ok.yaml']),
  'cycle-a.yaml': location('cycle-a', ['./cycle-b.yaml']),
  'cycle-b.yaml': `${location('cycle-b', ['./cycle-a.yaml'])}---\n${component('in-cycle')}`,
  'huge.yaml': 100 * megabyte,
};

/** A name that leads to this machine, below a domain that is allowed as a whole. */
const inside = () => `http://inside.localhost:${server.address().port}/ok.yaml`;

function source(target) {
  if (target.startsWith('http:')) return `url:${target}`;
  return target.startsWith('/') ? `url:http://${host}${target}` : `file:${join(folder, 'files', target)}`;
}

function configFor(targets, orphanStrategy = 'delete') {
  return writeConfig(folder, 'app-config.json', {
    backend: {
      baseUrl: 'http://127.0.0.1:7007',
      auth: { dangerouslyDisableDefaultAuthPolicy: true },
      database: { connection: postgres.connection },
      reading: { allow: [{ host }, { host: `*.localhost:${server.address().port}` }], timeout: { seconds: 2 } },
    },
    catalog: {
      orphanStrategy,
      processingInterval: { hours: 1 },
      rules: [{ allow: ['Component', 'Location'] }],
      locations: targets.map(target => ({ type: source(target).split(':')[0], target: source(target).replace(/^\w+:/, '') })),
    },
  });
}

async function start(targets, orphanStrategy) {
  portal = await startProgram('server/callboard', { config: [configFor(targets, orphanStrategy)], env: { LC_ALL: 'tr_TR.UTF-8' } });
  await sendEvent(portal.baseUrl, 'dev.callboard.catalog.refresh');
}

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('hostile-sources');
  mkdirSync(join(folder, 'files'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, 'files', name), typeof content === 'number' ? '' : content);
    if (typeof content === 'number') truncateSync(join(folder, 'files', name), content);
  }
  server = createServer((request, response) => (answers[request.url] ? answers[request.url](request, response) : response.writeHead(404).end()));
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  host = `127.0.0.1:${server.address().port}`;
  await start([...Object.keys(files), ...Object.keys(answers), '/none', inside()]);
});

after(async () => {
  await portal?.stop();
  server?.closeAllConnections();
  server?.close();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function entity(kind, name) {
  const response = await fetch(`${portal.baseUrl}/api/catalog/entities/by-name/${kind}/default/${encodeURIComponent(name)}`);
  return response.status === 200 ? response.json() : undefined;
}

/** The problems that the configured location of a file or URL tells. */
async function problemsOf(target) {
  const found = await entity('location', `generated-${createHash('sha1').update(source(target)).digest('hex')}`);
  assert.ok(found, target);
  return found.status?.items ?? [];
}

async function onlyProblemOf(target) {
  const problems = await problemsOf(target);
  assert.equal(problems.length, 1, `${target}: ${JSON.stringify(problems, null, 1)}`);
  return { message: problems[0].error.message, ...problems[0].source };
}

test('what is good is there, wherever it stands', async () => {
  const names = ['from-file', 'from-url', 'zipped', 'before', 'behind', 'crlf', 'bom', 'proto', 'title-i', 'in-cycle'];
  for (const place of ['aliases', 'deep', 'types', 'twice', 'many']) names.push(`beside-${place}`);
  for (const name of names) {
    const found = await entity('component', name);
    assert.ok(found, name);
    assert.equal(found.status, undefined, name);
  }
});

for (const [target, expected] of Object.entries({
  'malformed.yaml': { document: 1, message: /^YAML error at file:.*malformed\.yaml, document 1: YAML at line 2/ },
  'several.yaml': { document: 2, line: 9, message: /document 2: YAML at line 11, column 19/ },
  'aliases.yaml': { document: 2, message: /document 2: YAML at line 15, column \d+: has too many values once its aliases are expanded/ },
  'deep.yaml': { document: 2, message: /document 2: YAML at line 10, column \d+: is nested too deeply/ },
  'nul.yaml': { document: 2, line: 11, message: /expected UTF-8 without NUL characters/ },
  'twice.yaml': { document: 2, message: /document 2: YAML at line 18, column 3: the key "owner" stands here a second time/ },
  'latin1.yaml': { document: 2, line: 10, message: /expected UTF-8/ },
  'huge.yaml': { message: /huge\.yaml is larger than 16777216 bytes/ },
  '/hang': { message: /\/hang could not be read/ },
  '/drip': { message: /\/drip could not be read/ },
  '/huge': { message: /is larger than 16777216 bytes/ },
  '/bomb': { message: /is larger than 16777216 bytes/ },
  '/loop': { message: /Too many redirects/ },
  '/inside': { message: /redirects to http:\/\/169\.254\.169\.254\/latest\/meta-data, from which reading is not allowed/ },
  '/cut': { message: /\/cut could not be read/ },
  '/none': { message: /no matching files found for .*\/none/ },
})) {
  test(`${target} is told with its place`, async () => {
    const problem = await onlyProblemOf(target);
    for (const [key, value] of Object.entries(expected)) {
      if (value instanceof RegExp) assert.match(problem[key], value);
      else assert.equal(problem[key], value, `${key} of ${JSON.stringify(problem)}`);
    }
    if (expected.document) assert.equal(problem.location, source(target));
  });
}

test('a name below an allowed domain does not lead to this machine', async () => {
  const { message } = await onlyProblemOf(inside());
  assert.match(message, /inside\.localhost:\d+\/ok\.yaml leads to (127\.0\.0\.1|::1), which is not a public address/);
});

test('/limited is told with its place', async () => {
  const { message } = await onlyProblemOf('/limited');
  assert.match(message, /rate limit exceeded/);
});

test('wrong types are told by what they should be', async () => {
  const messages = (await problemsOf('types.yaml')).map(problem => `${problem.source.document}: ${problem.error.message}`);
  assert.equal(messages.length, 4, messages.join('\n'));
  for (const [i, message] of messages.entries()) assert.match(message, new RegExp(`^${i + 3}: .*expected a document with kind and metadata.name`));
  assert.equal(await entity('component', 'wrong-types'), undefined, 'it was never valid');
});

test('thousands of bad documents make a few problems and a number', async () => {
  const problems = await problemsOf('many.yaml');
  assert.equal(problems.length, 21);
  assert.match(problems.at(-1).error.message, /^29980 more problems$/);
  assert.match((await onlyProblemOf('flood.yaml')).message, /more than 100000 documents/);
});

test('empty files are no problem', async () => {
  for (const target of ['empty.yaml', 'comments.yaml']) assert.deepEqual(await problemsOf(target), []);
});

test('keys with a meaning in JavaScript are keys', async () => {
  const found = await entity('component', 'proto');
  assert.equal(found.metadata.annotations.hasOwnProperty, 'z');
  assert.deepEqual(Object.getOwnPropertyDescriptor(found.spec, '__proto__').value, { polluted: true });
  const facets = await (await fetch(`${portal.baseUrl}/api/catalog/entity-facets?facet=spec.__proto__.polluted`)).json();
  assert.equal(Object.values(facets.facets)[0][0].count, 1);
});

test('letters are made small as in English, whatever the locale', async () => {
  const found = await entity('component', 'title-i');
  assert.equal(found.metadata.name, 'TITLE-I');
  assert.deepEqual(found.relations.map(relation => relation.targetRef), ['group:default/infra']);
  assert.equal(await entity('component', 'İstanbul'), undefined);
});

test('circles of locations end', async () => {
  for (const name of ['self', 'cycle-a', 'cycle-b']) {
    const found = await entity('location', name);
    assert.ok(found, name);
    assert.equal(found.status, undefined, name);
  }
});

test('circles go with the location that led to them', async () => {
  await portal.stop();
  await start(['ok.yaml', 'self.yaml']);
  for (const name of ['cycle-a', 'cycle-b']) assert.equal(await entity('location', name), undefined, name);
  assert.equal(await entity('component', 'in-cycle'), undefined);
  assert.ok(await entity('location', 'self'));
});

test('under the strategy keep, circles stay and are still readable', async () => {
  await portal.stop();
  await start(['ok.yaml', 'cycle-a.yaml', 'self.yaml'], 'keep');
  await portal.stop();
  await start(['ok.yaml'], 'keep');
  for (const name of ['self', 'cycle-a', 'cycle-b']) assert.ok(await entity('location', name), name);
  assert.ok(await entity('component', 'in-cycle'));
  assert.ok(await entity('component', 'from-file'));
});
