import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** Asks the linter about a file that imports `specifier`. */
function isRefused(path: string, specifier: string): boolean {
  const answer = spawnSync(
    process.execPath,
    ['node_modules/@biomejs/biome/bin/biome', 'lint', `--stdin-file-path=${path}`],
    { input: `import * as x from '${specifier}';\nexport const y = x;\n`, encoding: 'utf8' },
  );
  return `${answer.stdout}${answer.stderr}`.includes('noRestrictedImports');
}

describe('the direction of imports', () => {
  it.each([
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
  ])('%s may not import %s', (path, specifier) => {
    expect(isRefused(path, specifier)).toBe(true);
  });

  it.each([
    ['src/domain/a.ts', 'zod'],
    ['src/recognition/a.ts', '../imaging/pixels.ts'],
    ['src/recognition/tesseract-thread.ts', 'tesseract.js'],
    ['src/imaging/pixels.ts', 'sharp'],
    ['src/store/a.ts', './generated/client.ts'],
    ['src/api/a.ts', '../review/b.ts'],
    ['src/web/a.ts', '../domain/roles.ts'],
    ['workers/a.ts', 'bullmq'],
  ])('%s may import %s', (path, specifier) => {
    expect(isRefused(path, specifier)).toBe(false);
  });
});
