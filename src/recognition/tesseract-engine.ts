/**
 * Tesseract for print: headings and notices on a whole page, cells filled by machine, and every cell when handwriting is
 * switched off or its model is missing. A pool of threads; one that hangs or dies is replaced and its request tried once more.
 */
import { createRequire } from 'node:module';
import type { FieldType } from '../domain/form.ts';
import type { GreyImage } from '../domain/image.ts';
import { encodePng } from '../imaging/pixels.ts';
import {
  type Answer,
  type EngineThread,
  LAYOUT,
  loadLanguages,
  type Request,
  startThread,
} from './tesseract-thread.ts';
import type { EngineReading, PageTextEngine, PrintedWord, TextLine } from './text-engine.ts';

export interface TesseractOptions {
  /** Three-letter codes; their data packages must be installed. */
  languages?: readonly string[];
  /** Threads; more than the machine's cores brings nothing. */
  threads?: number;
  /** ms for one cell; 20 times what a slow one takes. */
  lineLimitMs?: number;
  /** ms for a whole page. */
  pageLimitMs?: number;
}

/** Tesseract adapts to what it reads: a thread serves about ten sheets, then a fresh one takes over. */
const REQUESTS_PER_THREAD = 400;
/** White margin that Tesseract needs round a line, px. */
const MARGIN = 10;
/** Cells are shown at this resolution whatever the scan's: the page stage rectifies to it. */
const DPI = 300;

const DIGITS = '0123456789';
const WHITELISTS: Partial<Record<FieldType, string>> = {
  postcode: `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZ- `,
  phone: `${DIGITS}+().-/ `,
  date: `${DIGITS}./- `,
  date_of_birth: `${DIGITS}./- `,
  number: `${DIGITS}.,- `,
  email: `${DIGITS}abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@.-_+`,
};

function withMargin({ width, height, data }: GreyImage): GreyImage {
  const wide = width + 2 * MARGIN;
  const out = new Uint8Array(wide * (height + 2 * MARGIN)).fill(255);
  for (let y = 0; y < height; y++) {
    out.set(data.subarray(y * width, (y + 1) * width), (y + MARGIN) * wide + MARGIN);
  }
  return { width: wide, height: height + 2 * MARGIN, data: out };
}

export async function openTesseractEngine(options: TesseractOptions = {}): Promise<PageTextEngine> {
  const { languages: codes = ['fra', 'eng'], threads = 1, lineLimitMs = 10_000, pageLimitMs = 120_000 } = options;
  const languages = await loadLanguages(codes);
  const pool = poolOf(threads, () => startThread(languages));

  const readLine = async ({ image, type }: TextLine): Promise<EngineReading> => {
    const bytes = await encodePng(withMargin(image));
    const whitelist = WHITELISTS[type] ?? '';
    try {
      const answer = await pool.ask({ bytes, layout: LAYOUT.line, whitelist, dpi: DPI, withWords: false }, lineLimitMs);
      return { text: answer.text.replace(/\s+/g, ' ').trim(), confidence: answer.confidence };
    } catch {
      return { text: '', confidence: 0 };
    }
  };

  return {
    provenance: {
      engine: 'tesseract',
      version: createRequire(import.meta.url)('tesseract.js/package.json').version,
      modelSha256: languages.sha256,
      parameters: { languages: codes.join('+'), oem: 1 },
    },
    readLines: (lines) => Promise.all(lines.map(readLine)),
    readPage: async (image) => {
      const bytes = await encodePng(image);
      const request = { bytes, layout: LAYOUT.sparse, whitelist: '', dpi: DPI, withWords: true };
      const { words } = await pool.ask(request, pageLimitMs);
      return words.map(({ text, box, confidence }): PrintedWord => ({ text, box, confidence }));
    },
    close: async () => {
      await pool.close();
      await languages.close();
    },
  };
}

interface Pool {
  ask(request: Request, limitMs: number): Promise<Answer>;
  close(): Promise<void>;
}

interface Slot {
  thread: EngineThread | null;
  served: number;
  /** The slot's queue: requests run one after the other. */
  last: Promise<unknown>;
  waiting: number;
}

/** A fixed number of slots; each keeps a thread while it works, and replaces it when it does not. */
export function poolOf(size: number, start: () => Promise<EngineThread>): Pool {
  const slots: Slot[] = Array.from({ length: Math.max(1, size) }, () => ({
    thread: null,
    served: 0,
    last: Promise.resolve(),
    waiting: 0,
  }));

  const usableThread = async (slot: Slot): Promise<EngineThread> => {
    if (slot.thread !== null && (!slot.thread.isUsable() || slot.served >= REQUESTS_PER_THREAD)) {
      const old = slot.thread;
      slot.thread = null;
      await old.stop();
    }
    if (slot.thread === null) {
      slot.thread = await start();
      slot.served = 0;
    }
    return slot.thread;
  };

  const serve = async (slot: Slot, request: Request, limitMs: number): Promise<Answer> => {
    for (let attempt = 1; ; attempt++) {
      const thread = await usableThread(slot);
      try {
        slot.served++;
        return await thread.ask(request, limitMs);
      } catch (error) {
        // A bad picture is the request's fault and would fail again; a dead thread is not.
        if (thread.isUsable() || attempt === 2) throw error;
      }
    }
  };

  return {
    ask: (request, limitMs) => {
      const slot = slots.reduce((a, b) => (b.waiting < a.waiting ? b : a));
      slot.waiting++;
      const done = slot.last.then(() => serve(slot, request, limitMs)).finally(() => slot.waiting--);
      slot.last = done.catch(() => {});
      return done;
    },
    close: async () => {
      for (const slot of slots) {
        const thread = slot.thread;
        slot.thread = null;
        await thread?.stop();
      }
    },
  };
}
