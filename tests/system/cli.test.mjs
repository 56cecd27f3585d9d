// The command line on temporary repositories: what CI sees of validate, generate and push.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { buildFolder, root, startPostgres, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

const token = 'token-of-the-ci-job';
let folder;

before(() => {
  folder = temporaryFolder('cli');
});

after(() => rmSync(folder, { recursive: true, force: true }));

/** A repository of its own with these files. */
function repository(name, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return join(folder, name);
}

function run(cwd, words, { input = '', env = {} } = {}) {
  const child = spawn(join(buildFolder, 'cli/callboard'), words, { cwd, env: { ...process.env, ...env } });
  let out = '';
  let err = '';
  child.stdout.on('data', piece => (out += piece));
  child.stderr.on('data', piece => (err += piece));
  child.stdin.end(input);
  return new Promise((done, fail) => child.on('error', fail).on('close', code => done({ code, out, err })));
}

const component = (name, more = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${name}\nspec:\n  type: service\n  lifecycle: production\n  owner: team-a\n${more}`;

test('help and version say what there is; anything else is an error', async () => {
  const help = await run(folder, ['help']);
  assert.equal(help.code, 0);
  for (const command of ['validate', 'generate', 'push']) assert.match(help.out, new RegExp(`callboard catalog ${command}`));
  assert.match((await run(folder, ['--version'])).out, /^callboard \d+\.\d+\.\d+\n$/);
  for (const words of [[], ['catalog'], ['catalog', 'explode']]) assert.equal((await run(folder, words)).code, 2);
});

test('the example organisation is valid, with everything that its root leads to', async () => {
  const { code, out } = await run(root, ['catalog', 'validate', 'examples/catalog/all.yaml']);
  assert.equal(code, 0, out);
  assert.match(out, /^\d\d+ files: \d\d\d entities sound, 0 errors, 0 warnings\n$/);
});

test('errors name file, line, column and path', async () => {
  const cwd = repository('errors', {
    'one.yaml': `${component('one')}---\n${component('Two Words')}---\nkind: [\n`,
    'sub/two.yaml': `${component('one')}---\n${component('three', '  dependsOn:\n    - component:three\n    - "no kind"\n  definition: {}\n')}`,
  });
  const { code, out } = await run(cwd, ['catalog', 'validate', 'one.yaml', 'sub/*.yaml']);
  assert.equal(code, 1);
  const lines = out.split('\n');
  assert.ok(lines.some(line => line.startsWith('one.yaml:13:3: error: /metadata/name: ')), out);
  assert.ok(lines.some(line => line.startsWith('one.yaml:20:1: error: YAML ')), out);
  assert.ok(lines.some(line => line.startsWith('sub/two.yaml:1:1: error: component:default/one is defined twice: also in one.yaml:1')), out);
  assert.ok(lines.some(line => line.startsWith('sub/two.yaml:20:7: error: /spec/dependsOn/1: Entity reference "no kind"')), out);
  assert.match(out, /2 files: 1 entity sound, 4 errors, 0 warnings\n$/);
});

test('placeholders and targets have to exist', async () => {
  const api = target => component('x').replace('Component', 'API') + `  definition:\n    $text: ${target}\n`;
  const cwd = repository('placeholders', {
    'good.yaml': api('./openapi.yaml'),
    'openapi.yaml': 'openapi: 3.0.0\n',
    'bad.yaml': api('./missing.yaml'),
    'far.yaml': api('https://example.com/openapi.yaml'),
    'location.yaml': 'apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: l\nspec:\n  targets:\n    - ./good.yaml\n    - ./gone.yaml\n',
  });
  assert.equal((await run(cwd, ['catalog', 'validate', 'good.yaml'])).code, 0);
  const bad = await run(cwd, ['catalog', 'validate', 'bad.yaml']);
  assert.equal(bad.code, 1);
  assert.match(bad.out, /^bad\.yaml:9:3: error: \/spec\/definition: .*missing\.yaml/);
  const far = await run(cwd, ['catalog', 'validate', 'far.yaml']);
  assert.equal(far.code, 0);
  assert.match(far.out, /warning: .*https:\/\/example\.com\/openapi\.yaml/);
  assert.equal((await run(cwd, ['catalog', 'validate', '--strict', 'far.yaml'])).code, 1);
  const location = await run(cwd, ['catalog', 'validate', 'location.yaml']);
  assert.match(location.out, /^location\.yaml:8:7: error: \/spec\/targets\/1: .*gone\.yaml/);
  assert.match(location.out, /2 files: 2 entities sound/);
});

test('standard input, JSON and annotations of GitHub', async () => {
  const input = component('a').replace('  owner: team-a\n', '');
  const json = await run(folder, ['catalog', 'validate', '--format', 'json', '-'], { input });
  assert.equal(json.code, 1);
  const { files, entities, findings } = JSON.parse(json.out);
  assert.deepEqual([files, entities, findings.length], [1, 0, 1]);
  assert.deepEqual([findings[0].file, findings[0].line, findings[0].path, findings[0].entityRef], ['<stdin>', 5, '/spec', 'component:default/a']);
  const github = await run(folder, ['catalog', 'validate', '--format=github', '-'], { input });
  assert.match(github.out, /^::error file=<stdin>,line=5,col=1,title=component%3Adefault\/a::\/spec: /);
});

test('what cannot be carried out ends with 2', async () => {
  const cwd = repository('usage', { 'a.yaml': component('a') });
  for (const words of [['validate'], ['validate', 'missing.yaml'], ['validate', 'none/*.yaml'], ['validate', '--format', 'xml', 'a.yaml'], ['validate', '--wrong', 'a.yaml'], ['validate', '--catalog', 'http://127.0.0.1:1', 'a.yaml'], ['generate', 'no-such-folder'], ['push', 'a.yaml']]) {
    const { code, err } = await run(cwd, ['catalog', ...words]);
    assert.equal(code, 2, words.join(' '));
    assert.match(err, /^callboard: /, words.join(' '));
  }
});

test('a service with docs and an API is described from what its repository holds', async () => {
  const cwd = repository('checkout', {
    '.git/config': '[core]\n\tbare = false\n[remote "origin"]\n\turl = https://user:secret@github.com/acme/checkout.git\n',
    'README.md': '# Checkout\n\n[![build](https://b/x.svg)](https://b)\n\nTakes money from customers.\n',
    '.github/CODEOWNERS': '* @acme/payments\n',
    'go.mod': 'module checkout\n',
    'cmd/main.go': 'package main\n',
    'node_modules/x/huge.js': 'x'.repeat(10_000),
    'api/openapi.yaml': 'openapi: 3.0.3\ninfo: {title: Checkout API, version: "1"}\npaths: {}\n',
    'mkdocs.yml': 'site_name: Checkout\n',
  });
  const { code, out, err } = await run(cwd, ['catalog', 'generate']);
  assert.equal(code, 0, err);
  assert.match(out, /catalog-info\.yaml written: 2 entities/);
  const text = readFileSync(join(cwd, 'catalog-info.yaml'), 'utf8');
  assert.doesNotMatch(text, /secret/);
  assert.equal(
    text,
    `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout
  title: Checkout
  description: Takes money from customers.
  annotations:
    github.com/project-slug: acme/checkout
    backstage.io/techdocs-ref: dir:.
  tags:
    - go
spec:
  type: service
  lifecycle: production
  owner: group:payments
  providesApis:
    - checkout-api
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: checkout-api
  title: Checkout API
spec:
  type: openapi
  lifecycle: production
  owner: group:payments
  definition:
    $text: ./api/openapi.yaml
`,
  );
  assert.equal((await run(cwd, ['catalog', 'validate', 'catalog-info.yaml'])).code, 0);
  const again = await run(cwd, ['catalog', 'generate', '--owner', 'user:jane']);
  assert.equal(again.code, 2);
  assert.match(again.err, /exists; --force/);
  assert.equal(readFileSync(join(cwd, 'catalog-info.yaml'), 'utf8'), text);
  assert.equal((await run(folder, ['catalog', 'generate', '--force', '--owner=user:jane', '--system', 'shop', 'checkout'])).code, 0);
  const forced = readFileSync(join(cwd, 'catalog-info.yaml'), 'utf8');
  assert.match(forced, /owner: user:jane\n {2}system: shop\n/);
});

const kinds = [
  ['a React website', { 'package.json': '{"dependencies":{"react-dom":"1"},"scripts":{"start":"x"}}', 'src/a.tsx': 'x' }, 'website', ['typescript']],
  ['a library of TypeScript', { 'package.json': '{"main":"a.js","description":"Adds numbers","devDependencies":{"vite":"1"}}', 'src/a.ts': 'x' }, 'library', ['typescript']],
  ['an Express service', { 'package.json': '{"main":"a.js","dependencies":{"express":"4"}}', 'a.js': 'x' }, 'service', ['javascript']],
  ['a Spring service', { 'pom.xml': '<artifactId>spring-boot-starter</artifactId>', 'src/A.java': 'x' }, 'service', ['java']],
  ['a Java library', { 'pom.xml': '<artifactId>x</artifactId>', 'src/A.java': 'x' }, 'library', ['java']],
  ['a Go library', { 'go.mod': 'module x', 'x.go': 'package x' }, 'library', ['go']],
  ['a Rust program', { 'Cargo.toml': '[package]', 'src/main.rs': 'fn main() {}' }, 'service', ['rust']],
  ['a C++ library', { 'CMakeLists.txt': 'add_library(x)', 'x.cpp': 'x' }, 'library', ['c++']],
  ['a Python service', { 'requirements.txt': 'fastapi', 'x.py': 'x' }, 'service', ['python']],
  ['nothing that says what it is', { 'notes.txt': '' }, 'service', undefined],
];

for (const [what, files, type, tags] of kinds) {
  test(`${what} is described as ${type}, and the description is valid`, async () => {
    const cwd = repository(`kind ${what}`, files);
    const { code, out, err } = await run(cwd, ['catalog', 'generate', '--stdout']);
    assert.equal(code, 0, err);
    assert.match(err, /no CODEOWNERS names an owner/);
    assert.match(out, new RegExp(`\\n {2}type: ${type}\\n`));
    assert.deepEqual(out.match(/tags:\n((?: {4}- .*\n)*)/)?.[1].match(/(?<=- ).*/g), tags);
    const checked = await run(cwd, ['catalog', 'validate', '-'], { input: out });
    assert.equal(checked.code, 0, checked.out);
  });
}

test('descriptions of interfaces have names of their own', async () => {
  const cwd = repository('apis', {
    'proto/orders.proto': 'syntax = "proto3";\nservice Orders {}\n',
    'proto/types.proto': 'syntax = "proto3";\nmessage Order {}\n',
    'schema.graphql': 'type Query { a: Int }\n',
    'v1/openapi.json': '{"openapi":"3.0.0","info":{"title":"One"}}',
    'v2/openapi.json': '{"openapi":"3.0.0","info":{"title":"Two"}}',
    'events.asyncapi.yaml': 'asyncapi: 2.6.0\ninfo: {title: Events}\n',
    'tests/openapi.json': '{"openapi":"3.0.0","info":{"title":"Not offered"}}',
    'config.yaml': 'openapi: {enabled: true}\n',
  });
  const { code, out } = await run(cwd, ['catalog', 'generate', '--name', 'orders', '--owner', 'a', '--stdout']);
  assert.equal(code, 0);
  const names = [...out.matchAll(/kind: API\nmetadata:\n {2}name: (.*)\n/g)].map(([, name]) => name);
  assert.deepEqual(names, ['orders-events', 'orders-orders', 'orders-graphql', 'orders-v1', 'orders-v2']);
  assert.equal(new Set(names).size, 5);
  assert.deepEqual([...out.matchAll(/ {2}type: (.*)\n/g)].map(([, type]) => type).slice(1), ['asyncapi', 'grpc', 'graphql', 'openapi', 'openapi']);
});

test('a catalog is asked for what the files refer to, and takes what is pushed', async () => {
  const postgres = startPostgres();
  let portal;
  try {
    const settings = {
      backend: {
        database: { connection: postgres.connection },
        auth: { externalAccess: [{ type: 'static', options: { token, subject: 'ci' } }] },
      },
    };
    portal = await startProgram('server/callboard', { config: [writeConfig(folder, 'app-config.json', settings)] });
    const env = { CI_TOKEN: token };
    const cwd = repository('pushed', {
      'info.yaml': `${component('pushed', '  system: shop\n  dependsOn: ["component:other"]\n')}---\n${component('other')}---\n${component('api').replace('Component', 'API')}  definition:\n    $text: ./definition.txt\n`,
      'definition.txt': 'the definition',
    });
    const options = ['--url', portal.baseUrl, '--source', 'cli', '--token-env', 'CI_TOKEN', 'info.yaml'];
    const dry = await run(cwd, ['catalog', 'push', '--dry-run', ...options], { env });
    assert.deepEqual([dry.code, dry.out], [0, '+ api:default/api\n+ component:default/other\n+ component:default/pushed\n'], dry.err);
    const pushed = await run(cwd, ['catalog', 'push', ...options], { env });
    assert.deepEqual([pushed.code, pushed.out], [0, dry.out], pushed.err);
    const read = path => fetch(portal.baseUrl + path, { headers: { authorization: `Bearer ${token}` } });
    await waitUntil(async () => (await read('/api/catalog/entities/by-name/api/default/api')).ok);
    assert.equal((await (await read('/api/catalog/entities/by-name/api/default/api')).json()).spec.definition, 'the definition');
    assert.equal((await run(cwd, ['catalog', 'push', ...options], { env })).out, 'nothing changes\n');
    assert.equal((await run(cwd, ['catalog', 'push', ...options])).code, 2, 'without a token');
    const other = await run(cwd, ['catalog', 'push', ...options, '--source=thief'].filter(word => word !== '--source' && word !== 'cli'), { env });
    assert.equal(other.code, 1);
    assert.match(other.err, /conflict: component:default\/pushed belongs to push:cli/);

    const checked = await run(cwd, ['catalog', 'validate', '--catalog', `${portal.baseUrl}/`, '--token-env', 'CI_TOKEN', 'info.yaml'], { env });
    assert.equal(checked.code, 0, checked.out + checked.err);
    assert.match(checked.out, /^info\.yaml:8:3: warning: \/spec\/owner: the catalog does not know group:default\/team-a$/m);
    assert.match(checked.out, /^info\.yaml:9:3: warning: \/spec\/system: the catalog does not know system:default\/shop$/m);
    assert.doesNotMatch(checked.out, /component:default\/other/);
    assert.equal((await run(cwd, ['catalog', 'validate', '--catalog', portal.baseUrl, 'info.yaml'])).code, 2, 'without a token');
  } finally {
    await portal?.stop();
    postgres.stop();
  }
});
