// How ingestion goes, as the portal tells it: runs of locations, and what was not accepted.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { sendEvent, startPostgres, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

let postgres, folder, portal;

const component = (name, owner) => `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
spec:
  type: service
  lifecycle: production
${owner ? `  owner: ${owner}\n` : ''}---
`;

const path = name => join(folder, name);

async function ingestion() {
  const response = await fetch(`${portal.baseUrl}/api/catalog/ingestion`);
  assert.equal(response.status, 200);
  return response.json();
}

const locationOf = (report, target) => report.locations.find(location => location.targets.includes(target));
const problemsOf = (report, ref) => report.rejected.find(entity => entity.entityRef === ref)?.problems;

before(async () => {
  postgres = startPostgres();
  folder = temporaryFolder('ingestion');
  writeFileSync(path('all.yaml'), component('good', 'team') + component('bad'));
  writeFileSync(path('other.yaml'), component('good', 'others'));
  const config = writeConfig(folder, 'app-config.json', {
    backend: { auth: { dangerouslyDisableDefaultAuthPolicy: true }, database: { connection: postgres.connection } },
    catalog: {
      processingInterval: { hours: 5 },
      locations: [
        { type: 'file', target: path('all.yaml') },
        { type: 'file', target: path('other.yaml') },
      ],
    },
  });
  portal = await startProgram('server/callboard', { config: [config] });
  await waitUntil(async () => (await ingestion()).locations.filter(location => location.lastRunAt).length === 2);
});

after(async () => {
  await portal?.stop();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test('a location has its last and its next run', async () => {
  const location = locationOf(await ingestion(), path('all.yaml'));
  assert.equal(location.type, 'file');
  assert.deepEqual(location.parents, { entities: [], sources: ['config'] });
  assert.equal(location.isRunning, false);
  assert.ok(location.lastDurationMs >= 0);
  assert.ok(Math.abs(Date.now() - Date.parse(location.lastRunAt)) < 60_000);
  const hours = (Date.parse(location.nextRunAt) - Date.parse(location.lastRunAt)) / 3_600_000;
  assert.ok(hours >= 2.5 && hours <= 7.5, `the next run is ${hours} hours after the last`);
  assert.ok(!('registrationId' in location));
});

test('what was rejected is told with reason, file and line', async () => {
  const report = await ingestion();
  const rejected = report.rejected.find(entity => entity.entityRef === 'component:default/bad');
  assert.equal(rejected.isShown, false);
  assert.match(rejected.problems[0].message, /owner/);
  assert.equal(rejected.problems[0].source.location, `file:${path('all.yaml')}`);
  assert.ok(rejected.problems[0].source.line > 9, 'the line is in the second document');
  const countOf = name => report.locations.map(location => location[name]).reduce((sum, count) => sum + count);
  assert.deepEqual([countOf('entityCount'), countOf('rejectedCount')], [1, 1]);
});

test('of two locations with the same entity, the second one says so', async () => {
  const report = await ingestion();
  const conflicts = report.rejected.filter(entity => entity.problems.some(problem => problem.error.name === 'ConflictError'));
  assert.equal(conflicts.length, 1);
  assert.match(conflicts[0].problems[0].message, /component:default\/good/);
});

test('a refresh is a run', async () => {
  const before = locationOf(await ingestion(), path('all.yaml'));
  writeFileSync(path('all.yaml'), component('good', 'team') + component('bad', 'team'));
  const response = await fetch(`${portal.baseUrl}/api/catalog/refresh`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ entityRef: before.entityRef }),
  });
  assert.equal(response.status, 200);
  const report = await ingestion();
  assert.ok(Date.parse(locationOf(report, path('all.yaml')).lastRunAt) > Date.parse(before.lastRunAt));
  assert.equal(problemsOf(report, 'component:default/bad'), undefined);
});

test('a registered location is known by its registration', async () => {
  const target = 'http://127.0.0.1:9/catalog-info.yaml';
  const response = await fetch(`${portal.baseUrl}/api/catalog/locations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'url', target }),
  });
  assert.equal(response.status, 201);
  const { location } = await response.json();
  await sendEvent(portal.baseUrl, 'dev.callboard.catalog.tick');
  const registered = locationOf(await ingestion(), target);
  assert.equal(registered.registrationId, location.id);
  assert.equal(registered.problems.length, 1);
});
