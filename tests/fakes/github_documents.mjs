// The state as GitHub's REST API and its events show it: documents with the members that the OpenAPI contract requires.
import { sha1 } from './github_state.mjs';

const userLinks = ['followers', 'following', 'gists', 'starred', 'subscriptions', 'organizations', 'repos', 'events', 'received_events'];
const repositoryLinks = (
  'archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads events forks ' +
  'git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels languages merges milestones notifications pulls releases ' +
  'stargazers statuses subscribers subscription tags teams trees'
).split(' ');

export class GithubDocuments {
  constructor(state, addresses) {
    this.state = state;
    this.addresses = addresses; // {web, api}
  }

  simpleUser(owner) {
    const { web, api } = this.addresses;
    const url = `${api}/users/${owner.login}`;
    return {
      login: owner.login,
      id: owner.id,
      node_id: owner.node_id,
      avatar_url: owner.avatar_url ?? `${web}/avatars/${owner.id}`,
      gravatar_id: '',
      url,
      html_url: `${web}/${owner.login}`,
      ...Object.fromEntries(userLinks.map(link => [`${link}_url`, `${url}/${link}`])),
      type: owner.type,
      site_admin: false,
    };
  }

  publicUser(user) {
    const times = { created_at: user.created_at, updated_at: user.created_at };
    const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
    const { name = null, bio = null, email = null, company = null } = user;
    return { ...this.simpleUser(user), name, bio, email, company, blog: '', location: null, hireable: null, ...counts, ...times };
  }

  organizationSimple(organization) {
    const { api, web } = this.addresses;
    const url = `${api}/orgs/${organization.login}`;
    return {
      login: organization.login,
      id: organization.id,
      node_id: organization.node_id,
      url,
      repos_url: `${url}/repos`,
      events_url: `${url}/events`,
      hooks_url: `${url}/hooks`,
      issues_url: `${url}/issues`,
      members_url: `${url}/members{/member}`,
      public_members_url: `${url}/public_members{/member}`,
      avatar_url: `${web}/avatars/${organization.id}`,
      description: organization.description ?? null,
    };
  }

  organization(organization) {
    return {
      ...this.organizationSimple(organization),
      html_url: `${this.addresses.web}/${organization.login}`,
      has_organization_projects: true,
      has_repository_projects: true,
      public_repos: this.state.repositoriesOf(organization.login).length,
      public_gists: 0,
      followers: 0,
      following: 0,
      type: 'Organization',
      created_at: organization.created_at,
      updated_at: organization.created_at,
      archived_at: null,
    };
  }

  repository(repository) {
    const { api, web } = this.addresses;
    const full = `${repository.owner}/${repository.name}`;
    const url = `${api}/repos/${full}`;
    return {
      id: repository.id,
      node_id: repository.node_id,
      name: repository.name,
      full_name: full,
      private: repository.visibility !== 'public',
      owner: this.simpleUser(this.state.owner(repository.owner)),
      html_url: `${web}/${full}`,
      description: repository.description,
      fork: repository.fork,
      url,
      ...Object.fromEntries(repositoryLinks.map(link => [`${link}_url`, `${url}/${link}`])),
      default_branch: repository.default_branch,
      topics: [...repository.topics],
      archived: repository.archived,
      disabled: false,
      visibility: repository.visibility,
      created_at: repository.created_at,
      updated_at: repository.updated_at,
      pushed_at: repository.pushed_at,
      language: repository.language ?? null,
    };
  }

  fullRepository(repository) {
    const { web } = this.addresses;
    const path = `${repository.owner}/${repository.name}.git`;
    const counts = ['forks', 'forks_count', 'open_issues', 'open_issues_count', 'stargazers_count', 'watchers', 'watchers_count', 'network_count', 'subscribers_count', 'size'];
    const features = ['has_issues', 'has_projects', 'has_wiki', 'has_pages', 'has_discussions', 'has_downloads'];
    return {
      ...this.repository(repository),
      clone_url: `${web}/${path}`,
      git_url: `git://${web.replace(/^https?:\/\//, '')}/${path}`,
      ssh_url: `git@${web.replace(/^https?:\/\//, '')}:${path}`,
      svn_url: `${web}/${repository.owner}/${repository.name}`,
      homepage: null,
      mirror_url: null,
      license: null,
      ...Object.fromEntries(counts.map(name => [name, 0])),
      ...Object.fromEntries(features.map(name => [name, true])),
    };
  }

  contentFile(repository, path, text) {
    const { api, web } = this.addresses;
    const full = `${repository.owner}/${repository.name}`;
    const sha = sha1(`blob ${Buffer.byteLength(text)}\0${text}`);
    const links = {
      self: `${api}/repos/${full}/contents/${path}`,
      git: `${api}/repos/${full}/git/blobs/${sha}`,
      html: `${web}/${full}/blob/${repository.default_branch}/${path}`,
    };
    return {
      type: 'file',
      encoding: 'base64',
      size: Buffer.byteLength(text),
      name: path.split('/').at(-1),
      path,
      content: Buffer.from(text).toString('base64'),
      sha,
      url: links.self,
      git_url: links.git,
      html_url: links.html,
      download_url: `${web}/raw/${full}/${repository.default_branch}/${path}`,
      _links: links,
    };
  }

  tree(repository, branch, recursive) {
    const base = `${this.addresses.api}/repos/${repository.owner}/${repository.name}/git`;
    const entries = new Map();
    for (const [path, text] of branch.files) {
      const sha = sha1(`blob ${Buffer.byteLength(text)}\0${text}`);
      const parts = path.split('/');
      for (let depth = 1; depth < parts.length; ++depth) {
        const folder = parts.slice(0, depth).join('/');
        const id = sha1(`tree ${branch.head} ${folder}`);
        entries.set(folder, { path: folder, mode: '040000', type: 'tree', sha: id, url: `${base}/trees/${id}` });
      }
      entries.set(path, { path, mode: '100644', type: 'blob', sha, size: Buffer.byteLength(text), url: `${base}/blobs/${sha}` });
    }
    const tree = [...entries.values()].filter(entry => recursive || !entry.path.includes('/')).sort((a, b) => (a.path < b.path ? -1 : 1));
    const sha = sha1(branch.head);
    return { sha, url: `${base}/trees/${sha}`, truncated: false, tree };
  }

  teamSimple(team) {
    const { api, web } = this.addresses;
    const url = `${api}/organizations/${this.state.owner(team.org).id}/team/${team.id}`;
    return {
      id: team.id,
      node_id: team.node_id,
      url,
      members_url: `${url}/members{/member}`,
      name: team.name,
      description: team.description,
      permission: 'pull',
      privacy: 'closed',
      html_url: `${web}/orgs/${team.org}/teams/${team.slug}`,
      repositories_url: `${url}/repos`,
      slug: team.slug,
      type: 'organization',
      organization_id: this.state.owner(team.org).id,
    };
  }

  team(team) {
    const parent = team.parent ? this.state.owner(team.org).teams.get(team.parent) : undefined;
    return { ...this.teamSimple(team), parent: parent ? this.teamSimple(parent) : null };
  }

  fullTeam(team) {
    const organization = this.organization(this.state.owner(team.org));
    const counts = { members_count: team.members.size, repos_count: 0 };
    return { ...this.team(team), ...counts, created_at: team.created_at, updated_at: team.created_at, organization };
  }

  installation(installation) {
    const { api, web } = this.addresses;
    const account = this.state.owner(installation.account);
    return {
      id: installation.id,
      account: this.simpleUser(account),
      repository_selection: 'all',
      access_tokens_url: `${api}/app/installations/${installation.id}/access_tokens`,
      repositories_url: `${api}/installation/repositories`,
      html_url: `${web}/organizations/${account.login}/settings/installations/${installation.id}`,
      app_id: installation.app_id,
      app_slug: 'callboard',
      target_id: account.id,
      target_type: account.type,
      permissions: { contents: 'read', members: 'read', metadata: 'read' },
      events: ['push', 'repository', 'membership', 'organization', 'team'],
      created_at: installation.created_at,
      updated_at: installation.created_at,
      single_file_name: null,
      suspended_by: installation.suspended_at ? this.simpleUser(account) : null,
      suspended_at: installation.suspended_at,
    };
  }

  hook(hook) {
    const url = `${this.addresses.api}/orgs/${hook.org}/hooks/${hook.id}`;
    const config = { url: hook.url, content_type: 'json', insecure_ssl: '0', secret: '********' };
    const times = { created_at: hook.created_at, updated_at: hook.created_at };
    return { id: hook.id, type: 'Organization', name: 'web', active: true, events: hook.events, config, url, ping_url: `${url}/pings`, deliveries_url: `${url}/deliveries`, ...times };
  }
}
