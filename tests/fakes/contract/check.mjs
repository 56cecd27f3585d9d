// Says how an answer differs from what an OpenAPI 3.0 document promises.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';

/** OpenAPI 3.0 writes `nullable` where JSON Schema has a type "null". */
function asJsonSchema(node) {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (node === null || typeof node !== 'object') return node;
  const { nullable, ...rest } = node;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, asJsonSchema(value)]));
  if (nullable !== true) return schema;
  const { anyOf, ...others } = schema;
  return anyOf ? { ...others, anyOf: [...anyOf, { type: 'null' }] } : { anyOf: [schema, { type: 'null' }] };
}

export function contract(file) {
  const document = asJsonSchema(JSON.parse(readFileSync(file, 'utf8')));
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(document, 'contract');
  const templates = Object.keys(document.paths).map(path => {
    const names = path.split('/').map(part => (part === '{path}' ? '.+' : part.startsWith('{') ? '[^/]+' : part));
    return { path, pattern: new RegExp(`^${names.join('/')}$`) };
  });
  // Literal segments win over parameters.
  templates.sort((a, b) => (a.path.match(/\{/g) ?? []).length - (b.path.match(/\{/g) ?? []).length);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`));
  return {
    operations,
    /** The operation that was met, and what is wrong with the answer. */
    check(method, path, status, body) {
      const template = templates.find(({ pattern }) => pattern.test(path));
      const responses = template && document.paths[template.path][method.toLowerCase()]?.responses;
      if (!responses?.[status]) return { problems: [`${method} ${path}: the contract has no answer ${status}`] };
      const pointer = ['paths', template.path, method.toLowerCase(), 'responses', String(status), 'content', 'application/json', 'schema'];
      const reference = pointer.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
      const validate = ajv.compile({ $ref: `contract#/${reference}` });
      validate(body);
      return { operation: `${method} ${template.path}`, problems: (validate.errors ?? []).map(error => `${method} ${path} ${error.instancePath}: ${error.message}`) };
    },
  };
}
