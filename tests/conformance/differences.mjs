// Where Callboard answers differently from Backstage on purpose, and why. `adjust(expected)` turns Backstage's answer into ours.
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

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The difference of a case ("014"), if it has one. */
export function differenceOf(number) {
  return notes.get(number);
}
