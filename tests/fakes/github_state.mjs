// What the fake GitHub knows: organisations, repositories with branches and files, teams, people, installations.
import { createHash, randomUUID } from 'node:crypto';

export const sha1 = text => createHash('sha1').update(text).digest('hex');

export class GithubState {
  constructor(now) {
    this.now = now;
    this.nextId = 1000;
    this.owners = new Map(); // by lower-case login: organisations and users
    this.repositories = new Map(); // by id
    this.formerNames = new Map(); // "owner/name" -> id
    this.installations = new Map(); // by id
    this.hooks = [];
  }

  time() {
    return new Date(this.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  addOwner(type, login, fields = {}) {
    const id = this.nextId++;
    const owner = { id, node_id: `O_${id}`, type, login, teams: new Map(), members: new Map(), created_at: this.time(), ...fields };
    this.owners.set(login.toLowerCase(), owner);
    return owner;
  }

  addOrganization(login, fields) {
    return this.addOwner('Organization', login, fields);
  }

  addUser(login, fields) {
    return this.addOwner('User', login, fields);
  }

  owner(login) {
    return this.owners.get(login.toLowerCase());
  }

  addMember(org, login, role = 'member') {
    this.owner(org).members.set(login, role);
  }

  removeMember(org, login) {
    const organization = this.owner(org);
    organization.members.delete(login);
    for (const team of organization.teams.values()) team.members.delete(login);
  }

  addTeam(org, name, { parent, members = [], ...fields } = {}) {
    const id = this.nextId++;
    const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    const team = { id, node_id: `T_${id}`, org, name, slug, description: null, parent: parent ?? null, members: new Set(members), created_at: this.time(), ...fields };
    this.owner(org).teams.set(slug, team);
    return team;
  }

  addRepository(org, name, { files = {}, defaultBranch = 'main', ...fields } = {}) {
    const id = this.nextId++;
    const repository = {
      id,
      node_id: `R_${id}`,
      owner: this.owner(org).login,
      name,
      description: null,
      topics: [],
      visibility: 'public',
      archived: false,
      fork: false,
      default_branch: defaultBranch,
      branches: new Map(),
      created_at: this.time(),
      updated_at: this.time(),
      pushed_at: this.time(),
      ...fields,
    };
    if (Object.keys(files).length > 0) repository.branches.set(defaultBranch, { files: new Map(Object.entries(files)), head: sha1(randomUUID()) });
    this.repositories.set(id, repository);
    this.formerNames.delete(`${org}/${name}`.toLowerCase());
    return repository;
  }

  repository(owner, name) {
    for (const repository of this.repositories.values()) {
      if (repository.owner.toLowerCase() === owner.toLowerCase() && repository.name.toLowerCase() === name.toLowerCase()) return repository;
    }
    return undefined;
  }

  repositoriesOf(owner) {
    return [...this.repositories.values()].filter(repository => repository.owner.toLowerCase() === owner.toLowerCase());
  }

  /** The branch "HEAD", a name or a commit of a repository. */
  branch(repository, ref) {
    if (!ref || ref === 'HEAD') return repository.branches.get(repository.default_branch);
    return repository.branches.get(ref.replace(/^refs\/heads\//, '')) ?? [...repository.branches.values()].find(branch => branch.head === ref);
  }

  /** Puts files (text) and removes those that are null; gives the commit as a push event has it. */
  commit(repository, files, { branch: name = repository.default_branch, message = 'A change', author = 'octocat' } = {}) {
    const branch = repository.branches.get(name) ?? { files: new Map(), head: '0'.repeat(40) };
    repository.branches.set(name, branch);
    const before = branch.head;
    const change = { added: [], removed: [], modified: [] };
    for (const [path, text] of Object.entries(files)) {
      const list = text === null ? change.removed : branch.files.has(path) ? change.modified : change.added;
      list.push(path);
      if (text === null) branch.files.delete(path);
      else branch.files.set(path, text);
    }
    branch.head = sha1(randomUUID());
    repository.pushed_at = this.time();
    repository.updated_at = this.time();
    const person = { name: author, email: `${author}@example.com`, username: author };
    return { before, branch: name, commit: { id: branch.head, tree_id: sha1(branch.head), distinct: true, message, timestamp: this.time(), author: person, committer: person, ...change } };
  }

  move(repository, { owner = repository.owner, name = repository.name }) {
    this.formerNames.set(`${repository.owner}/${repository.name}`.toLowerCase(), repository.id);
    repository.owner = owner;
    repository.name = name;
    repository.updated_at = this.time();
  }

  addInstallation(appId, org, fields = {}) {
    const id = this.nextId++;
    const installation = { id, app_id: appId, account: org, suspended_at: null, created_at: this.time(), ...fields };
    this.installations.set(id, installation);
    return installation;
  }
}
