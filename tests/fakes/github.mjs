// A stateful stand-in for GitHub (as GitHub Enterprise Server lays its URLs out: web pages at /, REST below /api/v3,
// GraphQL at /api/graphql): repositories with files, conditional requests, rate limits, Apps, teams, webhooks.
// contract/github.json and an unmodified octokit check it in github.test.mjs.
import { createHash, createVerify, randomUUID } from 'node:crypto';
import { GithubDocuments } from './github_documents.mjs';
import { githubSchema } from './github_graphql.mjs';
import { GithubLimits } from './github_limits.mjs';
import { GithubState } from './github_state.mjs';
import { GithubWebhooks } from './github_webhooks.mjs';
import { runQuery } from './graphql.mjs';
import { answerWith, serve } from './router.mjs';

const documentation = 'https://docs.github.com/rest';
const notFound = () => answerWith(404, { message: 'Not Found', documentation_url: documentation, status: '404' });
const unauthorized = message => answerWith(401, { message, documentation_url: documentation, status: '401' });

/** The claims of a JWT that the App's key has signed and that GitHub would take. */
function checkAppToken(jwt, app, now) {
  const [header, claims, signature] = jwt.split('.');
  const parsed = part => JSON.parse(Buffer.from(part, 'base64url').toString());
  const isSigned = createVerify('RSA-SHA256').update(`${header}.${claims}`).verify(app.publicKey, Buffer.from(signature, 'base64url'));
  if (!isSigned || parsed(header).alg !== 'RS256') throw unauthorized('A JSON web token could not be decoded');
  const { iat, exp, iss } = parsed(claims);
  const second = now / 1000;
  if (![String(app.id), app.clientId].includes(String(iss))) throw unauthorized("'Issuer' claim ('iss') must be an Integer");
  if (iat > second + 60) throw unauthorized("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
  if (exp <= second || exp > second + 600) throw unauthorized("'Expiration time' claim ('exp') is too far in the future");
  return { app };
}

class Github {
  constructor({ now = Date.now, limit = 5000, token, app } = {}) {
    this.now = now;
    this.token = token;
    this.app = app; // {id, clientId, publicKey}
    this.state = new GithubState(now);
    this.limits = new GithubLimits(now, limit);
    this.installationTokens = new Map();
    this.addresses = {};
    this.documents = new GithubDocuments(this.state, this.addresses);
    this.webhooks = new GithubWebhooks(this.state, this.documents);
  }

  /** Who calls: {credential, app or installation}. */
  caller({ headers }) {
    const [scheme, credential] = (headers.authorization ?? '').split(' ');
    if (!scheme) return { credential: 'nobody' };
    if (credential.split('.').length === 3 && this.app) return { credential: 'app', ...checkAppToken(credential, this.app, this.now()) };
    if (this.token && credential === this.token) return { credential: 'token' };
    const known = this.installationTokens.get(credential);
    if (!known || known.expires <= this.now()) throw unauthorized('Bad credentials');
    return { credential: `installation ${known.installation.id}`, installation: known.installation };
  }

  async around(request, handle) {
    const resource = request.path === '/api/graphql' ? 'graphql' : 'core';
    const caller = this.caller(request);
    const refusal = this.limits.refusal(caller.credential, resource, request.path);
    if (refusal) return refusal;
    request.caller = caller;
    let answer;
    try {
      answer = await handle();
    } catch (error) {
      if (!error.answer) throw error;
      answer = error.answer;
    }
    const etag = `W/"${createHash('sha256').update(JSON.stringify(answer.body ?? '')).digest('hex')}"`;
    const isKnown = request.method === 'GET' && answer.status === 200 && request.headers['if-none-match'] === etag;
    if (!isKnown && request.path !== '/api/v3/rate_limit') this.limits.count(caller.credential, resource);
    const headers = { ...answer.headers, ...this.limits.headers(caller.credential, resource), 'x-github-request-id': randomUUID() };
    if (request.method === 'GET' && answer.status === 200) headers.etag = etag;
    return isKnown ? { status: 304, headers } : { ...answer, headers };
  }

  page(request, items, show) {
    const size = Math.min(100, Number(request.query.get('per_page') ?? 30));
    const page = Number(request.query.get('page') ?? 1);
    const last = Math.max(1, Math.ceil(items.length / size));
    const link = (number, rel) => {
      const query = new URLSearchParams(request.query);
      query.set('page', number);
      return `<${this.addresses.origin}${request.path}?${query}>; rel="${rel}"`;
    };
    const links = page < last ? [link(page + 1, 'next'), link(last, 'last')] : [];
    if (page > 1) links.push(link(page - 1, 'prev'), link(1, 'first'));
    return { status: 200, body: items.slice((page - 1) * size, page * size).map(show), headers: links.length > 0 ? { link: links.join(', ') } : {} };
  }

  organization({ params, caller }) {
    const found = this.state.owner(params.org);
    const isOthers = caller.installation && caller.installation.account.toLowerCase() !== params.org.toLowerCase();
    if (found?.type !== 'Organization' || isOthers) throw notFound();
    return found;
  }

  team(request) {
    const team = this.organization(request).teams.get(request.params.team);
    if (!team) throw notFound();
    return team;
  }

  /** Former names lead to the repository, as GitHub's redirects do. */
  repository(request) {
    const { owner, repo } = request.params;
    const found = this.state.repository(owner, repo);
    const isHidden = found && found.visibility !== 'public' && request.caller.credential === 'nobody';
    if (found && !isHidden) return found;
    const id = this.state.formerNames.get(`${owner}/${repo}`.toLowerCase());
    if (!this.state.repositories.has(id)) throw notFound();
    const rest = request.path.split('/').slice(6).join('/');
    const location = `${this.addresses.api}/repositories/${id}${rest && `/${rest}`}`;
    throw answerWith(301, { message: 'Moved Permanently', url: location, documentation_url: documentation }, { location });
  }

  contents(request) {
    const repository = this.repository(request);
    const branch = this.state.branch(repository, request.query.get('ref'));
    const text = branch?.files.get(request.params.path);
    if (text !== undefined) {
      const isRaw = /\.raw\b|\braw\+json/.test(request.headers.accept ?? '');
      if (isRaw) return { status: 200, body: text, headers: { 'content-type': 'application/vnd.github.raw+json' } };
      return { status: 200, body: this.documents.contentFile(repository, request.params.path, text) };
    }
    throw notFound();
  }

  async putContents(request) {
    const repository = this.repository(request);
    const { content, message, branch: name } = JSON.parse(request.body);
    const text = Buffer.from(content, 'base64').toString();
    const isNew = !this.state.branch(repository, name)?.files.has(request.params.path);
    await this.webhooks.push(repository, { [request.params.path]: text }, { branch: name, message });
    const sha = this.state.branch(repository, name).head;
    return { status: isNew ? 201 : 200, body: { content: this.documents.contentFile(repository, request.params.path, text), commit: { sha, message } } };
  }

  tree(request) {
    const repository = this.repository(request);
    const branch = this.state.branch(repository, request.params.sha);
    if (!branch) throw notFound();
    return { status: 200, body: this.documents.tree(repository, branch, request.query.has('recursive')) };
  }

  async patchRepository(request) {
    const repository = this.repository(request);
    const { name, archived } = JSON.parse(request.body);
    if (name && name !== repository.name) await this.webhooks.rename(repository, name);
    if (archived !== undefined && archived !== repository.archived) await this.webhooks.setArchived(repository, archived);
    return { status: 200, body: this.documents.fullRepository(repository) };
  }

  async createRepository(request) {
    const { name, description = null, visibility, private: isPrivate } = JSON.parse(request.body);
    const org = this.organization(request).login;
    if (this.state.repository(org, name)) throw answerWith(422, { message: 'Repository creation failed.', errors: [{ resource: 'Repository', code: 'custom', field: 'name', message: 'name already exists on this account' }] });
    const repository = this.state.addRepository(org, name, { description, visibility: visibility ?? (isPrivate ? 'private' : 'public') });
    await this.webhooks.repositoryEvent(repository, 'created');
    return { status: 201, body: this.documents.fullRepository(repository) };
  }

  createToken({ caller, params }) {
    if (!caller.app) throw unauthorized('A JSON web token could not be decoded');
    const installation = this.state.installations.get(Number(params.id));
    if (!installation) throw notFound();
    if (installation.suspended_at) throw answerWith(403, { message: 'This installation has been suspended', documentation_url: documentation });
    const token = `ghs_${randomUUID().replaceAll('-', '')}`;
    const expires = this.now() + 3_600_000;
    this.installationTokens.set(token, { installation, expires });
    const { permissions } = this.documents.installation(installation);
    return { status: 201, body: { token, expires_at: new Date(expires).toISOString().replace(/\.\d+Z$/, 'Z'), permissions, repository_selection: 'all' } };
  }

  addWebhook(org, url, secret, events = ['*']) {
    const hook = { id: this.state.nextId++, org, url, secret, events, created_at: this.state.time() };
    this.state.hooks.push(hook);
    return hook;
  }

  createHook(request) {
    const { config, events = ['push'] } = JSON.parse(request.body);
    return { status: 201, body: this.documents.hook(this.addWebhook(this.organization(request).login, config.url, config.secret, events)) };
  }

  appDocument() {
    const { id, clientId } = this.app;
    const owner = this.documents.simpleUser([...this.state.owners.values()][0]);
    const times = { created_at: this.state.time(), updated_at: this.state.time() };
    return { id, slug: 'callboard', node_id: `A_${id}`, client_id: clientId, owner, name: 'Callboard', description: null, external_url: this.addresses.web, html_url: `${this.addresses.web}/apps/callboard`, ...times, permissions: {}, events: ['push'] };
  }

  installations(request) {
    if (!request.caller.app) throw unauthorized('A JSON web token could not be decoded');
    return this.page(request, [...this.state.installations.values()], one => this.documents.installation(one));
  }

  installation(request) {
    if (!request.caller.app) throw unauthorized('A JSON web token could not be decoded');
    const found = this.state.installations.get(Number(request.params.id));
    if (!found) throw notFound();
    return { status: 200, body: this.documents.installation(found) };
  }

  installationRepositories(request) {
    if (!request.caller.installation) throw answerWith(403, { message: 'You must authenticate with an installation access token in order to list repositories for an installation.' });
    const page = this.page(request, this.state.repositoriesOf(request.caller.installation.account), one => this.documents.fullRepository(one));
    return { ...page, body: { total_count: page.body.length, repositories: page.body } };
  }

  user({ params }) {
    const found = this.state.owner(params.login);
    if (!found) throw notFound();
    return { status: 200, body: this.documents.publicUser(found) };
  }

  rateLimit({ caller }) {
    const [core, graphql] = ['core', 'graphql'].map(resource => this.limits.budget(caller.credential, resource));
    return { status: 200, body: { resources: { core, graphql, search: core }, rate: core } };
  }

  async graphql(request) {
    if (request.caller.credential === 'nobody') throw answerWith(401, { message: 'This endpoint requires you to be authenticated.', documentation_url: documentation });
    const { query, variables } = JSON.parse(request.body);
    const rate = () => this.limits.budget(request.caller.credential, 'graphql');
    return { status: 200, body: await runQuery(githubSchema(this.state, this.documents, rate), query, variables) };
  }

  routes() {
    const api = '/api/v3';
    const ok = body => ({ status: 200, body });
    const org = `${api}/orgs/:org`;
    const repo = `${api}/repos/:owner/:repo`;
    const people = members => members.map(login => this.state.owner(login));
    return [
      ['POST', '/api/graphql', request => this.graphql(request)],
      ['GET', `${api}/app`, ({ caller }) => (caller.app ? ok(this.appDocument()) : Promise.reject(unauthorized('A JSON web token could not be decoded')))],
      ['GET', `${api}/app/installations`, request => this.installations(request)],
      ['GET', `${api}/app/installations/:id`, request => this.installation(request)],
      ['POST', `${api}/app/installations/:id/access_tokens`, request => this.createToken(request)],
      ['GET', `${api}/installation/repositories`, request => this.installationRepositories(request)],
      ['GET', `${api}/rate_limit`, request => this.rateLimit(request)],
      ['GET', `${api}/users/:login`, request => this.user(request)],
      ['GET', org, request => ok(this.documents.organization(this.organization(request)))],
      ['GET', `${org}/hooks`, request => this.page(request, this.state.hooks.filter(hook => hook.org === this.organization(request).login), hook => this.documents.hook(hook))],
      ['POST', `${org}/hooks`, request => this.createHook(request)],
      ['GET', `${org}/members`, request => this.page(request, people([...this.organization(request).members.keys()]), one => this.documents.simpleUser(one))],
      ['GET', `${org}/repos`, request => this.page(request, this.state.repositoriesOf(this.organization(request).login), one => this.documents.repository(one))],
      ['POST', `${org}/repos`, request => this.createRepository(request)],
      ['GET', `${org}/teams`, request => this.page(request, [...this.organization(request).teams.values()], one => this.documents.team(one))],
      ['GET', `${org}/teams/:team`, request => ok(this.documents.fullTeam(this.team(request)))],
      ['GET', `${org}/teams/:team/members`, request => this.page(request, people([...this.team(request).members]), one => this.documents.simpleUser(one))],
      ['GET', repo, request => ok(this.documents.fullRepository(this.repository(request)))],
      ['PATCH', repo, request => this.patchRepository(request)],
      ['DELETE', repo, async request => (await this.webhooks.delete(this.repository(request)), { status: 204 })],
      ['GET', `${repo}/topics`, request => ok({ names: this.repository(request).topics })],
      ['GET', `${repo}/contents/:path*`, request => this.contents(request)],
      ['PUT', `${repo}/contents/:path*`, request => this.putContents(request)],
      ['GET', `${repo}/git/trees/:sha`, request => this.tree(request)],
      ['GET', `${api}/repositories/:id`, ({ params }) => ok(this.documents.fullRepository(this.state.repositories.get(Number(params.id))))],
    ];
  }

  async start() {
    const server = await serve(this.routes(), (request, handle) => this.around(request, handle), { status: 404, body: { message: 'Not Found', documentation_url: documentation, status: '404' } });
    const origin = `http://127.0.0.1:${server.port}`;
    // Pages are at https, as everywhere; nobody opens them here.
    Object.assign(this.addresses, { origin, web: `https://127.0.0.1:${server.port}`, api: `${origin}/api/v3` });
    this.requests = server.requests;
    this.stop = server.stop;
    return this;
  }
}

/** Options: `now` (milliseconds), `limit` (requests an hour), `token` that is taken, `app` {id, clientId, publicKey}. */
export function startGithub(options) {
  return new Github(options).start();
}
