/** `node --import tsx samples/make/main.ts COMMAND`: makes the samples again, byte for byte the same on every machine. */
import { writeForms } from './commands/forms.ts';
import { writeSheets } from './commands/sheets.ts';

const COMMANDS: Record<string, () => Promise<void>> = {
  forms: writeForms,
  sheets: writeSheets,
};

const run = COMMANDS[process.argv[2] ?? ''];
if (run) await run();
else {
  process.stderr.write(`Usage: samples/make/main.ts ${Object.keys(COMMANDS).join('|')}\n`);
  process.exitCode = 2;
}
