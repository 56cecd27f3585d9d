// Where Callboard answers differently from Backstage on purpose, and why. `adjust(expected, actual)` turns Backstage's answer into ours.
const notes = new Map();

function difference(cases, reason, adjust) {
  for (const name of cases) notes.set(name, { reason, adjust });
}

difference(['014'], 'Backstage honours only the first of several order parameters of /entities; here all count', expected => {
  expected.body.sort((a, b) => compare(b.kind.toLowerCase(), a.kind.toLowerCase()) || compare(a.metadata.name, b.metadata.name));
});
difference(['061'], 'Backstage drops entities that lack the order field; here they come last', undefined);
difference(['139'], 'Backstage serves its app from another package; here / is the client', undefined);
difference(['068'], "the reason behind a malformed cursor is the JSON parser's own wording", expected => {
  expected.body.error.message = 'Malformed cursor: not valid JSON at byte 1';
});

difference(['088'], 'Backstage tells the first thing that is wrong with an entity; here all are told', expected => {
  const { error } = expected.body;
  error.message += `, ${error.message.replaceAll('lifecycle', 'owner')}`;
});
difference(['100'], 'Backstage answers 500 to an empty target and keeps the row, after which it cannot start again; here it is refused', expected => {
  expected.status = 400;
  expected.body.error = { name: 'InputError', message: 'Location target must not be empty' };
  expected.body.response.statusCode = 400;
});
difference(['103'], 'the location with the empty target (100) was not kept', expected => {
  expected.body = expected.body.filter(({ data }) => data.target !== '');
});
difference(['106'], 'the location with the empty target (100) was not kept; which one is first depends on random ids', (expected, actual) => {
  expected.body.totalItems = 3;
  const [item] = actual.body.items;
  if (/\/(multi|malformed|badkind)\.yaml$/.test(item.target)) expected.body.items[0].target = item.target;
});
difference(['119'], 'Backstage makes an entity up for a URL that is a descriptor; here its entities are listed', (expected, actual) => {
  const location = { type: 'url', target: 'http://127.0.0.1:7099/ok.yaml' };
  const [{ entity }] = actual.body.existingEntityFiles;
  if (entity.kind === 'Component' && entity.metadata.name === 'registered')
    expected.body = { existingEntityFiles: [{ location, isRegistered: false, entity }], generateEntities: [] };
});

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The difference of a case ("014"), if it has one. */
export function differenceOf(number) {
  return notes.get(number);
}
