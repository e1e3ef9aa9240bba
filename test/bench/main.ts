/** `npm run bench -- [--json FILE] [--only forms,reading,review,intake] [--split test|dev] [--pages N]` */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureForms } from './forms.ts';
import { measureIntake } from './intake.ts';
import { commit, describeMachine } from './machine.ts';
import { measureReading } from './reading.ts';
import { measureReview } from './review.ts';
import { measureSamePaper } from './same-paper.ts';
import type { BenchOptions, Metrics, Section } from './section.ts';
import { tidy } from './statistics.ts';

const SECTIONS: Record<string, Section> = {
  forms: measureForms,
  reading: measureReading,
  review: measureReview,
  intake: async (options) => ({ ...(await measureSamePaper(options)), ...(await measureIntake(options)) }),
};

const USAGE = `Usage: npm run bench -- [--json FILE] [--only NAME,NAME] [--split test|dev] [--pages N]
  --json FILE   write the figures there
  --only NAMES  of ${Object.keys(SECTIONS).join(', ')}
  --split dev   measure on development layouts, writers and words, for tuning; figures are given on test
  --pages N     at most N made pages (all: 216); where none are made yet, no more than N are
`;

const say = (line: string) => process.stderr.write(`${line}\n`);

/** A part that fails says why; the figures of the others still stand. */
async function measure(name: string, options: BenchOptions): Promise<{ metrics: Metrics; failed: boolean }> {
  say(`${name}: begins`);
  const began = performance.now();
  try {
    const metrics = await SECTIONS[name]!(options);
    say(`${name}: done in ${Math.round((performance.now() - began) / 1000)} s`);
    return { metrics, failed: false };
  } catch (error) {
    say(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return { metrics: {}, failed: true };
  }
}

function print(metrics: Metrics): void {
  const width = Math.max(0, ...Object.keys(metrics).map((name) => name.length));
  for (const [name, value] of Object.entries(metrics)) process.stdout.write(`${name.padEnd(width)}  ${value ?? '–'}\n`);
}

async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      only: { type: 'string' },
      split: { type: 'string', default: 'test' },
      pages: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const names = values.only?.split(',') ?? Object.keys(SECTIONS);
  const split = values.split;
  if (values.help || names.some((name) => !(name in SECTIONS)) || (split !== 'test' && split !== 'dev')) {
    process.stderr.write(USAGE);
    return values.help ? 0 : 2;
  }
  const options: BenchOptions = { split, pages: values.pages ? Number(values.pages) : null, say };
  const machine = describeMachine();
  const metrics: Metrics = {};
  let failed = false;
  for (const name of names) {
    const part = await measure(name, options);
    for (const [key, value] of Object.entries(part.metrics)) metrics[key] = tidy(value);
    failed ||= part.failed;
  }
  print(metrics);
  if (values.json) {
    await writeFile(values.json, `${JSON.stringify({ machine, commit: commit(), split, metrics }, null, 1)}\n`);
  }
  return failed ? 1 : 0;
}

process.exitCode = await run();
