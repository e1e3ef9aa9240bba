/** QR codes on a page. The only file that imports zxing. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { GreyImage } from '../domain/image.ts';

let prepared: Promise<void> | null = null;

/** Its WebAssembly from this machine: left to itself the library would fetch it from the network. */
async function prepare(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const bytes = await readFile(path);
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  prepareZXingModule({ overrides: { wasmBinary } });
}

/** A page carries at most a handful. */
const MOST_CODES = 8;

/** What the codes say, in any order. Whichever way up; a tenth of a second a page. */
export async function readCodes({ width, height, data }: GreyImage): Promise<string[]> {
  prepared ??= prepare();
  await prepared;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < data.length; i++) rgba.fill(data[i]!, 4 * i, 4 * i + 4);
  // The library names the browser's type, which Node does not know.
  const picture = { width, height, data: rgba, colorSpace: 'srgb' } as Parameters<typeof readBarcodes>[0];
  const found = await readBarcodes(picture, {
    formats: ['QRCode'],
    // Without these, six of ten readable pages of a trial were missed.
    tryHarder: true,
    tryRotate: true,
    maxNumberOfSymbols: MOST_CODES,
  });
  return found.filter((code) => code.isValid).map((code) => code.text);
}
