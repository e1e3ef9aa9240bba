/** Scan → pages → cells → candidate rows, without server, database or queue: what `paraphe read`, the bench and the samples' test share. */
import type { EngineProvenance, PrefillPolicy } from '../domain/candidate.ts';
import { ParapheError } from '../domain/errors.ts';
import type { FormDefinition } from '../domain/form.ts';
import type { PageImage } from '../domain/image.ts';
import type { PageOutcome, Reason } from '../domain/page.ts';
import { openScan } from '../intake/split-scan.ts';
import { type PreparedForm, prepareForm } from '../preprocessing/prepare-form.ts';
import { preprocessPage } from '../preprocessing/preprocess-page.ts';
import { openRecognition, type Recognition, type RecognitionOptions } from '../recognition/open-recognition.ts';
import type { PageReading } from '../recognition/read-lines.ts';
import { headerRecord, type PageRecord, rowRecords } from './page-record.ts';

export interface ReaderOptions extends RecognitionOptions {
  forms: readonly FormDefinition[];
  policy?: PrefillPolicy;
  /** Called after each stage of a page with its name and wall milliseconds. */
  onStage?: (stage: string, milliseconds: number) => void;
}

/** One page with everything that was found on the way; `record` is its JSON. */
export interface PageRead {
  record: PageRecord;
  outcome: PageOutcome | null;
  reading: PageReading | null;
}

export interface Reader {
  /** Pages in order. A damaged page is `unreadable`, the others are still read. @throws InputError when the file cannot be opened */
  readScan(path: string): AsyncIterable<PageRead>;
  readPage(image: PageImage, name: { file: string; page: number }): Promise<PageRead>;
  /** Why handwriting is not read, when its model was refused. */
  refused: Reason | null;
  engines(): EngineProvenance[];
  close(): Promise<void>;
}

export async function createReader(options: ReaderOptions): Promise<Reader> {
  const recognition = await openRecognition(options);
  const forms = options.forms.map((form) => prepareForm(form));
  const readPage: Reader['readPage'] = (image, name) => readOne(image, name, { forms, recognition, options });
  return {
    readPage,
    readScan: (path) => readScan(path, readPage),
    refused: recognition.refused,
    engines: recognition.engines,
    close: recognition.close,
  };
}

async function* readScan(path: string, readPage: Reader['readPage']): AsyncIterable<PageRead> {
  const scan = await openScan(path);
  try {
    for (let page = 1; page <= scan.pageCount; page++) {
      let image: PageImage;
      try {
        image = await scan.page(page);
      } catch (error) {
        if (!(error instanceof ParapheError)) throw error;
        const record = { ...emptyRecord({ file: path, page }), status: 'unreadable' as const, reason: reasonOf(error) };
        yield { record, outcome: null, reading: null };
        continue;
      }
      yield await readPage(image, { file: path, page });
    }
  } finally {
    scan.close();
  }
}

function reasonOf({ code, message, remedy }: ParapheError): { code: string; message: string } {
  return { code, message: remedy === undefined ? message : `${message} ${remedy}` };
}

function emptyRecord({ file, page }: { file: string; page: number }): PageRecord {
  return {
    file,
    page,
    status: 'blank',
    reason: null,
    form: null,
    orientation: 0,
    width: null,
    height: null,
    dpi: null,
    header: {},
    rows: [],
  };
}

interface ReadWith {
  forms: readonly PreparedForm[];
  recognition: Recognition;
  options: ReaderOptions;
}

async function readOne(image: PageImage, name: { file: string; page: number }, use: ReadWith): Promise<PageRead> {
  const { forms, recognition, options } = use;
  const outcome = preprocessPage(image, forms, { onStage: options.onStage });
  const record = emptyRecord(name);
  record.status = outcome.status === 'registered' ? 'read' : outcome.status;
  if (outcome.status === 'unrecognised' || outcome.status === 'unreadable') {
    record.reason = { code: outcome.reason.code, message: outcome.reason.message };
  }
  if (outcome.status === 'blank' || outcome.status === 'unrecognised') record.orientation = outcome.orientation;
  if (outcome.status !== 'registered') return { record, outcome, reading: null };

  const form = forms[outcome.formIndex]!.definition;
  const began = performance.now();
  const reading = await recognition.readLines(outcome, form, { policy: options.policy });
  options.onStage?.('read', performance.now() - began);
  Object.assign(record, {
    form: form.id,
    orientation: outcome.registration.orientation,
    width: outcome.rectified.width,
    height: outcome.rectified.height,
    dpi: outcome.dpi,
    header: headerRecord(reading.header),
    rows: rowRecords(reading.rows),
  });
  return { record, outcome, reading };
}
