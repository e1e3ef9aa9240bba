/**
 * Preprocessing and recognition as a worker sees them: the same functions in the same order as `paraphe read`, with the
 * image store between the two.
 */
import type { FormDefinition } from '../src/domain/form.ts';
import type { GreyImage } from '../src/domain/image.ts';
import type { LineImage, PageOutcome, Reason } from '../src/domain/page.ts';
import { packStrips } from '../src/imaging/strip-pack.ts';
import { readCodes } from '../src/imaging/read-codes.ts';
import { parseSeparatorCode } from '../src/forms/print-separator.ts';
import { type PreparedForm, prepareForm } from '../src/preprocessing/prepare-form.ts';
import { preprocessPage } from '../src/preprocessing/preprocess-page.ts';
import { openRecognition, type Recognition } from '../src/recognition/open-recognition.ts';
import { stripGeometry } from '../src/review/strip-geometry.ts';
import type { ImageStore } from '../src/store/images.ts';
import type { PreparedPage } from '../src/store/page.ts';
import { packCells, unpackCells } from './cells.ts';
import { createDraftStages } from './draft-stages.ts';
import { createEntranceStages, createPageDecoder, createPictureStore, warnOfSide } from './entrance-stages.ts';
import { createScanOpener } from './scan-opener.ts';
import type { PrepareTask, Stages } from './stages.ts';

export interface PageStagesOptions {
  images: ImageStore;
  /** Whether the handwriting engine reads. */
  handwriting: boolean;
  softwareVersion: string;
}

/** The machine settles a line as blank by itself only when it is this sure; a person looks at the others. */
const BLANK_CERTAINTY = 0.9;
/** Prepared forms kept, by the sha256 of their definition. */
const FORMS_KEPT = 200;

const NO_FORMS: Reason = {
  code: 'no_forms',
  message: 'No petition is open whose form could lie on this page. Open a petition, then run the page again.',
};

async function findSeparator(grey: GreyImage): Promise<string | null> {
  for (const text of await readCodes(grey)) {
    const separatorId = parseSeparatorCode(text);
    if (separatorId !== null) return separatorId;
  }
  return null;
}

export function createPageStages({ images, handwriting, softwareVersion }: PageStagesOptions): Stages {
  const open = createScanOpener(images);
  const decode = createPageDecoder(open);
  const store = createPictureStore(images);
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

  async function preparePage(task: PrepareTask): Promise<PreparedPage> {
    const page = await decode(task);
    if ('code' in page) return { status: 'unreadable', image: null, reason: page };
    const picture = () => store(page.colour ?? page.grey, page.dpi);
    if (task.forms.length === 0) {
      return {
        status: 'unrecognised',
        orientation: 0,
        image: await picture(),
        reason: NO_FORMS,
        nearest: [],
        warnings: [],
      };
    }
    const outcome = preprocessPage(page, task.forms.map(prepared), { colour: true, isNotBlank: task.isNotBlank });
    if (outcome.status === 'registered') return await keepRegistered(task, outcome);
    const image = await picture();
    if (outcome.status === 'unreadable') return { ...outcome, image };
    if (outcome.status === 'blank') {
      return { ...outcome, image, warnings: [...outcome.warnings, ...warnOfSide(task)] };
    }
    // Only here: looking for a code costs as much as a tenth of a page, and a separator sheet carries no form.
    const separatorId = await findSeparator(page.grey);
    if (separatorId !== null) return { status: 'separator', orientation: outcome.orientation, image, separatorId };
    const nearest = outcome.nearest.map(({ formIndex, score }) => ({ formId: task.forms[formIndex]!.id, score }));
    return { ...outcome, image, nearest };
  }

  async function keepRegistered(
    { pageId, generation, forms }: PrepareTask,
    outcome: Extract<PageOutcome, { status: 'registered' }>,
  ): Promise<PreparedPage> {
    const { rectified, rectifiedColour, dpi, lines, header, print, registration, warnings } = outcome;
    await images.writeCells(pageId, generation, packCells({ lines, header }));
    const upright = rectifiedColour ?? rectified;
    const image = await store(upright, dpi);
    const strips = lines.map((line) => stripGeometry(line.box, rectified).crop);
    await images.writeStrips(image, await packStrips(upright, strips));
    return {
      status: 'registered',
      formId: forms[outcome.formIndex]!.id,
      registration,
      dpi,
      width: rectified.width,
      height: rectified.height,
      image,
      lines: lines.map(({ index, box }) => ({ index, box })),
      print,
      warnings,
    };
  }

  return {
    ...createEntranceStages(images),
    ...createDraftStages({ images, store, recognitionFor, open }),
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
