/**
 * Preprocessing and recognition as a worker sees them: the same functions in the same order as `paraphe read`, with the
 * image store between the two.
 */
import { ParapheError } from '../src/domain/errors.ts';
import type { FormDefinition } from '../src/domain/form.ts';
import type { ColourImage, GreyImage, PageImage } from '../src/domain/image.ts';
import type { LineImage, PageOutcome, Reason } from '../src/domain/page.ts';
import { encodeJpeg } from '../src/imaging/pixels.ts';
import { type PreparedForm, prepareForm } from '../src/preprocessing/prepare-form.ts';
import { preprocessPage } from '../src/preprocessing/preprocess-page.ts';
import { openRecognition, type Recognition } from '../src/recognition/open-recognition.ts';
import type { ImageStore } from '../src/store/images.ts';
import type { PreparedPage } from '../src/store/page.ts';
import { packCells, unpackCells } from './cells.ts';
import { createScanOpener } from './scan-opener.ts';
import type { PrepareTask, Stages } from './stages.ts';
import { turnPage } from './turn-page.ts';

export interface PageStagesOptions {
  images: ImageStore;
  /** Whether the handwriting engine reads. */
  handwriting: boolean;
  softwareVersion: string;
}

/** What people look at: no visible loss at a tenth of the size. 1..100 */
const PICTURE_QUALITY = 85;
/** The machine settles a line as blank by itself only when it is this sure; a person looks at the others. */
const BLANK_CERTAINTY = 0.9;
/** Prepared forms kept, by the sha256 of their definition. */
const FORMS_KEPT = 200;

const NO_FORMS: Reason = {
  code: 'no_forms',
  message: 'No petition is open whose form could lie on this page. Open a petition, then run the page again.',
};

function reasonOf({ code, message, remedy, params }: ParapheError): Reason {
  return { code, message: remedy === undefined ? message : `${message} ${remedy}`, params };
}

export function createPageStages({ images, handwriting, softwareVersion }: PageStagesOptions): Stages {
  const open = createScanOpener(images);
  const preparedForms = new Map<string, PreparedForm>();
  const recognitions = new Map<string, Promise<Recognition>>();

  function prepared({ sha256, definition }: { sha256: string; definition: FormDefinition }): PreparedForm {
    const known = preparedForms.get(sha256);
    if (known !== undefined) return known;
    if (preparedForms.size >= FORMS_KEPT) preparedForms.clear();
    const form = prepareForm(definition);
    preparedForms.set(sha256, form);
    return form;
  }

  function recognitionFor(country: string): Promise<Recognition> {
    const known = recognitions.get(country) ?? openRecognition({ handwriting, country });
    recognitions.set(country, known);
    return known;
  }

  const store = async (picture: GreyImage | ColourImage, dpi: number | null) =>
    await images.write(await encodeJpeg(picture, { quality: PICTURE_QUALITY, ...(dpi === null ? {} : { dpi }) }));

  /** A damaged page inside a file that could be opened. */
  async function decode({ scanSha256, pageNumber, turnedBy }: PrepareTask): Promise<PageImage | Reason> {
    const scan = await open(scanSha256);
    try {
      return turnPage(await scan.page(pageNumber), turnedBy);
    } catch (error) {
      if (!(error instanceof ParapheError) || error.retryable) throw error;
      return reasonOf(error);
    }
  }

  async function preparePage(task: PrepareTask): Promise<PreparedPage> {
    const page = await decode(task);
    if ('code' in page) return { status: 'unreadable', image: null, reason: page };
    const picture = () => store(page.colour ?? page.grey, page.dpi);
    if (task.forms.length === 0) {
      return { status: 'unrecognised', orientation: 0, image: await picture(), reason: NO_FORMS, nearest: [] };
    }
    const outcome = preprocessPage(page, task.forms.map(prepared), { colour: true });
    if (outcome.status === 'registered') return await keepRegistered(task, outcome);
    const image = await picture();
    if (outcome.status !== 'unrecognised') return { ...outcome, image };
    const nearest = outcome.nearest.map(({ formIndex, score }) => ({ formId: task.forms[formIndex]!.id, score }));
    return { ...outcome, image, nearest };
  }

  async function keepRegistered(
    { pageId, generation, forms }: PrepareTask,
    outcome: Extract<PageOutcome, { status: 'registered' }>,
  ): Promise<PreparedPage> {
    const { rectified, rectifiedColour, dpi, lines, header, registration, warnings } = outcome;
    await images.writeCells(pageId, generation, packCells({ lines, header }));
    return {
      status: 'registered',
      formId: forms[outcome.formIndex]!.id,
      registration,
      dpi,
      width: rectified.width,
      height: rectified.height,
      image: await store(rectifiedColour ?? rectified, dpi),
      lines: lines.map(({ index, box }) => ({ index, box })),
      warnings,
    };
  }

  return {
    countPages: async ({ scanSha256 }) => (await open(scanSha256)).pageCount,
    preparePage,
    async readPage({ pageId, generation, form, prefillPolicy, settings }) {
      const packed = await images.readCells(pageId, generation);
      const cells = packed === null ? null : unpackCells(packed);
      if (cells === null) return null;
      const recognition = await recognitionFor(settings.country);
      const reading = await recognition.readLines(cells, form, { policy: prefillPolicy });
      const lines = new Map<number, LineImage>(cells.lines.map((line) => [line.index, line]));
      const isCertainlyBlank = (index: number) => {
        const line = lines.get(index);
        return line?.state === 'empty' && line.stateConfidence >= BLANK_CERTAINTY;
      };
      return {
        rows: reading.rows.map((row) => ({ ...row, isCertainlyBlank: isCertainlyBlank(row.index) })),
        header: reading.header.map(({ field, value, normalised, confidence }) => ({
          field,
          value,
          normalised,
          confidence,
        })),
        engines: reading.engines,
        softwareVersion,
      };
    },
  };
}
