// One portal for all browser tests, over the example organisation.
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { root, startPostgres, startProgram, temporaryFolder, waitUntil, writeConfig } from '../support/stack.mjs';
import { pushToken } from './support.mjs';

export default async function start() {
  const postgres = startPostgres();
  const folder = temporaryFolder('e2e');
  let portal;
  const stop = async () => {
    await portal?.stop();
    postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const database = writeConfig(folder, 'database.json', {
      app: { quickLinks: [{ title: 'Handbook', url: 'https://handbook.example.com' }] },
      backend: {
        database: { connection: postgres.connection },
        auth: { externalAccess: [{ type: 'static', options: { token: pushToken, subject: 'ci' } }] },
      },
    });
    portal = await startProgram('server/callboard', { config: [join(root, 'examples/app-config.yaml'), database] });
    await waitUntil(() => hasExamples(portal.baseUrl));
    process.env.CALLBOARD_URL = portal.baseUrl;
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function hasExamples(baseUrl) {
  const response = await fetch(`${baseUrl}/api/catalog/entities/by-query?limit=0&filter=kind=component`);
  return response.ok && (await response.json()).totalItems >= 30;
}
