/** Real handwriting: words and lines of volunteers who never trained the network, kept under test/fixtures. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { decodePage } from '../../src/imaging/pixels.ts';
import { openRecognition, type Recognition } from '../../src/recognition/open-recognition.ts';
import type { BenchOptions, Metrics } from './section.ts';
import { editDistance, ratio } from './statistics.ts';

const FOLDER = new URL('../fixtures/handwriting/', import.meta.url);

interface Sample {
  path: string;
  text: string;
}

/** `file <tab> … <tab> text`, beside the pictures. */
async function samplesOf(kind: 'words' | 'lines'): Promise<Sample[]> {
  const list = new URL(`${kind}/${kind}.tsv`, FOLDER);
  if (!existsSync(list)) return [];
  const rows = (await readFile(list, 'utf8')).trim().split('\n').slice(1);
  return rows.map((row) => {
    const cells = row.split('\t');
    return { path: fileURLToPath(new URL(`${kind}/${cells[0]}`, FOLDER)), text: cells.at(-1)! };
  });
}

class Errors {
  private letters = 0;
  private wrong = 0;
  private exact = 0;
  private count = 0;

  add(read: string, wanted: string): void {
    this.letters += [...wanted].length;
    this.wrong += editDistance(read, wanted);
    this.exact += read === wanted ? 1 : 0;
    this.count++;
  }

  metrics(name: string): Metrics {
    return {
      [`${name}.cer`]: ratio(this.wrong, this.letters),
      [`${name}.exact`]: ratio(this.exact, this.count),
      [`${name}.count`]: this.count,
    };
  }
}

/** With the language model, the network alone, and tesseract.js on the same pictures. */
async function measure(recognition: Recognition, kind: 'words' | 'lines'): Promise<Metrics> {
  const [ours, raw, tesseract] = [new Errors(), new Errors(), new Errors()];
  const print = await recognition.tesseract();
  let [ms, fields] = [0, 0];
  for (const { path, text } of await samplesOf(kind)) {
    const { grey } = await decodePage(path, { page: 1, pixelLimit: 1e7 });
    const before = process.cpuUsage();
    const reading = await recognition.readCell(grey, 'text');
    const { user, system } = process.cpuUsage(before);
    ms += (user + system) / 1000;
    fields++;
    ours.add(reading.value, text);
    raw.add(reading.raw, text);
    const [printed] = await print.readLines([{ image: grey, type: 'text' }]);
    tesseract.add(printed!.text, text);
  }
  return {
    ...ours.metrics(`reading.real_${kind}`),
    [`reading.real_${kind}.cer_network_alone`]: raw.metrics('x')['x.cer'] ?? null,
    [`reading.real_${kind}.cpu_ms`]: fields === 0 ? null : ms / fields,
    [`tesseract_cells.real_${kind}.cer`]: tesseract.metrics('x')['x.cer'] ?? null,
  };
}

export async function measureRealWords({ say }: BenchOptions): Promise<Metrics> {
  const recognition = await openRecognition();
  try {
    const metrics = { ...(await measure(recognition, 'words')), ...(await measure(recognition, 'lines')) };
    say('reading: real words and lines done');
    return metrics;
  } finally {
    await recognition.close();
  }
}
