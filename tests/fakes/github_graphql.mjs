// The part of GitHub's GraphQL schema that organisation discovery asks.
import { connection } from './graphql.mjs';

function missing(kind, login) {
  return Object.assign(new Error(`Could not resolve to a${kind === 'Organization' ? 'n' : ''} ${kind} with the login of '${login}'.`), { type: 'NOT_FOUND' });
}

export function githubSchema(state, documents, rate) {
  const user = login => {
    const found = state.owner(login);
    return {
      __typename: 'User',
      id: found.node_id,
      login: found.login,
      name: found.name ?? null,
      bio: found.bio ?? null,
      email: found.email ?? '',
      avatarUrl: documents.simpleUser(found).avatar_url,
      suspendedAt: found.suspended_at ?? null,
      organizationVerifiedDomainEmails: ({ login: org }) => found.verified_emails?.[org] ?? [],
      organizations: page => connection([...state.owners.values()].filter(owner => owner.members.has(login)).map(owner => organization(owner.login)), page),
    };
  };

  const team = found => ({
    __typename: 'Team',
    slug: found.slug,
    combinedSlug: `${found.org}/${found.slug}`,
    name: found.name,
    description: found.description,
    avatarUrl: found.avatar_url ?? null,
    editTeamUrl: `${documents.team(found).html_url}/edit`,
    parentTeam: () => (found.parent ? team(state.owner(found.org).teams.get(found.parent)) : null),
    members: ({ membership = 'ALL', ...page }) => {
      const all = [found];
      if (membership !== 'IMMEDIATE') {
        for (const parent of all) all.push(...[...state.owner(found.org).teams.values()].filter(child => child.parent === parent.slug));
      }
      return connection([...new Set(all.flatMap(one => [...one.members]))].map(user), page);
    },
  });

  const repository = found => ({
    __typename: 'Repository',
    name: found.name,
    url: documents.repository(found).html_url,
    isArchived: found.archived,
    isFork: found.fork,
    visibility: found.visibility.toUpperCase(),
    pushedAt: found.pushed_at,
    defaultBranchRef: () => (found.branches.has(found.default_branch) ? { __typename: 'Ref', name: found.default_branch } : null),
    repositoryTopics: page => connection(found.topics.map(name => ({ __typename: 'RepositoryTopic', topic: { __typename: 'Topic', name } })), page),
    object: ({ expression }) => {
      const [ref, path] = expression.split(/:(.*)/s);
      const text = state.branch(found, ref)?.files.get(path);
      return text === undefined ? null : { __typename: 'Blob', id: documents.contentFile(found, path, text).sha, text };
    },
  });

  const organization = login => {
    const found = state.owner(login);
    if (found?.type !== 'Organization') throw missing('Organization', login);
    return {
      __typename: 'Organization',
      login: found.login,
      name: found.name ?? null,
      membersWithRole: page => connection([...found.members.keys()].map(user), page),
      teams: ({ userLogins, ...page }) => connection([...found.teams.values()].filter(one => !userLogins || userLogins.some(member => one.members.has(member))).map(team), page),
      team: ({ slug }) => (found.teams.has(slug) ? team(found.teams.get(slug)) : null),
      repositories: page => connection(state.repositoriesOf(login).map(repository), page),
    };
  };

  return {
    __typename: 'Query',
    organization: ({ login }) => organization(login),
    user: ({ login }) => {
      if (state.owner(login)?.type !== 'User') throw missing('User', login);
      return user(login);
    },
    repositoryOwner: ({ login }) =>
      state.owner(login)
        ? {
            __typename: 'RepositoryOwner',
            login,
            repositories: page => connection(state.repositoriesOf(login).map(repository), page),
            repository: ({ name }) => (state.repository(login, name) ? repository(state.repository(login, name)) : null),
          }
        : null,
    rateLimit: () => ({ __typename: 'RateLimit', ...rate(), resetAt: new Date(rate().reset * 1000).toISOString() }),
  };
}
