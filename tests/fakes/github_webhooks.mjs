// Events as GitHub delivers them: signed, with a delivery id, and kept so that they can be delivered again.
import { createHmac, randomUUID } from 'node:crypto';

export const sign = (secret, body) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

export class GithubWebhooks {
  constructor(state, documents) {
    this.state = state;
    this.documents = documents;
    this.deliveries = [];
  }

  /** Tells every hook that wants `event`; resolves with the deliveries, each with the `answer` {status, body}. */
  async send(event, org, payload) {
    const body = JSON.stringify({ ...payload, organization: this.documents.organizationSimple(this.state.owner(org)), sender: this.sender() });
    const hooks = this.state.hooks.filter(hook => hook.org.toLowerCase() === org.toLowerCase() && (hook.events.includes('*') || hook.events.includes(event)));
    return Promise.all(hooks.map(hook => this.deliver({ id: randomUUID(), event, hook, body })));
  }

  /** As the button "Redeliver": the same id and body. */
  async deliver(delivery, changes = {}) {
    const { id, event, hook, body } = { ...delivery, ...changes };
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-github-hook-id': String(hook.id),
      'x-hub-signature-256': sign(hook.secret, body),
    };
    const response = await fetch(hook.url, { method: 'POST', headers, body });
    const done = { ...delivery, answer: { status: response.status, body: await response.text() } };
    this.deliveries.push(done);
    return done;
  }

  sender() {
    const people = [...this.state.owners.values()];
    return this.documents.simpleUser(people.find(owner => owner.type === 'User') ?? people[0]);
  }

  repositoryEvent(repository, action, more = {}) {
    return this.send('repository', repository.owner, { action, repository: this.documents.fullRepository(repository), ...more });
  }

  async push(repository, files, options) {
    const { before, branch, commit } = this.state.commit(repository, files, options);
    const full = this.documents.fullRepository(repository);
    const seconds = name => Math.floor(Date.parse(repository[name]) / 1000);
    const payload = {
      ref: `refs/heads/${branch}`,
      before,
      after: commit.id,
      created: /^0+$/.test(before),
      deleted: false,
      forced: false,
      compare: `${full.html_url}/compare/${before}...${commit.id}`,
      repository: { ...full, created_at: seconds('created_at'), pushed_at: seconds('pushed_at') },
      pusher: { name: commit.author.name, email: commit.author.email },
      commits: [{ ...commit, url: `${full.html_url}/commit/${commit.id}` }],
      head_commit: { ...commit, url: `${full.html_url}/commit/${commit.id}` },
    };
    return this.send('push', repository.owner, payload);
  }

  rename(repository, name) {
    const from = repository.name;
    this.state.move(repository, { name });
    return this.repositoryEvent(repository, 'renamed', { changes: { repository: { name: { from } } } });
  }

  /** GitHub tells the new owner only. */
  transfer(repository, owner) {
    const from = this.documents.simpleUser(this.state.owner(repository.owner));
    this.state.move(repository, { owner });
    return this.repositoryEvent(repository, 'transferred', { changes: { owner: { from: { organization: from } } } });
  }

  setArchived(repository, archived) {
    repository.archived = archived;
    repository.updated_at = this.state.time();
    return this.repositoryEvent(repository, archived ? 'archived' : 'unarchived');
  }

  delete(repository) {
    this.state.repositories.delete(repository.id);
    return this.repositoryEvent(repository, 'deleted');
  }

  setTopics(repository, topics) {
    const from = repository.topics;
    repository.topics = topics;
    repository.updated_at = this.state.time();
    return this.repositoryEvent(repository, 'edited', { changes: { topics: { from } } });
  }

  addToTeam(team, login) {
    team.members.add(login);
    return this.membership('added', team, login);
  }

  removeFromTeam(team, login) {
    team.members.delete(login);
    return this.membership('removed', team, login);
  }

  membership(action, team, login) {
    const member = this.documents.simpleUser(this.state.owner(login));
    return this.send('membership', team.org, { action, scope: 'team', member, team: this.documents.team(team) });
  }

  addMember(org, login) {
    this.state.addMember(org, login);
    return this.organizationEvent('member_added', org, login);
  }

  removeMember(org, login) {
    this.state.removeMember(org, login);
    return this.organizationEvent('member_removed', org, login);
  }

  organizationEvent(action, org, login) {
    const user = this.documents.simpleUser(this.state.owner(login));
    return this.send('organization', org, { action, membership: { url: `${user.url}/membership`, state: 'active', role: 'member', organization_url: '', user } });
  }

  createTeam(org, name, fields) {
    const team = this.state.addTeam(org, name, fields);
    return this.send('team', org, { action: 'created', team: this.documents.team(team) });
  }

  deleteTeam(team) {
    this.state.owner(team.org).teams.delete(team.slug);
    return this.send('team', team.org, { action: 'deleted', team: this.documents.team(team) });
  }
}
