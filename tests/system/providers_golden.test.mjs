// The same entities as Backstage's own providers find over the same organisation (tests/fakes/golden/record.mjs).
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startGithub } from '../fakes/github.mjs';
import { comparable, configFor, discoveries, fill, options } from '../fakes/github_organisation.mjs';
import { root, sendEvent, startPostgres, startProgram, temporaryFolder, writeConfig } from '../support/stack.mjs';

const golden = JSON.parse(readFileSync(join(root, 'tests/fakes/golden/github.json'), 'utf8'));
let folder, github;

before(async () => {
  folder = temporaryFolder('providers-golden');
  github = await startGithub(options);
  fill(github.state);
});

after(async () => {
  await github?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** All entities of a catalog with that provider alone. */
async function found(provider) {
  const postgres = startPostgres();
  const config = {
    ...configFor(github, provider),
    app: { title: 'Golden' },
    organization: { name: 'Golden' },
    backend: { baseUrl: 'http://127.0.0.1:7007', database: { connection: postgres.connection }, auth: { dangerouslyDisableDefaultAuthPolicy: true } },
    auth: { providers: { guest: {} } },
  };
  const portal = await startProgram('server/callboard', { config: [writeConfig(folder, `${provider}.json`, config)] });
  try {
    await sendEvent(portal.baseUrl, 'dev.callboard.tick');
    return comparable(github, await (await fetch(`${portal.baseUrl}/api/catalog/entities`)).json());
  } finally {
    await portal.stop();
    postgres.stop();
  }
}

for (const provider of [...Object.keys(discoveries), 'org']) {
  test(`what Backstage finds: ${provider}`, async () => {
    assert.ok(golden[provider].length > 0);
    assert.deepEqual(await found(provider), golden[provider]);
  });
}
