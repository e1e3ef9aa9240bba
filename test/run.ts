/**
 * What `npm test` runs: formatting, lint rules, types, then every test. Closes with one plain line, `N passed, N
 * failed`, and names whatever was left out because this machine lacks something; in continuous integration that fails.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isContinuousIntegration } from '../src/config.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const REPORT = `${ROOT}build/test-report.json`;

interface Check {
  title: string;
  command: string[];
}

const CHECKS: Check[] = [
  { title: 'formatting (biome)', command: ['node_modules/@biomejs/biome/bin/biome', 'format', '.'] },
  {
    title: 'lint and import rules (biome)',
    command: ['node_modules/@biomejs/biome/bin/biome', 'lint', '--error-on-warnings', '.'],
  },
  { title: 'types', command: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'] },
  {
    title: 'types of the pages',
    command: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'src/web/tsconfig.json'],
  },
];

/** The part of vitest's JSON report that is used. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  /** False also when a file could not be loaded or something failed outside the tests. */
  success: boolean;
  testResults: {
    name: string;
    status: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

interface Tally {
  passed: number;
  failed: number;
  skipped: string[];
}

async function run(command: string[]): Promise<boolean> {
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'close');
  return code === 0;
}

async function runChecks(): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0, skipped: [] };
  for (const { title, command } of CHECKS) {
    const isFine = await run(command);
    process.stdout.write(`${isFine ? '✓' : '✗'} ${title}\n`);
    if (isFine) tally.passed += 1;
    else tally.failed += 1;
  }
  return tally;
}

function readReport(): Report | null {
  try {
    return JSON.parse(readFileSync(REPORT, 'utf8')) as Report;
  } catch {
    return null;
  }
}

async function runTests(only: string[]): Promise<Tally> {
  rmSync(REPORT, { force: true });
  mkdirSync(`${ROOT}build`, { recursive: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${REPORT}`];
  const isFine = await run(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...only]);
  const report = readReport();
  if (report === null) return { passed: 0, failed: 1, skipped: [] };
  // A file that cannot even be loaded, or an error outside the tests, fails without a failed test.
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.numFailedTests + broken.length;
  const skipped = report.testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status !== 'passed' && test.status !== 'failed')
    .map((test) => test.fullName);
  return { passed: report.numPassedTests, failed: isFine ? failed : Math.max(failed, 1), skipped };
}

function close({ passed, failed, skipped }: Tally): number {
  if (skipped.length > 0) {
    process.stdout.write(`\nLEFT OUT on this machine, ${skipped.length} tests:\n`);
    for (const name of skipped) process.stdout.write(`  - ${name}\n`);
  }
  const failures = failed + (isContinuousIntegration() ? skipped.length : 0);
  process.stdout.write(`\n${passed} passed, ${failures} failed\n`);
  return failures === 0 ? 0 : 1;
}

const only = process.argv.slice(2);
const checks = only.length === 0 ? await runChecks() : { passed: 0, failed: 0, skipped: [] };
const tests = await runTests(only);
process.exitCode = close({
  passed: checks.passed + tests.passed,
  failed: checks.failed + tests.failed,
  skipped: tests.skipped,
});
