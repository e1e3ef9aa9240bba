/** Real handwriting: word segments of volunteers who never trained the network, kept under test/fixtures. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { decodePage } from '../../src/imaging/pixels.ts';
import { openRecognition } from '../../src/recognition/open-recognition.ts';
import type { BenchOptions, Metrics } from './section.ts';
import { editDistance, ratio } from './statistics.ts';

/** `file <tab> text`, beside the pictures. */
const FOLDER = new URL('../fixtures/handwriting/words/', import.meta.url);

export async function measureRealWords({ say }: BenchOptions): Promise<Metrics> {
  const list = new URL('words.tsv', FOLDER);
  if (!existsSync(list)) return { 'reading.real_words.cer': null };
  const words = (await readFile(list, 'utf8'))
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([file, text]) => file && text && file !== 'file');
  const recognition = await openRecognition();
  let [letters, wrong, exact] = [0, 0, 0];
  try {
    for (const [file, text] of words) {
      const { grey } = await decodePage(fileURLToPath(new URL(file!, FOLDER)), { page: 1, pixelLimit: 1e7 });
      const { value } = await recognition.readCell(grey, 'text');
      letters += [...text!].length;
      wrong += editDistance(value, text!);
      if (value === text) exact++;
    }
  } finally {
    await recognition.close();
  }
  say(`reading: ${words.length} real words done`);
  return {
    'reading.real_words.cer': ratio(wrong, letters),
    'reading.real_words.exact': ratio(exact, words.length),
    'reading.real_words.count': words.length,
  };
}
