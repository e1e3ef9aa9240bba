/**
 * The only file that imports onnxruntime: our own recogniser, run as WebAssembly on one thread (the machine's other
 * cores belong to other worker processes). A model file that is missing, cut short or not ours is refused by its
 * sha256; reading then goes on with Tesseract alone, and the refusal is reported.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import * as ort from 'onnxruntime-web/wasm';
import type { EngineProvenance } from '../domain/candidate.ts';
import type { GreyImage } from '../domain/image.ts';
import type { Reason } from '../domain/page.ts';
import { CLASS_COUNT } from './alphabet.ts';
import type { Frames } from './frames.ts';
import { CELL_HEIGHT, INK_SPAN, normaliseCell, PAPER } from './normalise-cell.ts';

export interface HandwritingEngine {
  provenance: EngineProvenance;
  /** Frames of each picture (one line of writing each), in the order given. */
  readFrames(images: readonly GreyImage[]): Promise<Frames[]>;
  close(): Promise<void>;
}

type Refused = { status: 'refused'; reason: Reason };
export type OpenedHandwriting = { status: 'open'; engine: HandwritingEngine } | Refused;

const MODELS = new URL('./models/', import.meta.url);
const ENGINE_VERSION = '1';
/** px per frame. */
const STRIDE = 4;
/** Widths are rounded up to this, so that few shapes occur. */
const WIDTH_STEP = 32;
/** Pictures run at once at most: more brings nothing on one thread and costs memory. */
const BATCH = 8;

/**
 * Bytes of WebAssembly that a function runs before V8 compiles it anew, optimised (1.8 million unless said otherwise).
 * Most of the runtime's 14 MB run once, while it starts: optimising them takes two seconds of a core. The kernels of the
 * network are past this within a few cells.
 */
const TIERING_BUDGET = 100_000_000;

export const MODEL_PATH = fileURLToPath(new URL('field-htr.onnx', MODELS));

async function expectedSha256(): Promise<string> {
  const text = await readFile(new URL('field-htr.onnx.sha256', MODELS), 'utf8');
  return text.trim().split(/\s/)[0]!;
}

function refused(code: string, message: string): Refused {
  return { status: 'refused', reason: { code, message } };
}

export type VerifiedModel = { status: 'ours'; bytes: Uint8Array; sha256: string } | Refused;

/** The model file's bytes when its sha256 is that of the shipped model. */
export async function verifyModel(modelPath: string = MODEL_PATH): Promise<VerifiedModel> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(modelPath);
  } catch {
    return refused(
      'model_missing',
      'The handwriting model file is missing; Tesseract reads alone. Install Paraphe again.',
    );
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== (await expectedSha256())) {
    return refused(
      'model_not_ours',
      'The handwriting model file is damaged or not the shipped one; Tesseract reads alone. Install Paraphe again.',
    );
  }
  return { status: 'ours', bytes, sha256 };
}

/** @param modelPath the file to load; its sha256 must be that of the shipped model */
export async function openHandwritingEngine(modelPath: string = MODEL_PATH): Promise<OpenedHandwriting> {
  const model = await verifyModel(modelPath);
  if (model.status === 'refused') return model;
  const { bytes, sha256 } = model;
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  return { status: 'open', engine: engineOf(session, sha256) };
}

function engineOf(session: ort.InferenceSession, modelSha256: string): HandwritingEngine {
  return {
    provenance: {
      engine: 'handwriting',
      version: ENGINE_VERSION,
      modelSha256,
      parameters: { height: CELL_HEIGHT, runtime: `onnxruntime-web ${ort.env.versions.web ?? ''}`.trim() },
    },
    readFrames: (images) => readFrames(session, images.map(normaliseCell)),
    close: () => session.release(),
  };
}

interface Placed {
  picture: GreyImage;
  at: number;
}

/** Neighbours in width share a run. */
function batchesOf(pictures: readonly GreyImage[]): Placed[][] {
  const sorted = pictures.map((picture, at) => ({ picture, at })).sort((a, b) => a.picture.width - b.picture.width);
  const out: Placed[][] = [];
  for (const placed of sorted) {
    const last = out.at(-1);
    const fits =
      last !== undefined &&
      last.length < BATCH &&
      padded(placed.picture.width) <= padded(last[0]!.picture.width) + WIDTH_STEP;
    if (fits) last.push(placed);
    else out.push([placed]);
  }
  return out;
}

function padded(width: number): number {
  return Math.ceil(width / WIDTH_STEP) * WIDTH_STEP;
}

async function readFrames(session: ort.InferenceSession, pictures: readonly GreyImage[]): Promise<Frames[]> {
  const out: Frames[] = new Array(pictures.length);
  for (const batch of batchesOf(pictures)) {
    const width = padded(batch.at(-1)!.picture.width);
    const input = new Float32Array(batch.length * CELL_HEIGHT * width);
    for (const [n, { picture }] of batch.entries()) fill(input.subarray(n * CELL_HEIGHT * width), picture, width);
    const result = await session.run({ x: new ort.Tensor('float32', input, [batch.length, 1, CELL_HEIGHT, width]) });
    const { data, dims } = result.lp!;
    const frames = dims[1]!;
    for (const [n, { picture, at }] of batch.entries()) {
      const length = Math.min(frames, Math.ceil(picture.width / STRIDE));
      const from = n * frames * CLASS_COUNT;
      out[at] = { length, classes: CLASS_COUNT, data: (data as Float32Array).slice(from, from + length * CLASS_COUNT) };
    }
  }
  return out;
}

/** 0 = paper, 1 = full ink. */
function fill(into: Float32Array, { width, height, data }: GreyImage, stride: number): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) into[y * stride + x] = (data[y * width + x]! - PAPER) / INK_SPAN;
  }
}
