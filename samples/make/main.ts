/**
 * `node --import tsx samples/make/main.ts COMMAND`: makes the samples again, the same on every machine.
 *
 *   forms    samples/forms: the sample petition's blank sheet and definition
 *   sheets   samples/sheets: the committed filled sheets
 *   pages    [--split dev|test] [--pages N] [--out FOLDER] [--part 1/2] [--from N]: random layouts and filled pages of them,
 *            by default into build/bench-pages/SPLIT (ignored by git)
 */
import { writeForms } from './commands/forms.ts';
import { writePages } from './commands/pages.ts';
import { writeSheets } from './commands/sheets.ts';

const COMMANDS: Record<string, (args: string[]) => Promise<void>> = {
  forms: writeForms,
  sheets: writeSheets,
  pages: writePages,
};

const run = COMMANDS[process.argv[2] ?? ''];
if (run) await run(process.argv.slice(3));
else {
  process.stderr.write(`Usage: samples/make/main.ts ${Object.keys(COMMANDS).join('|')}\n`);
  process.exitCode = 2;
}
