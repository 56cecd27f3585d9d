import { defineConfig } from '@playwright/test';

// Debian's Chromium in software; small pages keep WebGL quick there.
export default defineConfig({
  testDir: '.',
  globalSetup: './portal.setup.mjs',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  outputDir: '../../build/e2e-results',
  use: {
    viewport: { width: 1000, height: 700 },
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    },
    trace: 'off',
  },
});
