// How long a push to GitHub takes until a reader sees it: from sending the event to the first answer that has the change.
// node tests/bench/push.mjs [repositories] [pushes]; CALLBOARD_BUILD chooses the build. Prints one JSON line.
import { rmSync } from 'node:fs';
import { startGithub } from '../fakes/github.mjs';
import { buildFolder, sendEvent, startPostgres, startProgram, temporaryFolder, writeConfig } from '../support/stack.mjs';

const [repositories = 1000, pushes = 100] = process.argv.slice(2).map(Number);
const token = 'ghp_bench';
const secret = 'secret';
const text = (name, description) => `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: ${name}, description: '${description}' }
spec: { type: service, lifecycle: production, owner: platform }
`;

const postgres = startPostgres();
const folder = temporaryFolder('bench-push');
const github = await startGithub({ token, limit: 1_000_000 });
github.state.addOrganization('acme');
const all = Array.from({ length: repositories }, (_, i) => github.state.addRepository('acme', `svc-${i}`, { files: { 'catalog-info.yaml': text(`svc-${i}`, 'new') } }));
const host = new URL(github.addresses.origin).host;
const config = writeConfig(folder, 'app-config.json', {
  app: { title: 'Bench' },
  organization: { name: 'Acme' },
  backend: { baseUrl: 'http://127.0.0.1:7007', database: { connection: postgres.connection }, auth: { dangerouslyDisableDefaultAuthPolicy: true } },
  auth: { providers: { guest: {} } },
  integrations: { github: [{ host, apiBaseUrl: github.addresses.api, token }] },
  catalog: {
    processingInterval: { hours: 5 },
    webhooks: { github: { secret } },
    providers: { github: { acme: { organization: 'acme', host, schedule: { frequency: { hours: 3 }, timeout: { hours: 1 } } } } },
  },
});
const portal = await startProgram('server/callboard', { config: [config] });
try {
  await sendEvent(portal.baseUrl, 'dev.callboard.tick');
  github.addWebhook('acme', `${portal.baseUrl}/api/catalog/webhooks/github`, secret);
  const seen = [];
  const answered = [];
  for (let i = 0; i < pushes; ++i) {
    const repository = all[(i * 7919) % repositories];
    const began = performance.now();
    const delivered = github.webhooks.push(repository, { 'catalog-info.yaml': text(repository.name, `push ${i}`) }).then(() => answered.push(performance.now() - began));
    for (;;) {
      const response = await fetch(`${portal.baseUrl}/api/catalog/entities/by-name/component/default/${repository.name}`);
      if ((await response.json()).metadata?.description === `push ${i}`) break;
    }
    seen.push(performance.now() - began);
    await delivered;
  }
  const at = (list, share) => Number([...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))].toFixed(1));
  const figures = { answered_p50_ms: at(answered, 0.5), answered_p99_ms: at(answered, 0.99), visible_p50_ms: at(seen, 0.5), visible_p99_ms: at(seen, 0.99) };
  console.log(JSON.stringify({ case: 'push-to-visible', build: buildFolder.split('/').at(-1), repositories, pushes, ...figures }));
} finally {
  await portal.stop();
  await github.stop();
  postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
