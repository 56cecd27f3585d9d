// What the oracle tests share: numbers from a seed, and our own side, asked through model_probe.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { buildFolder } from '../support/stack.mjs';

/** Source: mulberry32. The same seed gives the same numbers everywhere. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = count => Math.floor(next() * count);
  return { below, pick: list => list[below(list.length)], chance: share => next() < share };
}

/** The probe's answers to the questions, in their order. */
export function askProbe(questions) {
  const input = questions.map(question => JSON.stringify(question)).join('\n');
  const run = spawnSync(join(buildFolder, 'tests/conformance/model_probe'), { input: `${input}\n`, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`model_probe ended with ${run.status ?? run.error}: ${run.stderr}`);
  const answers = run.stdout.trim().split('\n').map(line => JSON.parse(line));
  if (answers.length !== questions.length) throw new Error(`${questions.length} questions, ${answers.length} answers`);
  return answers;
}

/** ORACLE_SEED repeats a run that failed. */
export const seed = Number(process.env.ORACLE_SEED ?? 20260101);
