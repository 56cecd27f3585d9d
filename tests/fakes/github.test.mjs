// The fake GitHub against GitHub's OpenAPI contract and an unmodified octokit.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { App, Octokit } from 'octokit';
import { contract } from './contract/check.mjs';
import { startGithub } from './github.mjs';
import { sign } from './github_webhooks.mjs';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const app = { id: 7, clientId: 'Iv1.callboard', publicKey };
const token = 'ghp_test';
const quiet = { throttle: { enabled: false }, retry: { enabled: false }, log: { debug() {}, info() {}, warn() {}, error() {} } };

let github;
let octokit;
before(async () => {
  github = await startGithub({ token, app });
  const { state } = github;
  state.addOrganization('acme', { description: 'Everything' });
  for (const login of ['ada', 'grace', 'linus']) {
    state.addUser(login, { name: login.toUpperCase(), bio: `${login} builds`, email: `${login}@example.com` });
    state.addMember('acme', login);
  }
  state.addTeam('acme', 'Platform', { members: ['ada'] });
  state.addTeam('acme', 'Data Base', { parent: 'platform', members: ['grace', 'linus'] });
  for (let i = 0; i < 5; ++i) state.addRepository('acme', `service-${i}`, { topics: ['service'], files: { 'catalog-info.yaml': `kind: ${i}\n`, 'docs/a/index.md': '#' } });
  state.addInstallation(app.id, 'acme');
  octokit = new Octokit({ auth: token, baseUrl: github.addresses.api, ...quiet });
});
after(() => github.stop());

/** The App's octokit for the organisation acme, with a token that it fetched itself. */
async function asInstallation() {
  const client = new App({ appId: app.id, privateKey, Octokit: Octokit.defaults({ baseUrl: github.addresses.api, ...quiet }) });
  const { data } = await client.octokit.request('GET /app/installations');
  return { client, octokit: await client.getInstallationOctokit(data[0].id) };
}

test('every operation of the contract answers what the contract says', async () => {
  const { operations, check } = contract(fileURLToPath(new URL('contract/github.json', import.meta.url)));
  const seen = new Set();
  const installation = await asInstallation();
  const ask = async (client, route, parameters = {}) => {
    const answer = await client.request(route, parameters);
    const [method] = route.split(' ');
    const path = new URL(answer.url).pathname.replace('/api/v3', '');
    const { operation, problems } = check(method, path, answer.status, answer.data);
    assert.deepEqual(problems, []);
    seen.add(operation);
  };
  const repository = { owner: 'acme', repo: 'service-0' };
  await ask(installation.client.octokit, 'GET /app');
  await ask(installation.client.octokit, 'GET /app/installations');
  const id = [...github.state.installations.keys()][0];
  await ask(installation.client.octokit, 'GET /app/installations/{id}', { id });
  await ask(installation.client.octokit, 'POST /app/installations/{id}/access_tokens', { id });
  await ask(installation.octokit, 'GET /installation/repositories');
  await ask(octokit, 'GET /orgs/{org}', { org: 'acme' });
  await ask(octokit, 'POST /orgs/{org}/hooks', { org: 'acme', name: 'web', events: ['status'], config: { url: 'http://127.0.0.1:9/', secret: 'x' } });
  await ask(octokit, 'GET /orgs/{org}/hooks', { org: 'acme' });
  await ask(octokit, 'GET /orgs/{org}/members', { org: 'acme' });
  await ask(octokit, 'GET /orgs/{org}/repos', { org: 'acme' });
  await ask(octokit, 'POST /orgs/{org}/repos', { org: 'acme', name: 'made' });
  await ask(octokit, 'GET /orgs/{org}/teams', { org: 'acme' });
  await ask(octokit, 'GET /orgs/{org}/teams/{team}', { org: 'acme', team: 'data-base' });
  await ask(octokit, 'GET /orgs/{org}/teams/{team}/members', { org: 'acme', team: 'data-base' });
  await ask(octokit, 'GET /rate_limit');
  await ask(octokit, 'GET /repos/{owner}/{repo}', repository);
  await ask(octokit, 'PATCH /repos/{owner}/{repo}', { ...repository, archived: false });
  await ask(octokit, 'GET /repos/{owner}/{repo}/contents/{path}', { ...repository, path: 'catalog-info.yaml' });
  await ask(octokit, 'PUT /repos/{owner}/{repo}/contents/{path}', { ...repository, path: 'new.txt', message: 'New', content: Buffer.from('x').toString('base64') });
  await ask(octokit, 'GET /repos/{owner}/{repo}/git/trees/{sha}', { ...repository, sha: 'main', recursive: '1' });
  await ask(octokit, 'GET /repos/{owner}/{repo}/topics', repository);
  await ask(octokit, 'GET /users/{login}', { login: 'ada' });
  assert.deepEqual(operations.filter(operation => !seen.has(operation)), []);
});

test('the check sees an answer that breaks the contract', () => {
  const { check } = contract(fileURLToPath(new URL('contract/github.json', import.meta.url)));
  const { problems } = check('GET', '/orgs/acme/members', 200, [{ login: 'ada' }]);
  assert.ok(problems.some(problem => problem.includes('avatar_url')), problems.join('\n'));
  assert.equal(check('GET', '/nowhere', 200, {}).problems.length, 1);
});

test('octokit pages through repositories', async () => {
  const all = await octokit.paginate('GET /orgs/{org}/repos', { org: 'acme', per_page: 2 });
  assert.deepEqual(all.filter(one => one.topics.includes('service')).map(one => one.name), [0, 1, 2, 3, 4].map(i => `service-${i}`));
});

test('an answer that is known already is a 304 that costs nothing', async () => {
  const first = await octokit.request('GET /orgs/{org}/repos', { org: 'acme' });
  const left = Number(first.headers['x-ratelimit-remaining']);
  const error = await octokit.request('GET /orgs/{org}/repos', { org: 'acme', headers: { 'if-none-match': first.headers.etag } }).catch(refused => refused);
  assert.equal(error.status, 304);
  assert.equal(Number(error.response.headers['x-ratelimit-remaining']), left);
  github.state.commit(github.state.repository('acme', 'service-1'), { 'other.txt': '1' });
  github.state.repository('acme', 'service-1').pushed_at = '2030-01-01T00:00:00Z';
  const changed = await octokit.request('GET /orgs/{org}/repos', { org: 'acme', headers: { 'if-none-match': first.headers.etag } });
  assert.equal(changed.status, 200);
  assert.equal(Number(changed.headers['x-ratelimit-remaining']), left - 1);
});

test('the budget ends, and comes back with the next hour', async () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const small = await startGithub({ token, limit: 2, now: () => now });
  small.state.addOrganization('acme');
  const client = new Octokit({ auth: token, baseUrl: small.addresses.api, ...quiet });
  const ask = () => client.request('GET /orgs/{org}', { org: 'acme' }).then(answer => answer.status, error => error);
  try {
    assert.equal(await ask(), 200);
    assert.equal(await ask(), 200);
    const refused = await ask();
    assert.equal(refused.status, 403);
    assert.equal(refused.response.headers['x-ratelimit-remaining'], '0');
    now += 3_600_000;
    assert.equal(await ask(), 200);
    small.limits.refuseNext(1, 60);
    const secondary = await ask();
    assert.equal(secondary.response.headers['retry-after'], '60');
    assert.match(secondary.message, /secondary rate limit/);
    assert.equal(await ask(), 200);
  } finally {
    await small.stop();
  }
});

test("octokit's App takes an installation token, and a bad key or an expired token does not pass", async () => {
  const { octokit: installed } = await asInstallation();
  const { data } = await installed.request('GET /installation/repositories');
  assert.equal(data.total_count, github.state.repositoriesOf('acme').length);
  const other = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  const stranger = new App({ appId: app.id, privateKey: other.privateKey, Octokit: Octokit.defaults({ baseUrl: github.addresses.api, ...quiet }) });
  await assert.rejects(stranger.octokit.request('GET /app/installations'), { status: 401 });
  const [spent] = github.installationTokens.keys();
  github.installationTokens.get(spent).expires = Date.now() - 1;
  await assert.rejects(new Octokit({ auth: spent, baseUrl: github.addresses.api, ...quiet }).request('GET /orgs/{org}', { org: 'acme' }), { status: 401 });
});

test('GraphQL answers teams with parents and members, page by page', async () => {
  const query = `query teams($org: String!, $cursor: String, $email: Boolean!) {
    organization(login: $org) {
      teams(first: 1, after: $cursor) {
        pageInfo { hasNextPage, endCursor }
        nodes { slug combinedSlug parentTeam { slug } members(first: 50, membership: IMMEDIATE) { nodes { login email @include(if: $email) } } }
      }
    }
  }`;
  const first = await octokit.graphql(query, { org: 'acme', email: false });
  assert.deepEqual(first.organization.teams.nodes, [{ slug: 'platform', combinedSlug: 'acme/platform', parentTeam: null, members: { nodes: [{ login: 'ada' }] } }]);
  const { endCursor } = first.organization.teams.pageInfo;
  const second = await octokit.graphql(query, { org: 'acme', email: true, cursor: endCursor });
  assert.deepEqual(second.organization.teams.pageInfo.hasNextPage, false);
  assert.deepEqual(second.organization.teams.nodes[0].members.nodes[0], { login: 'grace', email: 'grace@example.com' });
  await assert.rejects(octokit.graphql('{ organization(login: "nobody") { login } }'), /Could not resolve to an Organization/);
  await assert.rejects(octokit.graphql('{ organization(login: "acme") { wrong } }'), /doesn't exist on type 'Organization'/);
});

test('a former name leads to the repository, and octokit follows', async () => {
  const repository = github.state.addRepository('acme', 'old-name');
  github.state.move(repository, { name: 'new-name' });
  const { data } = await octokit.request('GET /repos/{owner}/{repo}', { owner: 'acme', repo: 'old-name' });
  assert.equal(data.full_name, 'acme/new-name');
});

test('a push is delivered with a signature, and again with the same id', async () => {
  const received = [];
  const receiver = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    received.push({ headers: request.headers, body });
    response.writeHead(202).end('{}');
  });
  await new Promise(done => receiver.listen(0, '127.0.0.1', done));
  try {
    const hook = github.addWebhook('acme', `http://127.0.0.1:${receiver.address().port}/`, 's3cret', ['push']);
    const [delivery] = await github.webhooks.push(github.state.repository('acme', 'service-2'), { 'catalog-info.yaml': 'kind: new\n', 'x.txt': 'x' });
    assert.equal(delivery.answer.status, 202);
    await github.webhooks.deliver(delivery);
    assert.equal(received.length, 2);
    const [{ headers, body }, again] = received;
    assert.equal(headers['x-github-event'], 'push');
    assert.equal(headers['x-hub-signature-256'], sign('s3cret', body));
    assert.equal(again.headers['x-github-delivery'], headers['x-github-delivery']);
    const payload = JSON.parse(body);
    assert.deepEqual(payload.commits[0].modified, ['catalog-info.yaml']);
    assert.deepEqual(payload.commits[0].added, ['x.txt']);
    github.state.hooks.splice(github.state.hooks.indexOf(hook), 1);
  } finally {
    await new Promise(done => receiver.close(done));
  }
});
