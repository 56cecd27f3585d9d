// The generated organisation, and a portal's configuration over it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root, writeConfig } from '../support/stack.mjs';

/** Writes `entities` entities into the folder; gives their kinds. */
export function generate(folder, entities) {
  execFileSync(process.execPath, [join(root, 'tests/bench/data/generate.mjs'), String(entities), folder], { stdio: 'ignore' });
  return Object.keys(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')).counts);
}

/** The intervals and the log level are the defaults. The data is in `data` of the folder. */
export function configure(folder, connection, kinds) {
  return writeConfig(folder, 'app-config.json', {
    app: { title: 'Benchmark' },
    organization: { name: 'Benchmark' },
    backend: { baseUrl: 'http://127.0.0.1:7007', auth: { dangerouslyDisableDefaultAuthPolicy: true }, database: { connection } },
    auth: { providers: { guest: {} } },
    catalog: { rules: [{ allow: ['Location', ...kinds] }], locations: [{ type: 'file', target: join(folder, 'data/all.yaml') }] },
  });
}
