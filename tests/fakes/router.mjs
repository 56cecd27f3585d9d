// A small HTTP server for fakes: routes with :parameters, JSON bodies, a log of what was asked.
import { createServer } from 'node:http';

function compile(path) {
  const source = path.replace(/:(\w+)\*/g, '(?<$1>.+)').replace(/:(\w+)/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}$`);
}

function decoded(groups) {
  return Object.fromEntries(Object.entries(groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]));
}

async function bodyOf(message) {
  const pieces = [];
  for await (const piece of message) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/**
 * `routes` is a list of [method, path, handler]; a handler takes {method, path, query, params, headers, body} and gives
 * {status, headers, body}. `around(request, handle)` sees each call first. Listens on a free port of this machine.
 */
export async function serve(routes, around, missing = { status: 404, body: { message: 'Not Found' } }) {
  const table = routes.map(([method, path, handler]) => ({ method, pattern: compile(path), handler }));
  const requests = [];
  const server = createServer(async (message, response) => {
    const url = new URL(message.url, 'http://fake');
    const request = { method: message.method, path: url.pathname, query: url.searchParams, headers: message.headers, body: await bodyOf(message) };
    const handle = async () => {
      for (const { method, pattern, handler } of table) {
        const match = method === request.method && pattern.exec(url.pathname);
        if (match) return handler({ ...request, params: decoded(match.groups) });
      }
      return missing;
    };
    let answer;
    try {
      answer = await around(request, handle);
    } catch (error) {
      answer = error.answer ?? { status: 500, body: { message: String(error.stack ?? error) } };
    }
    requests.push({ method: request.method, path: request.path, search: url.search, status: answer.status, body: request.body });
    const text = typeof answer.body === 'string' ? answer.body : answer.body === undefined ? '' : JSON.stringify(answer.body);
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers }).end(answer.status === 304 ? undefined : text);
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return {
    port: server.address().port,
    requests,
    stop: () =>
      new Promise(done => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

/** Ends a handler with an answer. */
export function answerWith(status, body, headers = {}) {
  return Object.assign(new Error(JSON.stringify(body)), { answer: { status, body, headers } });
}
