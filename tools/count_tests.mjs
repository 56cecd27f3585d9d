#!/usr/bin/env node
// Reads the log of a test run and prints "passed failed skipped". Knows GoogleTest (through ctest), node's TAP and Playwright's list.
import { readFileSync } from 'node:fs';

const log = readFileSync(process.argv[2], 'utf8');
const sum = (pattern, group = 1) => [...log.matchAll(pattern)].reduce((total, match) => total + Number(match[group]), 0);

const counts = {
  passed: sum(/\[  PASSED  \] (\d+) tests?\./g) + sum(/^# pass (\d+)$/gm) + sum(/^ {2}(\d+) passed/gm),
  failed: sum(/^\d*:? ?(\d+) FAILED TESTS?$/gm) + sum(/^# fail (\d+)$/gm) + sum(/^ {2}(\d+) failed/gm),
  skipped: sum(/\[  SKIPPED \] (\d+) tests?/g) + sum(/^# skipped (\d+)$/gm) + sum(/^ {2}(\d+) skipped/gm),
};
console.log(counts.passed, counts.failed, counts.skipped);
