/** What the process that touches pixels does for a petition being set up: detect its form, try it on filled sheets. */
import { InputError, SurroundingsError } from '../src/domain/errors.ts';
import type { FormDefinition } from '../src/domain/form.ts';
import type { ColourImage, GreyImage, PageImage } from '../src/domain/image.ts';
import type { PageOutcome } from '../src/domain/page.ts';
import { DEFAULT_PREFILL_POLICY } from '../src/domain/policies.ts';
import type { TrialReading } from '../src/domain/wire-draft.ts';
import { detectFilledForm } from '../src/forms/detect-filled-form.ts';
import { detectForm } from '../src/forms/detect-form.ts';
import type { PageInput } from '../src/forms/detect/read-page.ts';
import { openSheet } from '../src/forms/open-sheet.ts';
import { prepareForm } from '../src/preprocessing/prepare-form.ts';
import { preprocessPage } from '../src/preprocessing/preprocess-page.ts';
import { describePrint } from '../src/preprocessing/print.ts';
import type { Recognition } from '../src/recognition/open-recognition.ts';
import { openTesseractEngine } from '../src/recognition/tesseract-engine.ts';
import type { PageTextEngine } from '../src/recognition/text-engine.ts';
import type { ImageStore } from '../src/store/images.ts';
import type { DetectedSheet, DetectTask, Stages, TryTask } from './stages.ts';

export interface DraftStagesOptions {
  images: ImageStore;
  /** Stores a picture for people to look at. */
  store(picture: GreyImage | ColourImage, dpi: number | null): Promise<string>;
  recognitionFor(country: string): Promise<Recognition>;
  open(sha256: string): Promise<{ page(number: number): Promise<PageImage> }>;
}

/** Of the picture that detection leaves behind. */
const SHEET_DPI = 300;
/** Languages of the headings that Tesseract reads when the file has no text of its own. */
const HEADING_LANGUAGES = ['fra', 'deu', 'eng'];

type Registered = Extract<PageOutcome, { status: 'registered' }>;

export function createDraftStages(options: DraftStagesOptions): Pick<Stages, 'detectForm' | 'tryForm'> {
  const { images, store, recognitionFor, open } = options;

  async function readFile(sha256: string): Promise<Uint8Array> {
    const bytes = await images.find(sha256);
    if (bytes !== null) return bytes;
    throw new SurroundingsError('content_missing', 'The stored file of a sheet is missing.', {
      remedy: 'Send it again.',
    });
  }

  async function detect({ pages, isFilled }: DetectTask): Promise<DetectedSheet> {
    const sheets: PageInput[] = [];
    for (const { sha256, page } of pages) sheets.push(await openSheet(await readFile(sha256), page));
    const sheet = sheets[0]!;
    // Opened for this sheet alone: it takes 300 MB for a full page and is needed once a petition.
    let engine: PageTextEngine | null = null;
    const recogniseText = async (image: GreyImage) => {
      engine ??= await openTesseractEngine({ languages: HEADING_LANGUAGES });
      return await engine.readPage(image);
    };
    try {
      const found = isFilled
        ? await detectFilledForm({ pages: sheets }, { recogniseText })
        : await detectForm(sheet, { recogniseText });
      const { form, page: blank, problems } = found;
      const complete: FormDefinition = { ...form, print: describePrint(blank, form) };
      return { form: complete, image: await store(blank, SHEET_DPI), problems };
    } catch (error) {
      if (!(error instanceof InputError) || error.code !== 'form_not_found') throw error;
      // Somebody may draw the lines on the picture.
      const { grey, colour, dpi } = sheet.page;
      return { failure: { code: error.code }, image: await store(colour ?? grey, dpi) };
    } finally {
      await (engine as PageTextEngine | null)?.close();
    }
  }

  async function readTrial(outcome: Registered, { form, country, revision }: TryTask): Promise<TrialReading> {
    const recognition = await recognitionFor(country);
    const read = await recognition.readLines(outcome, form, { policy: DEFAULT_PREFILL_POLICY });
    const inked = new Map(outcome.lines.map((line) => [line.index, line]));
    return {
      status: 'registered',
      reason: null,
      width: outcome.rectified.width,
      height: outcome.rectified.height,
      residual: outcome.registration.residual,
      warnings: outcome.warnings,
      lines: read.rows.map((row) => ({
        index: row.index,
        box: row.box,
        state: inked.get(row.index)?.state ?? row.state,
        signed: row.signed,
        cells: row.cells.map(({ field, box, value, confidence, prefill }) => ({
          field,
          box,
          value,
          confidence,
          prefill,
        })),
      })),
      header: read.header.map(({ field, value, confidence }) => ({ field, value, confidence })),
      revision,
    };
  }

  async function tryForm(task: TryTask): Promise<{ trial: TrialReading; image: string | null }> {
    const page = await (await open(task.sha256)).page(task.page);
    const outcome = preprocessPage(page, [prepareForm(task.form)], { colour: true });
    if (outcome.status === 'registered') {
      const picture = outcome.rectifiedColour ?? outcome.rectified;
      return { trial: await readTrial(outcome, task), image: await store(picture, outcome.dpi) };
    }
    const { width, height } = page.grey;
    const trial: TrialReading = {
      status: outcome.status,
      reason: 'reason' in outcome ? outcome.reason : null,
      width,
      height,
      residual: null,
      warnings: 'warnings' in outcome ? outcome.warnings : [],
      lines: [],
      header: [],
      revision: task.revision,
    };
    return { trial, image: await store(page.colour ?? page.grey, page.dpi) };
  }

  return { detectForm: detect, tryForm };
}
