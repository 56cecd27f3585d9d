// One portal for all browser tests, over the example organisation.
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { root, startPostgres, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';

export default async function start() {
  const postgres = startPostgres();
  const folder = temporaryFolder('e2e');
  const database = writeConfig(folder, 'database.json', { backend: { database: { connection: postgres.connection } } });
  const portal = await startProgram('server/callboard', { config: [join(root, 'examples/app-config.yaml'), database] });
  const count = async () => {
    const response = await fetch(`${portal.baseUrl}/api/catalog/entities/by-query?limit=0&filter=kind=component`);
    return response.ok ? (await response.json()).totalItems : 0;
  };
  await waitUntil(async () => (await count()) >= 30);
  process.env.CALLBOARD_URL = portal.baseUrl;
  return async () => {
    await portal.stop();
    postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
