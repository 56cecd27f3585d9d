// Records what Backstage's own providers find at the fake GitHub: node record.mjs FOLDER > github.json, where FOLDER has npm
// @backstage/plugin-catalog-backend-module-github 0.14.0 and @backstage/config in its node_modules.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { startGithub } from '../github.mjs';
import { comparable, configFor, discoveries, fill, options } from '../github_organisation.mjs';

const require = createRequire(join(resolve(process.argv[2]), 'package.json'));
const { ConfigReader } = require('@backstage/config');
const { GithubEntityProvider, GithubMultiOrgEntityProvider } = require('@backstage/plugin-catalog-backend-module-github');

const logger = { child: () => logger, debug() {}, info() {}, warn: console.error, error: console.error };
const schedule = { run: ({ fn }) => fn() };
const github = await startGithub(options);
fill(github.state);
const golden = {};
for (const name of [...Object.keys(discoveries), 'org']) {
  const config = new ConfigReader(configFor(github, name));
  const connection = { applyMutation: async ({ entities }) => (golden[name] = comparable(github, entities.map(({ entity }) => entity))) };
  if (name === 'org') {
    const { id, githubUrl, orgs } = config.get('catalog.providers.githubOrg');
    const provider = GithubMultiOrgEntityProvider.fromConfig(config, { id, githubUrl, orgs, logger, schedule: 'manual' });
    await provider.connect(connection);
    await provider.read();
  } else {
    for (const provider of GithubEntityProvider.fromConfig(config, { logger, schedule })) await provider.connect(connection);
  }
}
await github.stop();
console.log(`{\n${Object.entries(golden).map(([name, entities]) => `"${name}": [\n${entities.map(one => JSON.stringify(one)).join(',\n')}\n]`).join(',\n')}\n}`);
