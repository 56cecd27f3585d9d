// GraphQL queries over a schema of plain functions: selections, aliases, arguments, variables, inline fragments, @include and @skip.
const token = /\s*(?:,|#[^\n]*)*\s*(\.\.\.|[{}()[\]:$!=@]|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_]\w*)/y;

function tokens(text) {
  const found = [];
  token.lastIndex = 0;
  for (let match; (match = token.exec(text)); ) found.push(match[1]);
  return found;
}

class Parser {
  constructor(text) {
    this.tokens = tokens(text);
    this.position = 0;
  }

  peek() {
    return this.tokens[this.position];
  }

  take(expected) {
    const found = this.tokens[this.position++];
    if (expected && found !== expected) throw new Error(`Parse error: expected ${expected}, found ${found}`);
    return found;
  }

  skipParentheses() {
    for (let depth = 0; ; ) {
      const found = this.take();
      if (found === undefined) throw new Error('Parse error: unexpected end');
      if (found === '(') ++depth;
      if (found === ')' && --depth === 0) return;
    }
  }

  operation() {
    if (this.peek() === 'query') {
      this.take();
      if (this.peek() !== '(' && this.peek() !== '{') this.take();
      if (this.peek() === '(') this.skipParentheses();
    }
    return this.selections();
  }

  value() {
    const found = this.take();
    if (found === '$') {
      const name = this.take();
      return variables => variables[name];
    }
    if (found.startsWith('"')) return () => JSON.parse(found);
    if (/^-?\d/.test(found)) return () => Number(found);
    if (found === 'true' || found === 'false') return () => found === 'true';
    return () => found;
  }

  arguments() {
    const list = {};
    if (this.peek() !== '(') return list;
    this.take('(');
    while (this.peek() !== ')') {
      const name = this.take();
      this.take(':');
      list[name] = this.value();
    }
    this.take(')');
    return list;
  }

  directives() {
    const list = [];
    while (this.peek() === '@') {
      this.take();
      list.push({ name: this.take(), arguments: this.arguments() });
    }
    return list;
  }

  selections() {
    const list = [];
    this.take('{');
    while (this.peek() !== '}') {
      if (this.peek() === undefined) throw new Error('Parse error: unexpected end');
      if (this.peek() === '...') {
        this.take();
        this.take('on');
        list.push({ fragment: this.take(), directives: this.directives(), selections: this.selections() });
        continue;
      }
      let name = this.take();
      const alias = name;
      if (this.peek() === ':') {
        this.take();
        name = this.take();
      }
      const field = { alias, name, arguments: this.arguments(), directives: this.directives() };
      if (this.peek() === '{') field.selections = this.selections();
      list.push(field);
    }
    this.take('}');
    return list;
  }
}

const isWanted = (selection, variables) => selection.directives.every(({ name, arguments: list }) => (name === 'include') === Boolean(list.if(variables)));

async function select(object, selections, variables) {
  if (object === null || object === undefined) return null;
  if (Array.isArray(object)) return Promise.all(object.map(one => select(one, selections, variables)));
  const result = {};
  for (const selection of selections) {
    if (!isWanted(selection, variables)) continue;
    if (selection.fragment) {
      if (object.__typename === selection.fragment) Object.assign(result, await select(object, selection.selections, variables));
      continue;
    }
    if (!(selection.name in object)) throw new Error(`Field '${selection.name}' doesn't exist on type '${object.__typename}'`);
    const list = Object.fromEntries(Object.entries(selection.arguments).map(([name, value]) => [name, value(variables)]));
    const member = object[selection.name];
    const value = typeof member === 'function' ? await member(list) : member;
    result[selection.alias] = selection.selections ? await select(value, selection.selections, variables) : value ?? null;
  }
  return result;
}

/** What a GraphQL endpoint answers for `query`; `root` has the fields of the type Query. */
export async function runQuery(root, query, variables = {}) {
  try {
    return { data: await select(root, new Parser(query).operation(), variables) };
  } catch (error) {
    return { data: null, errors: [{ type: error.type ?? 'INVALID', message: error.message }] };
  }
}

/** A page of `items` as GraphQL connections have it. */
export function connection(items, { first, after }, typename = 'Connection') {
  if (!(first >= 1 && first <= 100)) throw new Error('You must provide a `first` value between 1 and 100 to properly paginate the connection.');
  const begin = after ? Number(Buffer.from(after, 'base64').toString()) : 0;
  const nodes = items.slice(begin, begin + first);
  const end = begin + nodes.length;
  return {
    __typename: typename,
    totalCount: items.length,
    nodes,
    pageInfo: { __typename: 'PageInfo', hasNextPage: end < items.length, endCursor: nodes.length > 0 ? Buffer.from(String(end)).toString('base64') : null },
  };
}
