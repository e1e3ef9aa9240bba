/**
 * Sets up what a fresh clone lacks: dependencies, the Prisma client, the pages. Runs before anything is installed, so
 * plain JavaScript and Node's own modules only. Speaks on stderr; a second run finds its stamps and does nothing.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSteps } from './steps.mjs';
import { withLock } from './lock.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Thrown for what the person at the keyboard can put right: printed without a stack trace. */
export class SetupError extends Error {}

function checkNode() {
  const wanted = JSON.parse(readFileSync(`${root}package.json`, 'utf8')).engines.node;
  const numbers = (text) =>
    text
      .replace(/^[^\d]*/, '')
      .split('.')
      .map(Number);
  const [major, minor = 0] = numbers(wanted);
  const [hasMajor, hasMinor] = numbers(process.version);
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) return;
  throw new SetupError(
    `Paraphe needs Node ${wanted}, but this is ${process.version}. Install a newer Node from https://nodejs.org and try again.`,
  );
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

async function main() {
  checkNode();
  const pending = createSteps(root).filter((step) => !step.isDone());
  if (pending.length === 0) return;
  mkdirSync(`${root}build`, { recursive: true });
  await withLock(`${root}build/setup.lock`, say, () => {
    // Asked again: another run may have done it while this one waited, and each step changes what the next one needs.
    for (const step of createSteps(root)) {
      if (step.isDone()) continue;
      const startedAt = Date.now();
      say(`Setting up: ${step.title} …`);
      step.run();
      say(`Setting up: ${step.title} took ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    }
  });
}

try {
  await main();
} catch (error) {
  const isPlain = error instanceof SetupError || error?.name === 'StepError' || typeof error?.errno === 'number';
  say(isPlain ? `Set-up failed: ${error.message}` : `Set-up failed: ${error?.stack ?? error}`);
  process.exitCode = 1;
}
