// Cuts an OpenAPI document down to the operations that the fake has and what they refer to: node cut.mjs github.json > out.json
import { readFileSync } from 'node:fs';

const operations = {
  '/app': ['get'],
  '/app/installations': ['get'],
  '/app/installations/{installation_id}': ['get'],
  '/app/installations/{installation_id}/access_tokens': ['post'],
  '/installation/repositories': ['get'],
  '/orgs/{org}': ['get'],
  '/orgs/{org}/hooks': ['get', 'post'],
  '/orgs/{org}/members': ['get'],
  '/orgs/{org}/repos': ['get', 'post'],
  '/orgs/{org}/teams': ['get'],
  '/orgs/{org}/teams/{team_slug}': ['get'],
  '/orgs/{org}/teams/{team_slug}/members': ['get'],
  '/rate_limit': ['get'],
  '/repos/{owner}/{repo}': ['get', 'patch'],
  '/repos/{owner}/{repo}/contents/{path}': ['get', 'put'],
  '/repos/{owner}/{repo}/git/trees/{tree_sha}': ['get'],
  '/repos/{owner}/{repo}/topics': ['get'],
  '/users/{username}': ['get'],
};

const whole = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const schemas = {};

function slim(node) {
  if (Array.isArray(node)) return node.map(slim);
  if (node === null || typeof node !== 'object') return node;
  if (typeof node.$ref === 'string') {
    const name = node.$ref.split('/').at(-1);
    if (!(name in schemas)) {
      schemas[name] = null;
      schemas[name] = slim(whole.components.schemas[name]);
    }
    return { $ref: node.$ref };
  }
  const drop = new Set(['description', 'example', 'examples', 'title', 'default', 'externalDocs', 'format']);
  return Object.fromEntries(Object.entries(node).filter(([key, value]) => !(drop.has(key) && typeof value !== 'object') && key !== 'examples').map(([key, value]) => [key, slim(value)]));
}

const paths = {};
for (const [path, methods] of Object.entries(operations)) {
  paths[path] = {};
  for (const method of methods) {
    const responses = {};
    for (const [status, response] of Object.entries(whole.paths[path][method].responses)) {
      const schema = response.content?.['application/json']?.schema;
      if (schema) responses[status] = { content: { 'application/json': { schema: slim(schema) } } };
    }
    paths[path][method] = { responses };
  }
}
// Octokit's document asks of an account to be a user and an enterprise at once; a single installation has it right.
paths['/app/installations'].get.responses[200].content['application/json'].schema = { type: 'array', items: { $ref: '#/components/schemas/installation' } };
const { title, version, license } = whole.info;
console.log(JSON.stringify({ openapi: whole.openapi, info: { title, version, license }, paths, components: { schemas } }));
