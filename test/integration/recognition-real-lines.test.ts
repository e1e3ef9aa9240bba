import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { decodePage } from '../../src/imaging/pixels.ts';
import { greedyText } from '../../src/recognition/ctc.ts';
import { openLanguageModels } from '../../src/recognition/language-model.ts';
import { readText } from '../../src/recognition/read-text.ts';
import { posterior } from '../../src/recognition/candidates.ts';
import { openHandwritingEngine } from '../../src/recognition/handwriting-engine.ts';

const folder = new URL('../fixtures/handwriting/lines/', import.meta.url).pathname;
/** Share of characters wrong above which the shipped model is not the one that was measured (it reads about 0.15). */
const CEILING = 0.22;
/** The same with the language model (it reads about 0.07). */
const CEILING_WITH_LANGUAGE = 0.11;

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

test('real lines of writers kept for testing stay under the error ceiling', async () => {
  const opened = await openHandwritingEngine();
  if (opened.status !== 'open') throw new Error(opened.reason.message);
  const rows = (await readFile(`${folder}lines.tsv`, 'utf8')).trim().split('\n').slice(1);
  const lines = rows.map((row) => row.split('\t') as [string, string, string]);
  const images = await Promise.all(lines.map(async ([file]) => (await decodePage(`${folder}${file}`)).grey));
  const frames = await opened.engine.readFrames(images);
  const french = (await openLanguageModels()).models(['fr']);
  let [wrong, wrongWithLanguage, all] = [0, 0, 0];
  for (const [i, [, , text]] of lines.entries()) {
    // The alphabet has the straight apostrophe and the hyphen only.
    const wanted = text
      .replace(/[’‘]/g, "'")
      .replace(/[–—]/g, '-')
      .replace(/[«»“”]/g, '"');
    wrong += distance(greedyText(frames[i]!).text, wanted);
    wrongWithLanguage += distance(posterior(readText(frames[i]!, french))[0]!.value, wanted);
    all += wanted.length;
  }
  await opened.engine.close();
  expect(lines.length).toBeGreaterThanOrEqual(24);
  expect(wrong / all).toBeLessThan(CEILING);
  expect(wrongWithLanguage / all).toBeLessThan(CEILING_WITH_LANGUAGE);
});
