/**
 * A process that holds a data folder and runs the built-in database in it, for tests that kill such a process. Takes
 * the folder and, under root, the user to become. Writes one line: `up` with the address, or the error's code, message
 * and remedy; then stays until SIGTERM.
 */
import { holdDataFolder, prepareDataFolder } from '../../src/data-folder.ts';
import { ParapheError } from '../../src/domain/errors.ts';
import { startEmbeddedPostgres } from '../../src/embedded/start-embedded-postgres.ts';

const [folder = '', uid] = process.argv.slice(2);

const print = (answer: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(answer)}\n`);

async function main(): Promise<void> {
  if (uid !== undefined) {
    // Only now: what the imports need may lie where only root can read.
    process.setgid?.(Number(uid));
    process.setuid?.(Number(uid));
  }
  prepareDataFolder(folder);
  const release = holdDataFolder(folder);
  const said: string[] = [];
  const server = await startEmbeddedPostgres({ dataFolder: folder, say: (line) => said.push(line) });
  const stopped = new Promise((resolve) => process.once('SIGTERM', resolve));
  print({ code: 'up', url: server.url, said });
  await stopped;
  await server.stop();
  release();
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ParapheError)) throw error;
  print({ code: error.code, message: error.message, remedy: error.remedy });
}
process.exit();
