// Providers and webhooks of the real program against the fake GitHub: what is found, what events change, what limits do.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { startGithub } from '../fakes/github.mjs';
import { sendEvent, startPostgres, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const app = { id: 7, clientId: 'Iv1.callboard', publicKey };
const secret = 'It is a secret to everybody';

let postgres, folder, github, portal;

const component = (name, description = '') => `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
  description: '${description}'
spec: { type: service, lifecycle: production, owner: platform }
`;

const ask = async path => {
  const response = await fetch(portal.baseUrl + path);
  return { status: response.status, body: await response.json() };
};
const entity = (kind, name, namespace = 'default') => ask(`/api/catalog/entities/by-name/${kind}/${namespace}/${name}`);
const isThere = async (kind, name, namespace) => (await entity(kind, name, namespace)).status === 200;
const locations = async () => {
  const { body } = await ask('/api/catalog/entities?filter=kind=location&fields=spec.target,metadata.name');
  return body.map(location => location.spec?.target).sort();
};
const provider = async id => (await ask('/api/catalog/providers')).body.items.find(item => item.id === id);
const repository = name => github.state.repository('acme', name);
const page = path => `${github.addresses.web}/${path}`;

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('providers');
  github = await startGithub({ app });
  const { state } = github;
  for (const org of ['acme', 'elsewhere']) state.addOrganization(org);
  for (const login of ['Ada', 'grace']) {
    state.addUser(login, { name: login.toUpperCase(), bio: 'Builds things' });
    state.addMember('acme', login);
  }
  state.addTeam('acme', 'Platform', { members: ['Ada'] });
  state.addTeam('acme', 'Data', { parent: 'platform', members: ['grace'] });
  state.addInstallation(app.id, 'acme');
  const add = (name, fields) => state.addRepository('acme', name, { files: { 'catalog-info.yaml': component(name) }, topics: ['catalog'], ...fields });
  add('first');
  add('second', { visibility: 'private' });
  add('archived', { archived: true });
  add('off-topic', { topics: [] });
  add('fork', { fork: true });
  state.addRepository('acme', 'no-file', { files: { 'README.md': '#' }, topics: ['catalog'] });
  const host = `127.0.0.1:${new URL(github.addresses.origin).port}`;
  const schedule = { frequency: { hours: 3 }, timeout: { minutes: 5 } };
  const discovery = {
    organization: 'acme',
    host,
    validateLocationsExist: true,
    filters: { topic: { include: ['catalog'] }, allowForks: false },
    schedule,
  };
  const config = writeConfig(folder, 'app-config.json', {
    app: { title: 'Providers' },
    organization: { name: 'Acme' },
    backend: { baseUrl: 'http://127.0.0.1:7007', database: { connection: postgres.connection }, auth: { dangerouslyDisableDefaultAuthPolicy: true } },
    auth: { providers: { guest: {} } },
    integrations: { github: [{ host, apiBaseUrl: github.addresses.api, apps: [{ appId: app.id, clientId: app.clientId, clientSecret: 'x', webhookSecret: secret, privateKey }] }] },
    catalog: {
      processingInterval: { hours: 5 },
      rules: [{ allow: ['Component', 'Location', 'User', 'Group'] }],
      providers: { github: { acme: discovery }, githubOrg: { id: 'people', githubUrl: `https://${host}`, orgs: ['acme'], schedule } },
    },
  });
  portal = await startProgram('server/callboard', { config: [config] });
  await sendEvent(portal.baseUrl, 'dev.callboard.tick');
  github.addWebhook('acme', `${portal.baseUrl}/api/catalog/webhooks/github`, secret);
  github.addWebhook('elsewhere', `${portal.baseUrl}/api/events/http/github`, secret);
});

after(async () => {
  await portal?.stop();
  await github?.stop();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test('an organization is found, as its filters say, and its private files are read as the App', async () => {
  assert.deepEqual(await locations(), ['first', 'second'].map(name => page(`acme/${name}/blob/main/catalog-info.yaml`)));
  assert.ok(await isThere('component', 'first'));
  assert.ok(await isThere('component', 'second'));
  const state = await provider('github:acme');
  assert.equal(state.entityCount, 2);
  assert.equal(state.error, null);
  assert.ok(state.budgets.some(budget => budget.resource === 'core' && budget.remaining > 4900), JSON.stringify(state));
  const metrics = await (await fetch(`${portal.baseUrl}/metrics`)).text();
  assert.match(metrics, /catalog_provider_rate_remaining\{host="127.0.0.1:\d+",owner="acme",resource="core"\} \d+/);
});

test('people and teams are there with their memberships and parents', async () => {
  const { body: user } = await entity('user', 'ada');
  assert.equal(user.metadata.annotations['github.com/user-login'], 'Ada');
  assert.equal(user.metadata.annotations['backstage.io/managed-by-location'], `url:${page('Ada')}`);
  assert.deepEqual(user.spec.memberOf, ['platform']);
  const { body: group } = await entity('group', 'data');
  assert.equal(group.spec.parent, 'platform');
  assert.equal(group.spec.profile.displayName, 'Data');
  assert.deepEqual(group.spec.members, ['default/grace']);
  assert.ok(group.relations.some(relation => relation.type === 'hasMember' && relation.targetRef === 'user:default/grace'));
  const { body: parent } = await entity('group', 'platform');
  assert.deepEqual(parent.spec.children, ['data']);
});

test('a second run asks with etags only, and costs nothing', async () => {
  const before = github.requests.length;
  await sendEvent(portal.baseUrl, 'dev.callboard.catalog.refresh');
  const asked = github.requests.slice(before).filter(({ path }) => path.startsWith('/api/v3/orgs/acme/repos') || path.includes('no-file'));
  assert.deepEqual(asked.map(({ status }) => status), [304]);
});

test('a push is answered at once, and seen in the catalog without a tick', async () => {
  const [delivery] = await github.webhooks.push(repository('first'), { 'catalog-info.yaml': component('first', 'Changed by a push') });
  assert.deepEqual([delivery.answer.status, JSON.parse(delivery.answer.body)], [202, { status: 'accepted' }]);
  await waitUntil(async () => (await entity('component', 'first')).body.metadata.description === 'Changed by a push');
});

test('files that come and go with pushes are Locations that come and go', async () => {
  const added = page('acme/no-file/blob/main/catalog-info.yaml');
  await github.webhooks.push(repository('no-file'), { 'catalog-info.yaml': component('late') }, { branch: 'other' });
  await github.webhooks.push(repository('no-file'), { 'catalog-info.yaml': component('late') });
  await waitUntil(() => isThere('component', 'late'));
  assert.ok((await locations()).includes(added));
  await github.webhooks.push(repository('no-file'), { 'catalog-info.yaml': null });
  await waitUntil(async () => !(await locations()).includes(added));
  assert.equal(await isThere('component', 'late'), false);
});

test('a push to another branch than the one that is read changes nothing', async () => {
  await github.webhooks.push(repository('off-topic'), { 'catalog-info.yaml': component('off-topic') });
  await github.webhooks.push(repository('second'), { 'catalog-info.yaml': null }, { branch: 'topic' });
  // Events of a repository are handled in their order: when the last is seen, the others were.
  await github.webhooks.push(repository('second'), { 'catalog-info.yaml': component('second', 'On the branch') });
  await waitUntil(async () => (await entity('component', 'second')).body.metadata?.description === 'On the branch');
  assert.equal(await isThere('component', 'off-topic'), false);
});

test('a repository may be renamed, archived, transferred and deleted', async () => {
  await github.webhooks.rename(repository('second'), 'renamed');
  await waitUntil(async () => (await locations()).includes(page('acme/renamed/blob/main/catalog-info.yaml')));
  await waitUntil(async () => !(await locations()).includes(page('acme/second/blob/main/catalog-info.yaml')));
  await waitUntil(() => isThere('component', 'second'));

  await github.webhooks.setArchived(repository('renamed'), true);
  await waitUntil(async () => !(await isThere('component', 'second')));
  await github.webhooks.setArchived(repository('renamed'), false);
  await waitUntil(() => isThere('component', 'second'));

  await github.webhooks.transfer(repository('renamed'), 'elsewhere');
  await waitUntil(async () => !(await isThere('component', 'second')));

  const gone = github.state.addRepository('acme', 'gone', { topics: ['catalog'] });
  await github.webhooks.push(gone, { 'catalog-info.yaml': component('gone') });
  await waitUntil(() => isThere('component', 'gone'));
  await github.webhooks.delete(gone);
  await waitUntil(async () => !(await isThere('component', 'gone')));

  const first = repository('first');
  await github.webhooks.setTopics(first, []);
  await waitUntil(async () => !(await isThere('component', 'first')));
  await github.webhooks.setTopics(first, ['catalog']);
  await waitUntil(() => isThere('component', 'first'));
});

test('memberships follow their events', async () => {
  github.state.addUser('linus');
  await github.webhooks.addMember('acme', 'linus');
  await waitUntil(() => isThere('user', 'linus'));
  const team = github.state.owner('acme').teams.get('platform');
  await github.webhooks.addToTeam(team, 'linus');
  await waitUntil(async () => (await entity('group', 'platform')).body.spec.members.includes('default/linus'));
  await github.webhooks.removeFromTeam(team, 'linus');
  await waitUntil(async () => !(await entity('group', 'platform')).body.spec.members.includes('default/linus'));
  await github.webhooks.removeMember('acme', 'linus');
  await waitUntil(async () => !(await isThere('user', 'linus')));
});

test('what is not signed, was seen before or is old is not taken in', async () => {
  const files = { 'catalog-info.yaml': component('first', 'Once') };
  const [delivery] = await github.webhooks.push(repository('first'), files);
  assert.deepEqual(JSON.parse(delivery.answer.body), { status: 'accepted' });
  const again = async changes => (await github.webhooks.deliver(delivery, changes)).answer;
  assert.deepEqual(JSON.parse((await again()).body), { status: 'duplicate' });
  // The id is not signed, so a new one makes no new event.
  assert.deepEqual(JSON.parse((await again({ id: crypto.randomUUID() })).body), { status: 'duplicate' });
  assert.equal((await again({ hook: { ...delivery.hook, secret: 'wrong' } })).status, 403);
  assert.deepEqual(JSON.parse((await again({ event: 'star' })).body), { status: 'ignored' });
  const old = JSON.stringify({ ...JSON.parse(delivery.body), repository: { ...JSON.parse(delivery.body).repository, pushed_at: 1_700_000_000 } });
  const stale = await again({ id: crypto.randomUUID(), body: old });
  assert.equal(stale.status, 400);
  assert.match(stale.body, /too long ago/);
  assert.equal((await again({ id: crypto.randomUUID(), body: 'no JSON' })).status, 400);
  const unsigned = await fetch(`${portal.baseUrl}/api/catalog/webhooks/github`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  assert.equal(unsigned.status, 403);
  const unknown = await fetch(`${portal.baseUrl}/api/catalog/webhooks/sourceforge`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  assert.equal(unknown.status, 404);
  // Backstage's path for events takes the same.
  const [other] = await github.webhooks.push(github.state.repositoriesOf('elsewhere')[0], { 'x.txt': 'x' });
  assert.deepEqual(JSON.parse(other.answer.body), { status: 'accepted' });
});

test('a limit ends a run, keeps what was there, and is told; nobody is asked before it is over', async () => {
  const before = await locations();
  assert.ok(before.length > 0);
  github.state.addRepository('acme', 'new', { files: { 'catalog-info.yaml': component('new') }, topics: ['catalog'] });
  github.limits.refuseNext(1, 3600, /^\/api\/v3\/orgs\/acme\/repos$/);
  await sendEvent(portal.baseUrl, 'dev.callboard.catalog.refresh');
  const state = await provider('github:acme');
  assert.match(state.error, /takes no more requests at present; the next one may be made at \d{4}-/);
  assert.ok(Date.parse(state.nextRunAt) > Date.now() + 3_500_000, state.nextRunAt);
  assert.deepEqual(await locations(), before);
  const asked = github.requests.length;
  await sendEvent(portal.baseUrl, 'dev.callboard.tick');
  assert.equal(github.requests.length, asked);
});

test('the analysis of a repository finds every descriptor in it', async () => {
  const files = { 'catalog-info.yaml': component('mono'), 'services/pay/catalog-info.yaml': component('mono-pay'), 'docs/other.yaml': component('none') };
  github.state.addRepository('acme', 'mono', { files });
  const analyze = async target => {
    const body = JSON.stringify({ location: { type: 'url', target } });
    const response = await fetch(`${portal.baseUrl}/api/catalog/analyze-location`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return response.json();
  };
  const found = await analyze(page('acme/mono'));
  assert.deepEqual(found.generateEntities, []);
  assert.deepEqual(
    found.existingEntityFiles.map(file => [file.location.target, file.isRegistered, file.entity.metadata.name]).sort(),
    [
      [page('acme/mono/blob/HEAD/catalog-info.yaml'), false, 'mono'],
      [page('acme/mono/blob/HEAD/services/pay/catalog-info.yaml'), false, 'mono-pay'],
    ],
  );
  const { existingEntityFiles, generateEntities } = await analyze(page('acme/no-file'));
  assert.deepEqual(existingEntityFiles, []);
  const { metadata } = generateEntities[0].entity;
  assert.deepEqual(metadata, { name: 'no-file', annotations: { 'github.com/project-slug': 'acme/no-file' } });
});
