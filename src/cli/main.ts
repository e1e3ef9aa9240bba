/** The command line: finds the command, prints help, turns outcomes into exit codes. */
import { ParapheError } from '../domain/errors.ts';
import { type Command, type ExitCode, UsageError } from './command.ts';
import { type CommandEntry, commands } from './command-table.ts';

function help(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, entry]) => `  ${name.padEnd(width)}  ${entry.summary}`);
  return [
    'Usage: npm run -s paraphe -- COMMAND …',
    '',
    'Commands:',
    ...lines,
    '',
    'COMMAND --help explains a command. Exit codes: 0 done, 1 some input failed, 2 wrong use.',
    '',
  ].join('\n');
}

const isHelp = (word: string | undefined) => word === '--help' || word === '-h' || word === 'help';

async function runCommand(entry: CommandEntry, args: string[]): Promise<ExitCode> {
  const { command } = await entry.load();
  if (args.some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(`${command.usage.trimEnd()}\n`);
    return 0;
  }
  try {
    return await command.run(args);
  } catch (error) {
    return report(error, command);
  }
}

/** `parseArgs` of Node reports wrong use with codes of this family. */
function isWrongUse(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function report(error: unknown, command: Command): ExitCode {
  if (isWrongUse(error)) {
    process.stderr.write(`${error.message}\n\n${command.usage.trimEnd()}\n`);
    return 2;
  }
  if (error instanceof ParapheError) {
    const remedy = error.remedy === undefined ? '' : ` ${error.remedy}`;
    process.stderr.write(`${error.code}: ${error.message}${remedy}\n`);
    return 1;
  }
  throw error;
}

async function main(argv: string[]): Promise<ExitCode> {
  const [name, ...args] = argv;
  if (isHelp(name)) {
    process.stdout.write(help());
    return 0;
  }
  const entry = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    process.stderr.write(`${name === undefined ? 'A command is missing.' : `Unknown command: ${name}`}\n\n${help()}`);
    return 2;
  }
  return await runCommand(entry, args);
}

process.exitCode = await main(process.argv.slice(2));
