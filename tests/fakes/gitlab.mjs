// A stateful stand-in for GitLab (/api/v4): groups with subgroups, projects, files, members, push events.
// Source of the shapes: GitLab's REST API documentation, and what npm @backstage/plugin-catalog-backend-module-gitlab reads.
import { createHash, randomUUID } from 'node:crypto';
import { answerWith, serve } from './router.mjs';

const notFound = what => answerWith(404, { message: `404 ${what} Not Found` });

class Gitlab {
  constructor({ token, limit = 2000, now = Date.now } = {}) {
    Object.assign(this, { token, limit, now, used: 0, nextId: 1 });
    this.projects = new Map();
    this.groups = new Map(); // by full path
    this.users = new Map();
    this.hooks = [];
    this.refusals = [];
  }

  time() {
    return new Date(this.now()).toISOString();
  }

  addGroup(path, fields = {}) {
    const id = this.nextId++;
    const parent = this.groups.get(path.split('/').slice(0, -1).join('/'));
    const group = { id, name: path.split('/').at(-1), path: path.split('/').at(-1), full_path: path, description: '', visibility: 'private', parent_id: parent?.id ?? null, members: new Set(), ...fields };
    this.groups.set(path, group);
    return group;
  }

  addUser(username, fields = {}) {
    const user = { id: this.nextId++, username, name: username, state: 'active', email: `${username}@example.com`, ...fields };
    this.users.set(username, user);
    return user;
  }

  addProject(path, { files = {}, defaultBranch = 'main', ...fields } = {}) {
    const id = this.nextId++;
    const project = { id, path_with_namespace: path, archived: false, topics: [], default_branch: defaultBranch, last_activity_at: this.time(), branches: new Map([[defaultBranch, new Map(Object.entries(files))]]), ...fields };
    this.projects.set(id, project);
    return project;
  }

  document({ branches, ...project }) {
    const [name, ...group] = project.path_with_namespace.split('/').reverse();
    return { ...project, name, path: name, namespace: { full_path: group.reverse().join('/') }, web_url: `${this.addresses.web}/${project.path_with_namespace}`, visibility: 'private' };
  }

  groupDocument({ members, ...group }) {
    return { ...group, web_url: `${this.addresses.web}/groups/${group.full_path}` };
  }

  addWebhook(url, secret) {
    this.hooks.push({ url, secret });
  }

  /** Puts files and removes those that are null, and tells the hooks; resolves with their answers. */
  async push(project, files, { branch = project.default_branch } = {}) {
    if (!project.branches.has(branch)) project.branches.set(branch, new Map(project.branches.get(project.default_branch)));
    const tree = project.branches.get(branch);
    const change = { added: [], modified: [], removed: [] };
    for (const [path, text] of Object.entries(files)) {
      (text === null ? change.removed : tree.has(path) ? change.modified : change.added).push(path);
      if (text === null) tree.delete(path);
      else tree.set(path, text);
    }
    project.last_activity_at = this.time();
    const after = createHash('sha1').update(randomUUID()).digest('hex');
    const { id, default_branch, web_url, path_with_namespace, name } = this.document(project);
    const payload = {
      object_kind: 'push',
      event_name: 'push',
      before: '0'.repeat(40),
      after,
      ref: `refs/heads/${branch}`,
      project_id: id,
      project: { id, name, web_url, path_with_namespace, default_branch },
      commits: [{ id: after, message: 'A change', timestamp: this.time(), ...change }],
      total_commits_count: 1,
    };
    return Promise.all(
      this.hooks.map(async ({ url, secret }) => {
        const headers = { 'content-type': 'application/json', 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': secret, 'x-gitlab-event-uuid': randomUUID() };
        const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(payload) });
        return { status: response.status, body: await response.text() };
      }),
    );
  }

  async around(request, handle) {
    const given = request.headers['private-token'] ?? (request.headers.authorization ?? '').replace(/^Bearer /, '');
    if (this.token && given !== this.token) return { status: 401, body: { message: '401 Unauthorized' } };
    const refused = this.refusals.findIndex(({ pattern }) => pattern.test(request.path));
    if (refused >= 0) return { status: 429, body: 'Retry later', headers: { 'retry-after': String(this.refusals.splice(refused, 1)[0].retryAfter) } };
    ++this.used;
    const answer = await handle().catch(error => error.answer ?? Promise.reject(error));
    const limits = { 'ratelimit-limit': this.limit, 'ratelimit-remaining': Math.max(0, this.limit - this.used), 'ratelimit-reset': Math.floor(this.now() / 1000) + 60 };
    return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, String(value)])) } };
  }

  /** The next request for a path that `pattern` is in is too many. */
  refuseNext(retryAfter, pattern) {
    this.refusals.push({ retryAfter, pattern });
  }

  page(request, items) {
    const size = Math.min(100, Number(request.query.get('per_page') ?? 20));
    const page = Number(request.query.get('page') ?? 1);
    const isLast = page * size >= items.length;
    const query = new URLSearchParams(request.query);
    query.set('page', page + 1);
    const next = isLast ? {} : { link: `<${this.addresses.origin}${request.path}?${query}>; rel="next"` };
    return { status: 200, body: items.slice((page - 1) * size, page * size), headers: { 'x-total': String(items.length), 'x-next-page': isLast ? '' : String(page + 1), ...next } };
  }

  list(request, projects) {
    const wanted = projects.filter(project => {
      const { query } = request;
      if (query.has('archived') && String(project.archived) !== query.get('archived')) return false;
      return !query.has('topic') || query.get('topic').split(',').every(topic => project.topics.includes(topic));
    });
    return this.page(request, wanted.map(project => this.document(project)));
  }

  project({ params }) {
    const found = this.projects.get(Number(params.id)) ?? [...this.projects.values()].find(one => one.path_with_namespace === params.id);
    if (!found) throw notFound('Project');
    return found;
  }

  group({ params }) {
    const found = this.groups.get(params.group) ?? [...this.groups.values()].find(one => String(one.id) === params.group);
    if (!found) throw notFound('Group');
    return found;
  }

  groupProjects(request) {
    const path = this.group(request).full_path;
    const withSubgroups = request.query.get('include_subgroups') === 'true';
    const isIn = ({ path_with_namespace: project }) => (withSubgroups ? project.startsWith(`${path}/`) : project.slice(0, project.lastIndexOf('/')) === path);
    return this.list(request, [...this.projects.values()].filter(isIn));
  }

  file(request) {
    const project = this.project(request);
    const text = project.branches.get(request.query.get('ref') ?? project.default_branch)?.get(request.params.path);
    if (text === undefined) throw notFound('File');
    const blob_id = createHash('sha1').update(text).digest('hex');
    return { text, body: { file_name: request.params.path.split('/').at(-1), file_path: request.params.path, size: text.length, encoding: 'base64', content: Buffer.from(text).toString('base64'), ref: request.query.get('ref'), blob_id } };
  }

  routes() {
    const api = '/api/v4';
    const ok = body => ({ status: 200, body });
    return [
      ['GET', `${api}/projects`, request => this.list(request, [...this.projects.values()])],
      ['GET', `${api}/projects/:id`, request => ok(this.document(this.project(request)))],
      ['GET', `${api}/projects/:id/repository/files/:path/raw`, request => ({ status: 200, body: this.file(request).text, headers: { 'content-type': 'text/plain' } })],
      ['GET', `${api}/projects/:id/repository/files/:path`, request => ok(this.file(request).body)],
      ['HEAD', `${api}/projects/:id/repository/files/:path`, request => (this.file(request), { status: 200 })],
      ['GET', `${api}/groups`, request => this.page(request, [...this.groups.values()].map(group => this.groupDocument(group)))],
      ['GET', `${api}/groups/:group`, request => ok(this.groupDocument(this.group(request)))],
      ['GET', `${api}/groups/:group/projects`, request => this.groupProjects(request)],
      ['GET', `${api}/groups/:group/members/all`, request => this.page(request, [...this.group(request).members].map(name => this.users.get(name)))],
      ['GET', `${api}/users`, request => this.page(request, [...this.users.values()])],
    ];
  }

  async start() {
    const server = await serve(this.routes(), (request, handle) => this.around(request, handle), { status: 404, body: { error: '404 Not Found' } });
    const origin = `http://127.0.0.1:${server.port}`;
    this.addresses = { origin, web: `https://127.0.0.1:${server.port}`, api: `${origin}/api/v4` };
    return Object.assign(this, { requests: server.requests, stop: server.stop });
  }
}

/** Options: `token` that is asked for, `limit` of requests a minute, `now` (milliseconds). */
export function startGitlab(options) {
  return new Gitlab(options).start();
}
