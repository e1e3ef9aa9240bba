/** Everything that reading lines needs, opened together: engines and lists. One of these a process. */
import type { CellReading, EngineProvenance, PrefillPolicy } from '../domain/candidate.ts';
import type { FieldType, FormDefinition } from '../domain/form.ts';
import type { Box } from '../domain/geometry.ts';
import type { GreyImage } from '../domain/image.ts';
import type { CellImage, LineImage, Reason } from '../domain/page.ts';
import { type HandwritingEngine, openHandwritingEngine } from './handwriting-engine.ts';
import { openLanguageModels } from './language-model.ts';
import { type Lists, loadLists } from './lists.ts';
import { type PageReading, type ReadDeps, readLines } from './read-lines.ts';
import { openTesseractEngine } from './tesseract-engine.ts';
import type { PageTextEngine } from './text-engine.ts';

export interface RecognitionOptions {
  /** False: Tesseract reads alone. */
  handwriting?: boolean;
  /** Another place of the model file, for tests. */
  modelPath?: string;
  /** Two letters: whose postcodes and towns are meant. Absent: the country of each form's language. */
  country?: string;
}

/** Choices of a petition that may differ from page to page. */
export interface ReadChoices {
  policy?: PrefillPolicy;
  onEvidence?: ReadDeps['onEvidence'];
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
  /** One picture that holds one cell or one line of writing. */
  readCell(image: GreyImage, type: FieldType, choices?: ReadChoices): Promise<CellReading>;
  close(): Promise<void>;
}

/** A cell that comes alone belongs to no form. */
const NO_FORM: FormDefinition = {
  id: 'none',
  version: 1,
  title: '',
  languages: [],
  page: { width: 1, height: 1 },
  header: [],
  rows: { boxes: [[0, 0, 1, 1]] },
  fields: [{ name: 'text', type: 'text', label: '', box: [0, 0, 1, 1], certain: true }],
};

export async function openRecognition(options: RecognitionOptions = {}): Promise<Recognition> {
  const { handwriting: wanted = true, modelPath, country } = options;
  const [opened, language] = await Promise.all([
    wanted ? openHandwritingEngine(modelPath) : null,
    openLanguageModels(),
  ]);
  const lists = loadLists(country);
  const handwriting = opened?.status === 'open' ? opened.engine : null;
  const refused = opened?.status === 'refused' ? opened.reason : language.refused;
  const shared = { lists, handwriting, languages: language.models, country };
  let started: Promise<PageTextEngine> | null = null;
  const tesseract = () => (started ??= openTesseractEngine());
  return {
    handwriting,
    refused,
    lists,
    tesseract,
    engines: () => (handwriting === null ? [] : [handwriting.provenance]),
    readLines: async ({ lines, header }, form, choices = {}) => {
      const print = handwriting === null ? await tesseract() : null;
      return readLines(lines, header, form, { ...shared, tesseract: print, ...choices });
    },
    readCell: async (image, type, choices = {}) => {
      const print = handwriting === null ? await tesseract() : null;
      const box: Box = [0, 0, image.width, image.height];
      const cell: CellImage = { field: type, type, box, ink: 'filled', inkConfidence: 1, image };
      const deps = { ...shared, tesseract: print, ...choices };
      const { header } = await readLines([], [cell], NO_FORM, deps);
      return header[0]!;
    },
    close: async () => {
      await handwriting?.close();
      await (await started)?.close();
    },
  };
}
