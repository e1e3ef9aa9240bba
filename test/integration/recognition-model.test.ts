import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodePage } from '../../src/imaging/pixels.ts';
import { greedyText } from '../../src/recognition/ctc.ts';
import { MODEL_PATH, openHandwritingEngine } from '../../src/recognition/handwriting-engine.ts';

const golden = new URL('../fixtures/handwriting/golden/', import.meta.url).pathname;
const vectors: { file: string; greedy: string; best: number[] }[] = JSON.parse(
  await readFile(`${golden}golden.json`, 'utf8'),
);

test('the shipped model computes in the product what it computes in training', async () => {
  const opened = await openHandwritingEngine();
  if (opened.status !== 'open') throw new Error(opened.reason.message);
  const pictures = await Promise.all(vectors.map(async ({ file }) => (await decodePage(`${golden}${file}.png`)).grey));
  const frames = await opened.engine.readFrames(pictures);
  let same = 0;
  for (const [i, { greedy, best }] of vectors.entries()) {
    const { length, classes, data } = frames[i]!;
    expect(length).toBe(best.length);
    if (greedyText(frames[i]!).text === greedy) same++;
    const apart = best.map((b, t) => Math.abs(Math.max(...data.subarray(t * classes, (t + 1) * classes)) - b));
    expect(apart.reduce((a, b) => a + b, 0) / length).toBeLessThan(0.02);
  }
  // A frame that hangs between two characters may fall to either side of a rounding.
  expect(same).toBeGreaterThanOrEqual(vectors.length - 1);
  await opened.engine.close();
});

test('a missing, truncated or foreign model file is refused with a reason', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'paraphe-model-'));
  const truncated = join(folder, 'truncated.onnx');
  await writeFile(truncated, (await readFile(MODEL_PATH)).subarray(0, 1000));
  expect(await openHandwritingEngine(truncated)).toMatchObject({
    status: 'refused',
    reason: { code: 'model_not_ours' },
  });
  expect(await openHandwritingEngine(join(folder, 'none.onnx'))).toMatchObject({
    status: 'refused',
    reason: { code: 'model_missing' },
  });
  await rm(folder, { recursive: true });
});
