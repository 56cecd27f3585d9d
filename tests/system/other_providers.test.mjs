// GitLab and Azure DevOps discovery of the real program against their fakes.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { startAzure } from '../fakes/azure.mjs';
import { startGitlab } from '../fakes/gitlab.mjs';
import { sendEvent, startPostgres, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

let postgres, folder, gitlab, azure, portal;

const component = (name, description = '') => `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: ${name}, description: '${description}' }
spec: { type: service, lifecycle: production, owner: platform }
`;
const component_ = name => fetch(`${portal.baseUrl}/api/catalog/entities/by-name/component/default/${name}`);
const isThere = async name => (await component_(name)).status === 200;
const provider = async id => (await (await fetch(`${portal.baseUrl}/api/catalog/providers`)).json()).items.find(item => item.id === id);
const hostOf = fake => new URL(fake.addresses.origin).host;

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('other-providers');
  gitlab = await startGitlab({ token: 'glpat' });
  azure = await startAzure({ token: 'ado-pat' });
  const file = name => ({ files: { 'catalog-info.yaml': component(name) } });
  gitlab.addGroup('acme');
  gitlab.addProject('acme/lab-one', file('lab-one'));
  gitlab.addProject('acme/deep/lab-two', file('lab-two'));
  gitlab.addProject('acme/lab-fork', { ...file('lab-fork'), forked_from_project: { id: 1 } });
  gitlab.addProject('acme/lab-archived', { ...file('lab-archived'), archived: true });
  gitlab.addProject('acme/lab-empty');
  gitlab.addProject('acme/unwanted', file('unwanted'));
  gitlab.addProject('other/lab-else', file('lab-else'));
  azure.addRepository('acme', 'shop', 'svc-cart', { 'catalog-info.yaml': component('cart') });
  azure.addRepository('acme', 'shop', 'web', { 'catalog-info.yaml': component('web') });
  azure.addRepository('acme', 'bank', 'svc-account', { 'catalog-info.yaml': component('account') });
  const schedule = { frequency: { hours: 3 }, timeout: { minutes: 5 } };
  const config = writeConfig(folder, 'app-config.json', {
    app: { title: 'Providers' },
    organization: { name: 'Acme' },
    backend: { baseUrl: 'http://127.0.0.1:7007', database: { connection: postgres.connection }, auth: { dangerouslyDisableDefaultAuthPolicy: true } },
    auth: { providers: { guest: {} } },
    integrations: {
      gitlab: [{ host: hostOf(gitlab), baseUrl: gitlab.addresses.web, apiBaseUrl: gitlab.addresses.api, token: 'glpat' }],
      azure: [{ host: hostOf(azure), baseUrl: azure.addresses.origin, credentials: [{ personalAccessToken: 'ado-pat' }] }],
    },
    catalog: {
      processingInterval: { hours: 5 },
      webhooks: { gitlab: { secret: 'lab' }, azureDevOps: { secret: 'ado' } },
      providers: {
        gitlab: { lab: { host: hostOf(gitlab), group: 'acme', projectPattern: '/lab-', skipForkedRepos: true, schedule } },
        azureDevOps: { ado: { host: hostOf(azure), organization: 'acme', project: 'shop', repository: 'svc-*', schedule } },
      },
    },
  });
  portal = await startProgram('server/callboard', { config: [config] });
  await sendEvent(portal.baseUrl, 'dev.callboard.tick');
  gitlab.addWebhook(`${portal.baseUrl}/api/catalog/webhooks/gitlab`, 'lab');
  azure.addWebhook(`${portal.baseUrl}/api/events/http/azureDevOps`, 'ado');
});

after(async () => {
  await portal?.stop();
  await gitlab?.stop();
  await azure?.stop();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("a group's projects are found, those of subgroups too", async () => {
  assert.equal((await provider('gitlab:lab')).error, null);
  const names = ['lab-one', 'lab-two', 'lab-fork', 'lab-archived', 'lab-empty', 'unwanted', 'lab-else'];
  const there = await Promise.all(names.map(isThere));
  assert.deepEqual(names.filter((_, i) => there[i]), ['lab-one', 'lab-two']);
});

test("another run asks for no file of a project in which nothing happened", async () => {
  const before = gitlab.requests.length;
  await sendEvent(portal.baseUrl, 'dev.callboard.catalog.refresh');
  const discovery = gitlab.requests.slice(before).filter(({ path }) => !path.endsWith('/raw') && path.includes('/files/'));
  assert.deepEqual(discovery, []);
});

test('a push to GitLab is seen without a tick', async () => {
  const empty = [...gitlab.projects.values()].find(project => project.path_with_namespace === 'acme/lab-empty');
  const [answer] = await gitlab.push(empty, { 'catalog-info.yaml': component('lab-empty') });
  assert.deepEqual([answer.status, JSON.parse(answer.body)], [202, { status: 'accepted' }]);
  await waitUntil(() => isThere('lab-empty'));
  await gitlab.push(empty, { 'catalog-info.yaml': component('lab-empty', 'Changed') });
  await waitUntil(async () => (await (await component_('lab-empty')).json()).metadata?.description === 'Changed');
  await gitlab.push(empty, { 'catalog-info.yaml': null });
  await waitUntil(async () => !(await isThere('lab-empty')));
});

test('what code search finds is there, and a push asks for a new search', async () => {
  assert.equal((await provider('azureDevOps:ado')).error, null);
  const names = ['cart', 'web', 'account'];
  const there = await Promise.all(names.map(isThere));
  assert.deepEqual(names.filter((_, i) => there[i]), ['cart']);
  const added = azure.addRepository('acme', 'shop', 'svc-new', {});
  const [answer] = await azure.push(added, { 'catalog-info.yaml': component('new') });
  assert.equal(answer.status, 202);
  await waitUntil(() => isThere('new'));
  await azure.push(added, { 'catalog-info.yaml': null });
  await waitUntil(async () => !(await isThere('new')));
});

test('GitLab may ask to be left alone, and what was found stays', async () => {
  gitlab.refuseNext(3600, /\/groups\/acme\/projects$/);
  await sendEvent(portal.baseUrl, 'dev.callboard.catalog.refresh');
  const state = await provider('gitlab:lab');
  assert.match(state.error, /takes no more requests at present; the next one may be made at \d{4}-/);
  assert.ok(Date.parse(state.nextRunAt) > Date.now() + 3_500_000, state.nextRunAt);
  assert.ok(await isThere('lab-one'));
});
