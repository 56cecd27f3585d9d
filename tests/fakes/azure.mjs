// A stateful stand-in for Azure DevOps: repositories with files, the items API, code search, push events.
// Source of the shapes: the REST API documentation, and what @backstage/plugin-catalog-backend-module-azure reads.
import { randomUUID } from 'node:crypto';
import { answerWith, serve } from './router.mjs';

const asPattern = text => new RegExp(`^${text.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);

class Azure {
  constructor({ token } = {}) {
    this.token = token;
    this.repositories = [];
    this.hooks = [];
  }

  addRepository(organization, project, name, files) {
    const repository = { id: randomUUID(), organization, project, name, files: new Map(Object.entries(files)) };
    this.repositories.push(repository);
    return repository;
  }

  addWebhook(url, secret) {
    this.hooks.push({ url, secret });
  }

  async push(repository, files) {
    for (const [path, text] of Object.entries(files)) text === null ? repository.files.delete(path) : repository.files.set(path, text);
    const { organization, project, name } = repository;
    const remoteUrl = `${this.addresses.web}/${organization}/${project}/_git/${name}`;
    const payload = {
      id: randomUUID(),
      eventType: 'git.push',
      publisherId: 'tfs',
      createdDate: new Date().toISOString(),
      resource: { repository: { id: repository.id, name, remoteUrl, project: { name: project } }, refUpdates: [{ name: 'refs/heads/main' }] },
    };
    return Promise.all(
      this.hooks.map(async ({ url, secret }) => {
        const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', 'x-ado-webhook-secret': secret }, body: JSON.stringify(payload) });
        return { status: response.status, body: await response.text() };
      }),
    );
  }

  around(request, handle) {
    const [, password] = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString().split(':');
    if (this.token && password !== this.token) return { status: 401, body: { message: 'Access denied' } };
    return handle();
  }

  search({ params, body }) {
    const { searchText, $skip, $top } = JSON.parse(body);
    const wanted = Object.fromEntries(searchText.split(' ').map(part => part.split(/:(.*)/s).slice(0, 2)));
    const isWanted = ({ organization, project, name }) => organization === params.organization && asPattern(wanted.proj).test(project) && asPattern(wanted.repo).test(name);
    const path = asPattern(wanted.path);
    const found = this.repositories.filter(isWanted).flatMap(({ project, name, files }) =>
      [...files.keys()].filter(file => path.test(`/${file}`)).map(file => ({ fileName: file.split('/').at(-1), path: `/${file}`, repository: { name }, project: { name: project } })),
    );
    return { status: 200, body: { count: found.length, results: found.slice($skip, $skip + $top) } };
  }

  item({ params, query }) {
    const repository = this.repositories.find(one => one.organization === params.organization && one.project === params.project && one.name === params.repository);
    const text = repository?.files.get((query.get('path') ?? '').replace(/^\//, ''));
    if (text === undefined) throw answerWith(404, { message: 'TF401174: The item could not be found.' });
    return { status: 200, body: text, headers: { 'content-type': 'text/plain' } };
  }

  async start() {
    const routes = [
      ['POST', '/:organization/_apis/search/codesearchresults', request => this.search(request)],
      ['GET', '/:organization/:project/_apis/git/repositories/:repository/items', request => this.item(request)],
    ];
    const server = await serve(routes, (request, handle) => this.around(request, handle));
    const origin = `http://127.0.0.1:${server.port}`;
    this.addresses = { origin, web: `https://127.0.0.1:${server.port}` };
    return Object.assign(this, { requests: server.requests, stop: server.stop });
  }
}

/** Option: `token` (a personal access token) that is asked for. */
export function startAzure(options) {
  return new Azure(options).start();
}
