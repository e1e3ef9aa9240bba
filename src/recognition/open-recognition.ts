/** Everything that reading lines needs, opened together: engines and lists. One of these a process. */
import type { EngineProvenance, PrefillPolicy } from '../domain/candidate.ts';
import type { FormDefinition } from '../domain/form.ts';
import type { CellImage, LineImage, Reason } from '../domain/page.ts';
import { type HandwritingEngine, openHandwritingEngine } from './handwriting-engine.ts';
import { type Lists, loadLists } from './lists.ts';
import { type PageReading, readLines } from './read-lines.ts';
import { openTesseractEngine } from './tesseract-engine.ts';
import type { PageTextEngine } from './text-engine.ts';

export interface RecognitionOptions {
  /** False: Tesseract reads alone. */
  handwriting?: boolean;
  /** Another place of the model file, for tests. */
  modelPath?: string;
  /** Two letters: whose postcodes and towns are meant. */
  country?: string;
}

/** Choices of a petition that may differ from page to page. */
export interface ReadChoices {
  policy?: PrefillPolicy;
}

export interface Recognition {
  /** Null when switched off or refused. */
  handwriting: HandwritingEngine | null;
  /** Why the handwriting model was refused; an administrator should see it. */
  refused: Reason | null;
  lists: Lists;
  engines(): EngineProvenance[];
  /** Starts on first use: most pages never need it. */
  tesseract(): Promise<PageTextEngine>;
  readLines(
    page: { lines: readonly LineImage[]; header: readonly CellImage[] },
    form: FormDefinition,
    choices?: ReadChoices,
  ): Promise<PageReading>;
  close(): Promise<void>;
}

export async function openRecognition(options: RecognitionOptions = {}): Promise<Recognition> {
  const { handwriting: wanted = true, modelPath, country = 'FR' } = options;
  const [opened, lists] = await Promise.all([wanted ? openHandwritingEngine(modelPath) : null, loadLists(country)]);
  const handwriting = opened?.status === 'open' ? opened.engine : null;
  const refused = opened?.status === 'refused' ? opened.reason : null;
  let started: Promise<PageTextEngine> | null = null;
  const tesseract = () => (started ??= openTesseractEngine());
  return {
    handwriting,
    refused,
    lists,
    tesseract,
    engines: () => (handwriting === null ? [] : [handwriting.provenance]),
    readLines: async ({ lines, header }, form, { policy } = {}) => {
      const print = handwriting === null ? await tesseract() : null;
      return readLines(lines, header, form, { lists, handwriting, tesseract: print, policy, country });
    },
    close: async () => {
      await handwriting?.close();
      await (await started)?.close();
    },
  };
}
