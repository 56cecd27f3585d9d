// An organisation in which every filter of discovery and every shape of a team has its cases: what golden/github.json was
// recorded over. Nothing in it is random.
const token = 'ghp_golden';

export const people = 130;
export const options = { token, limit: 100_000 };

export function fill(state) {
  for (const org of ['Acme', 'beta']) state.addOrganization(org);
  for (let i = 0; i < people; ++i) {
    const login = `User-${i}`;
    const fields = { name: i % 3 ? `Name ${i}` : undefined, bio: i % 4 ? `Builds ${i}` : undefined, email: i % 2 ? `u${i}@example.com` : undefined };
    state.addUser(login, fields);
    state.addMember(i % 5 ? 'Acme' : 'beta', login);
    if (i % 7 === 0) state.addMember('beta', login);
  }
  for (let i = 0; i < 60; ++i) {
    const members = Array.from({ length: i === 5 ? 120 : i }, (_, number) => `User-${number}`).filter((_, number) => number % 5);
    state.addTeam('Acme', `Team ${i}`, { parent: i > 3 ? `team-${i % 3}` : undefined, description: i % 2 ? `The team ${i}` : null, members });
  }
  state.addTeam('beta', 'Team 1', { members: ['User-0', 'User-5'] });
  for (let i = 0; i < 130; ++i) {
    state.addRepository('Acme', `repo-${i}`, {
      topics: [['a'], ['b'], ['a', 'x'], []][i % 4],
      archived: i % 9 === 0,
      fork: i % 6 === 0,
      visibility: ['public', 'private', 'internal'][i % 3],
      defaultBranch: i % 5 ? 'main' : 'master',
      files: i % 10 ? { 'catalog-info.yaml': '# nothing\n' } : { 'README.md': '' },
    });
  }
}

/** app-config.yaml with one provider: a key of `discoveries`, or "org". */
export function configFor(github, provider) {
  const host = new URL(github.addresses.origin).host;
  const schedule = { frequency: { hours: 3 }, timeout: { minutes: 5 } };
  const org = { githubOrg: { id: 'people', githubUrl: `https://${host}`, orgs: ['Acme', 'beta'], schedule } };
  const discovery = { github: { [provider]: { organization: 'Acme', host, schedule, ...discoveries[provider] } } };
  return {
    integrations: { github: [{ host, apiBaseUrl: github.addresses.api, token }] },
    catalog: { processingInterval: { hours: 5 }, rules: [{ allow: ['User', 'Group', 'Location'] }], providers: provider === 'org' ? org : discovery },
  };
}

export const discoveries = {
  plain: {},
  validated: { validateLocationsExist: true },
  topics: { filters: { topic: { include: ['a'], exclude: ['x'] }, allowForks: false } },
  visibility: { filters: { visibility: ['private', 'internal'], repository: 'repo-\\d5', allowArchived: true, branch: 'main' } },
  pattern: { catalogPath: '/**/catalog-info.yaml' },
};

/** What is comparable of an entity: without what processing adds, lists without an order, hosts without a port. */
export function comparable(github, entities) {
  const host = new URL(github.addresses.origin).host;
  const text = JSON.stringify(entities).replaceAll(host, 'github.example.com');
  const plain = JSON.parse(text).map(({ apiVersion, kind, metadata, spec }) => {
    const { uid, etag, ...rest } = metadata;
    const annotations = { ...rest.annotations };
    for (const name of ['view-url', 'source-location', ...(kind === 'Group' ? [] : ['edit-url'])]) delete annotations[`backstage.io/${name}`];
    for (const list of ['memberOf', 'children', 'members']) spec[list]?.sort();
    // The name of a Location is a digest of its target, and so of the port.
    return { apiVersion, kind, metadata: { ...rest, namespace: rest.namespace ?? 'default', annotations, name: kind === 'Location' ? '' : rest.name }, spec };
  });
  const key = ({ kind, metadata, spec }) => `${kind}:${metadata.namespace}/${metadata.name}${spec.target ?? ''}`;
  return plain.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
