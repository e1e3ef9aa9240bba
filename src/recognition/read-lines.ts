/**
 * The lines of a page → candidate rows. Cells are read together (one run of the recogniser), then decoded line by line
 * from the top, because a line may lean on the one above: ditto marks, households.
 */
import type { CandidateRow, CellReading, EngineProvenance, PrefillPolicy } from '../domain/candidate.ts';
import { type FieldType, type FormDefinition, type FormField, WORDLESS_TYPES } from '../domain/form.ts';
import type { CellImage, LineImage } from '../domain/page.ts';
import { DEFAULT_PREFILL_POLICY } from '../domain/policies.ts';
import { type Frames, joinFrames } from './frames.ts';
import type { HandwritingEngine } from './handwriting-engine.ts';
import type { LanguageModels } from './language-model.ts';
import type { Lists } from './lists.ts';
import { COUNTRY_OF_LANGUAGE } from './places.ts';
import { readByPrint } from './read-by-print.ts';
import { type LineContext, readRow } from './read-row.ts';
import { emptyReading, markReading, type ReadCell } from './readings.ts';
import { textBands } from './text-bands.ts';
import type { TextEngine } from './text-engine.ts';

export interface ReadDeps {
  lists: Lists;
  /** Null when handwriting is switched off or its model was refused: Tesseract then reads alone. */
  handwriting: HandwritingEngine | null;
  tesseract: TextEngine | null;
  policy?: PrefillPolicy;
  /** Two letters; whose postcodes are meant. Absent: the country of the form's language. */
  country?: string;
  /** Absent: free text is read as it looks. */
  languages?: LanguageModels;
  onEvidence?: LineContext['onEvidence'];
  /** Year of the reading, for the plausibility of dates. */
  year?: number;
}

export interface PageReading {
  rows: CandidateRow[];
  header: CellReading[];
  engines: EngineProvenance[];
}

/** Ages of signers, years. */
const AGES = { least: 8, most: 110 };
/** A sheet is read at most this long after it was signed. */
const SIGNED_WITHIN = 15;

/** The petition's country, or that of the sheet's language. */
function countryOf({ languages }: FormDefinition, country: string | undefined): string {
  return country ?? COUNTRY_OF_LANGUAGE[languages[0] ?? 'fr'] ?? 'FR';
}

function contextOf(deps: ReadDeps, form: FormDefinition): LineContext {
  const { lists, languages, policy, country, onEvidence } = deps;
  const today = new Date();
  const year = deps.year ?? today.getFullYear();
  const last = deps.year === undefined ? today.toISOString().slice(0, 10) : undefined;
  return {
    lists,
    onEvidence,
    freeText: () => languages?.(form.languages) ?? null,
    country: countryOf(form, country),
    policy: policy ?? DEFAULT_PREFILL_POLICY,
    windows: {
      birth: { from: year - AGES.most, to: year - AGES.least },
      signing: { from: year - SIGNED_WITHIN, to: year, last },
    },
  };
}

function isToBeRead({ type, ink }: CellImage): boolean {
  return (ink === 'filled' || ink === 'corrected') && !WORDLESS_TYPES.includes(type) && !isMark(type);
}

function isMark(type: FieldType): boolean {
  return type === 'checkbox' || type === 'choice';
}

export async function readLines(
  lines: readonly LineImage[],
  header: readonly CellImage[],
  form: FormDefinition,
  deps: ReadDeps,
): Promise<PageReading> {
  const context = contextOf(deps, form);
  const cells = [...lines.filter((line) => line.state !== 'empty').flatMap((line) => line.cells), ...header].filter(
    isToBeRead,
  );
  const read = await readAll(cells, deps);
  const fields = new Map<string, FormField>([...form.fields, ...form.header].map((field) => [field.name, field]));
  const toInput = (cell: CellImage): ReadCell => ({ cell, field: fields.get(cell.field) ?? null, ...read.get(cell) });

  const rows: CandidateRow[] = [];
  let above: CellReading[] = [];
  for (const line of lines) {
    const inputs = line.cells.map(toInput);
    const readings = line.state === 'empty' ? inputs.map(withoutReading) : readRow(inputs, above, context);
    if (line.state === 'filled') above = readings;
    rows.push({ index: line.index, state: line.state, signed: line.signed, box: line.box, cells: readings });
  }
  const engines = [deps.handwriting?.provenance, deps.tesseract?.provenance].filter((p) => p !== undefined);
  return { rows, header: readRow(header.map(toInput), [], context), engines };
}

function withoutReading(input: ReadCell): CellReading {
  return isMark(input.cell.type) ? markReading(input) : emptyReading(input.cell);
}

type Read = Pick<ReadCell, 'frames' | 'printed'>;

async function readAll(
  cells: readonly CellImage[],
  { handwriting, tesseract, lists }: ReadDeps,
): Promise<Map<CellImage, Read>> {
  if (handwriting !== null) {
    const frames = await framesOf(handwriting, cells);
    return new Map(cells.map((cell, i) => [cell, { frames: frames[i]! }]));
  }
  if (tesseract === null) return new Map();
  const printed = await readByPrint(tesseract, cells, lists);
  return new Map(cells.map((cell, i) => [cell, { printed: printed[i]! }]));
}

/** Frames of each cell; the lines of a tall one follow each other with a gap, as words do. */
async function framesOf(engine: HandwritingEngine, cells: readonly CellImage[]): Promise<Frames[]> {
  const bands = cells.map((cell) => textBands(cell.image));
  const frames = await engine.readFrames(bands.flat());
  let next = 0;
  return bands.map(({ length }) => {
    const own = frames.slice(next, next + length);
    next += length;
    return joinFrames(own);
  });
}
