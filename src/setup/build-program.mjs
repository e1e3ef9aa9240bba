/**
 * Puts the program's TypeScript together into `build/program`: one file for each process, and what they share. A process
 * that starts from there takes half the processor time of one that translates its sources itself. Packages stay where
 * npm put them, and the sources stay in use for what lies beside them: models, word lists, migrations.
 *
 * `build-program.mjs [FOLDER ENTRY...]`: another folder than `build/program`, with further entries.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const [folder = 'build/program', ...further] = process.argv.slice(2);
const outdir = join(root, folder);

/** Every file that a process begins with. src/process-command.ts knows how they are named once built. */
const ENTRIES = [
  'src/main.ts',
  'src/cli/main.ts',
  'src/intake/inspector-process.ts',
  'workers/main.ts',
  'workers/page-process.ts',
  'workers/entrance-process.ts',
];

const slashed = (path) => path.split(sep).join('/');

/** `import.meta.url` goes on naming the source, by which its neighbours are found: all that is built lies in one folder. */
const sourceUrls = {
  name: 'source-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const url = `new URL(${JSON.stringify(slashed(relative(outdir, path)))}, import.meta.url).href`;
      return { contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
};

rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: [...ENTRIES, ...further].map((path) => ({
    in: path,
    out: path.replace(/\.ts$/, '').replaceAll('/', '-'),
  })),
  outdir,
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  sourcemap: 'linked',
  define: { BUILT_INTO: JSON.stringify(folder) },
  legalComments: 'none',
  plugins: [sourceUrls],
  logLevel: 'warning',
});
