/** How one process of this program starts another: built ones start built ones, sources start sources. */
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder, seen from the project's; put there when the program is built (setup/build-program.mjs). */
declare const BUILT_INTO: string | undefined;

const ROOT = fileURLToPath(new URL('../', import.meta.url));

export interface ProcessCommand {
  /** Options of Node itself. */
  execArgv: string[];
  /** The file to run. */
  path: string;
}

/** @param entry - a source file, found by `import.meta.url`; one of the entries of setup/build-program.mjs */
export function processCommand(entry: URL): ProcessCommand {
  const path = fileURLToPath(entry);
  if (typeof BUILT_INTO === 'undefined') {
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    return { execArgv: ['--import', tsx, '--enable-source-maps'], path };
  }
  const name = relative(ROOT, path).replace(/\.ts$/, '.js').split(sep).join('-');
  return { execArgv: ['--enable-source-maps'], path: join(ROOT, BUILT_INTO, name) };
}
