import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** File, what it imports. */
type Import = [file: string, specifier: string];

const REFUSED: Import[] = [
  ['src/domain/a.ts', 'node:fs'],
  ['src/domain/a.ts', '../store/person.ts'],
  ['src/recognition/a.ts', '../preprocessing/b.ts'],
  ['src/recognition/training/a.ts', '../../store/b.ts'],
  ['src/recognition/a.ts', 'tesseract.js'],
  ['src/imaging/a.ts', 'sharp'],
  ['src/imaging/a.ts', '../store/b.ts'],
  ['src/store/a.ts', '../api/app.ts'],
  ['src/store/a.ts', 'bullmq'],
  ['src/jobs/a.ts', '../store/b.ts'],
  ['src/embedded/a.ts', '../store/b.ts'],
  ['src/api/routes/a.ts', '../../recognition/b.ts'],
  ['src/api/a.ts', '../store/generated/client.ts'],
  ['src/web/pages/review/a.ts', '../../../review/b.ts'],
  ['workers/a.ts', '../src/api/app.ts'],
  ['workers/a.ts', 'sharp'],
];

const ALLOWED: Import[] = [
  ['src/domain/a.ts', 'zod'],
  ['src/recognition/a.ts', '../imaging/pixels.ts'],
  ['src/recognition/tesseract-thread.ts', 'tesseract.js'],
  ['src/imaging/pixels.ts', 'sharp'],
  ['src/store/a.ts', './generated/client.ts'],
  ['src/api/a.ts', '../review/b.ts'],
  ['src/web/a.ts', '../domain/roles.ts'],
  ['workers/a.ts', 'bullmq'],
];

/** What the linter says about all of them: `file specifier` of every refused import. */
function refusedImports(folder: string): Set<string> {
  const files = new Map<string, string[]>();
  for (const [file, specifier] of [...REFUSED, ...ALLOWED]) files.set(file, [...(files.get(file) ?? []), specifier]);
  copyFileSync('biome.json', join(folder, 'biome.json'));
  for (const [file, specifiers] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    // One import a line, so that the line tells which.
    writeFileSync(join(folder, file), specifiers.map((specifier) => `import '${specifier}';\n`).join(''));
  }
  const biome = resolve('node_modules/@biomejs/biome/bin/biome');
  const options = ['lint', '--max-diagnostics=none', '--colors=off', '.'];
  const { stdout, stderr } = spawnSync(process.execPath, [biome, ...options], { cwd: folder, encoding: 'utf8' });
  const found = `${stdout}${stderr}`.matchAll(/(\S+\.ts):(\d+):\d+ lint\/style\/noRestrictedImports/g);
  return new Set(
    [...found].map(([, path = '', line]) => {
      const file = isAbsolute(path) ? relative(realpathSync(folder), path) : path;
      return `${file} ${files.get(file)?.[Number(line) - 1]}`;
    }),
  );
}

describe('the direction of imports', () => {
  const refused = refusedImports(temporaryFolder());

  it.each(REFUSED)('%s may not import %s', (file, specifier) => {
    expect(refused).toContain(`${file} ${specifier}`);
  });

  it.each(ALLOWED)('%s may import %s', (file, specifier) => {
    expect(refused).not.toContain(`${file} ${specifier}`);
  });
});
