/**
 * The only file that imports tesseract.js: one engine thread that may hang or die without taking the process along.
 *
 * Traps it closes: without `errorHandler` one corrupt picture kills the process; a wrong language path never settles
 * (so the data's presence is checked first; it comes from npm packages, never from a network); a terminated or dead thread never
 * answers (so every call has a limit); a thread adapts to what it read before (so it is replaced every so often).
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createWorker, OEM, type PSM, type Worker } from 'tesseract.js';

export interface Languages {
  /** As Tesseract names them together: `fra+eng`. */
  codes: string;
  /** A folder of our own with one file a language: tesseract.js looks for all of them in one place. */
  folder: string;
  /** Of all files in order, hex. */
  sha256: string;
  /** Removes the folder. */
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);

/** Best accuracy in integer arithmetic, as the npm packages carry it. */
const VARIANT = '4.0.0_best_int';

/** @param codes three-letter codes for which a @tesseract.js-data package is installed */
export async function loadLanguages(codes: readonly string[]): Promise<Languages> {
  const hash = createHash('sha256');
  const folder = await mkdtemp(join(tmpdir(), 'paraphe-languages-'));
  for (const code of codes) {
    const root = dirname(require.resolve(`@tesseract.js-data/${code}/package.json`));
    const file = `${code}.traineddata.gz`;
    hash.update(await readFile(join(root, VARIANT, file)));
    await symlink(join(root, VARIANT, file), join(folder, file));
  }
  return {
    codes: codes.join('+'),
    folder,
    sha256: hash.digest('hex'),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Page layouts we ask for (Tesseract's numbers). */
export const LAYOUT = { sparse: '11', page: '3', block: '6', line: '7' } as const;
export type Layout = (typeof LAYOUT)[keyof typeof LAYOUT];

export interface Request {
  /** An encoded picture. */
  bytes: Uint8Array;
  layout: Layout;
  /** Characters to choose from; '' for all. */
  whitelist: string;
  dpi: number;
  withWords: boolean;
}

export interface FoundWord {
  text: string;
  confidence: number;
  box: [number, number, number, number];
}

export interface Answer {
  text: string;
  /** 0..1 */
  confidence: number;
  words: FoundWord[];
}

export interface EngineThread {
  /** Rejects when the picture is bad, the thread died or `limitMs` passed; after the last two the thread is of no more use. */
  ask(request: Request, limitMs: number): Promise<Answer>;
  isUsable(): boolean;
  stop(): Promise<void>;
}

/** Start-up is a third of a second; a machine under load may take thirty times that. */
const START_LIMIT_MS = 30_000;

function limited<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Tesseract did not ${what} within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The thread behind a worker: tesseract.js has it, its types do not say so. */
function threadOf(worker: Worker): import('node:worker_threads').Worker | null {
  const inner: unknown = 'worker' in worker ? worker.worker : null;
  return inner !== null && typeof inner === 'object' && 'on' in inner
    ? (inner as import('node:worker_threads').Worker)
    : null;
}

export async function startThread(languages: Languages): Promise<EngineThread> {
  const starting = createWorker(languages.codes, OEM.LSTM_ONLY, {
    langPath: languages.folder,
    cacheMethod: 'none',
    gzip: true,
    errorHandler: () => {},
  });
  // If it comes up after the limit, nobody holds it any more: stop it then.
  const worker = await limited(starting, START_LIMIT_MS, 'start').catch((error: unknown) => {
    starting.then((late) => late.terminate()).catch(() => {});
    throw error;
  });
  let usable = true;
  let onDeath: (error: Error) => void = () => {};
  threadOf(worker)?.on('exit', () => {
    usable = false;
    onDeath(new Error('The Tesseract thread died'));
  });
  const parameters = { layout: '', whitelist: '', dpi: 0 };

  const recognise = async (request: Request): Promise<Answer> => {
    const { layout, whitelist, dpi } = request;
    if (parameters.layout !== layout || parameters.whitelist !== whitelist || parameters.dpi !== dpi) {
      await worker.setParameters({
        tessedit_pageseg_mode: layout as PSM,
        tessedit_char_whitelist: whitelist,
        user_defined_dpi: String(dpi),
      });
      Object.assign(parameters, { layout, whitelist, dpi });
    }
    const { data } = await worker.recognize(Buffer.from(request.bytes), {}, { text: true, blocks: request.withWords });
    return { text: data.text, confidence: Math.max(0, data.confidence) / 100, words: wordsOf(data.blocks) };
  };

  return {
    isUsable: () => usable,
    stop: async () => {
      usable = false;
      await worker.terminate();
    },
    ask: async (request, limitMs) => {
      const died = new Promise<never>((_resolve, reject) => {
        onDeath = reject;
      });
      const done = recognise(request);
      done.catch(() => {});
      died.catch(() => {});
      try {
        return await limited(Promise.race([done, died]), limitMs, 'answer');
      } catch (error) {
        if (error instanceof Error && /did not answer|thread died/.test(error.message)) usable = false;
        throw error;
      }
    },
  };
}

type Blocks = Awaited<ReturnType<Worker['recognize']>>['data']['blocks'];

function wordsOf(blocks: Blocks): FoundWord[] {
  return (blocks ?? []).flatMap((block) =>
    block.paragraphs.flatMap((paragraph) =>
      paragraph.lines.flatMap((line) =>
        line.words.map(({ text, confidence, bbox }) => ({
          text,
          confidence: confidence / 100,
          box: [bbox.x0, bbox.y0, bbox.x1 - bbox.x0, bbox.y1 - bbox.y0] as [number, number, number, number],
        })),
      ),
    ),
  );
}
