// Masks what two runs can never agree on: ids, etags, cursors, folders, ports and names that are hashes of them.

const uuid = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const masked = new Set(['uid', 'etag', 'id', 'nextCursor', 'prevCursor', 'token', 'kid', 'x', 'y', 'stack']);

/** Replaces folders and ports, and masks volatile members; `unordered` sorts lists of entities. */
export function normalise(value, replacements, unordered = false) {
  const text = replacements.reduce((done, [from, to]) => done.replaceAll(from, to), JSON.stringify(value ?? null));
  const result = mask(JSON.parse(text.replace(/generated-[0-9a-f]{40}/g, 'generated-<sha1>').replace(uuid, '<uuid>')));
  return unordered ? sortEntities(result) : result;
}

function mask(value, key = '') {
  if (masked.has(key) && typeof value === 'string') return `<${key}>`;
  if (Array.isArray(value)) return value.map(item => mask(item));
  if (value === null || typeof value !== 'object') return value;
  // The place of a problem in its source is an addition of Callboard's.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([member]) => !(member === 'source' && value.type === 'backstage.io/catalog-processing'))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([member, item]) => [member, mask(item, member)]),
  );
}

function sortEntities(value) {
  const byText = (a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  if (Array.isArray(value)) return [...value].sort(byText);
  if (Array.isArray(value?.items)) return { ...value, items: [...value.items].sort(byText) };
  return value;
}
