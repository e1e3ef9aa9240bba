import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import type { GreyImage } from '../../src/domain/image.ts';
import { decodePage } from '../../src/imaging/pixels.ts';
import { openTesseractEngine, poolOf } from '../../src/recognition/tesseract-engine.ts';
import { type EngineThread, LAYOUT, loadLanguages, startThread } from '../../src/recognition/tesseract-thread.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close();
});

async function printed(text: string, width = 600, height = 90): Promise<GreyImage> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/><text x="20" y="60" font-family="DejaVu Sans, Arial, sans-serif" font-size="44">${text}</text></svg>`;
  return (await decodePage(await sharp(Buffer.from(svg)).png().toBuffer())).grey;
}

test('reads print, by field type, and finds words on a page', async () => {
  const engine = await openTesseractEngine();
  opened.push(engine);
  const lines = await engine.readLines([
    { image: await printed('Code postal'), type: 'text' },
    { image: await printed('29000'), type: 'postcode' },
  ]);
  expect(lines.map((line) => line.text)).toEqual(['Code postal', '29000']);
  const words = await engine.readPage(await printed('Prénom', 800, 400));
  expect(words.map((word) => word.text)).toContain('Prénom');
  expect(engine.provenance.modelSha256).toMatch(/^[0-9a-f]{64}$/);
});

test('a bad picture fails alone, a dead thread is replaced, a hung one is given up', async () => {
  const languages = await loadLanguages(['eng']);
  opened.push(languages);
  const started: EngineThread[] = [];
  const pool = poolOf(1, async () => {
    const thread = await startThread(languages);
    started.push(thread);
    return thread;
  });
  opened.push(pool);
  const bytes = await sharp(Buffer.from((await printed('Nom')).data), { raw: { width: 600, height: 90, channels: 1 } })
    .png()
    .toBuffer();
  const request = { bytes, layout: LAYOUT.line, whitelist: '', dpi: 300, withWords: false };
  await expect(pool.ask({ ...request, bytes: Buffer.from('no picture') }, 10_000)).rejects.toBeDefined();
  expect((await pool.ask(request, 10_000)).text.trim()).toBe('Nom');
  expect(started).toHaveLength(1);
  await started[0]!.stop();
  expect((await pool.ask(request, 10_000)).text.trim()).toBe('Nom');
  expect(started).toHaveLength(2);
  await expect(pool.ask(request, 1)).rejects.toThrow('did not answer');
  expect((await pool.ask(request, 10_000)).text.trim()).toBe('Nom');
});
