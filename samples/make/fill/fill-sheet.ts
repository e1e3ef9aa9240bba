/** A planned sheet in ink: what is written where, and the truth about it. */
import type { FormDefinition, FormField } from '../../../src/domain/form.ts';
import { type Box, offsetBox } from '../../../src/domain/geometry.ts';
import type { Ink, InkPath } from '../hands/ink.ts';
import { crossOut, strikeLine, tickBox, writeDitto } from '../hands/marks.ts';
import { writeSignature } from '../hands/signature.ts';
import { writeText } from '../hands/write-text.ts';
import type { Writer } from '../hands/writer.ts';
import type { Person } from '../people.ts';
import type { Rng } from '../random.ts';
import type { TruthRow } from '../truth.ts';
import { cellText } from './cell-text.ts';
import type { LinePlan } from './plan-sheet.ts';

export interface FilledSheet {
  inks: Ink[];
  rows: TruthRow[];
}

/** How often things happen in a cell. */
const MISSING: Partial<Record<FormField['type'], number>> = {
  email: 0.22,
  phone: 0.25,
  text: 0.3,
  date: 0.06,
  country: 0.1,
};
const CORRECTED = 0.035;
/** Fields a household repeats, and whether by a ditto mark. */
const SHARED = new Set<FormField['type']>(['postcode', 'city', 'address', 'country', 'date', 'family_name']);
const DITTO_INSTEAD = 0.55;

interface Cell {
  field: FormField;
  box: Box;
  plan: LinePlan;
  rng: Rng;
}

function writeInCell(writer: Writer, text: string, { box: [x, y, w, h], rng }: Pick<Cell, 'box' | 'rng'>): InkPath[] {
  const cap = Math.min(writer.capHeight, h * 0.62);
  const hand = cap === writer.capHeight ? writer : { ...writer, capHeight: cap };
  const spare = Math.max(0, h - cap);
  const baseline = y + cap + spare * Math.min(0.95, Math.max(0.3, rng.normal(0.6, 0.12)));
  const left = x + rng.float(0.6, Math.min(2.6, w * 0.1 + 0.8));
  const space = { left, baseline, width: x + w - left - 0.5 };
  return writeText(hand, text, space, rng).paths;
}

/** A first try, crossed out, then the text in what is left of the cell. */
function writeCorrected(writer: Writer, text: string, cell: Cell): InkPath[] {
  const { rng, box } = cell;
  const [x, y, w, h] = box;
  const wrong = text.slice(0, Math.max(2, Math.min(text.length - 1, rng.int(2, 5)))).replace(/\s+$/, '');
  const baseline = y + h * rng.float(0.55, 0.75);
  const cap = Math.min(writer.capHeight, h * 0.55);
  const hand = { ...writer, capHeight: cap };
  const first = writeText(hand, wrong, { left: x + 0.8, baseline, width: w * 0.4 }, rng);
  const crossed = crossOut(hand, x + 0.8, first.right, baseline, rng);
  const left = first.right + 1.2;
  const rest = writeText(hand, text, { left, baseline, width: x + w - left - 0.3 }, rng);
  return [...first.paths, ...crossed, ...rest.paths];
}

function canCorrect(text: string, field: FormField): boolean {
  return text.length >= 4 && text.length <= 12 && field.box[2] >= 24;
}

export interface FillOptions {
  signedOn: Person['birth'];
  withTown: boolean;
}

interface LineWork {
  inks: Ink[];
  row: TruthRow;
  above: TruthRow | undefined;
}

function fillCell(cell: Cell, options: FillOptions, { inks, row, above }: LineWork): void {
  const { field, box, plan, rng } = cell;
  const { writer, person } = plan;
  const put = (paths: InkPath[], by = writer) => inks.push({ pen: by.pen, paths });
  if (field.type === 'signature') {
    if (plan.signed) put(writeSignature(plan.signer, `${person.given[0]}. ${person.family}`, box, rng), plan.signer);
    return;
  }
  if (field.type === 'office') return;
  if (field.type === 'checkbox' || field.type === 'choice') {
    fillChoice(cell, row, put);
    return;
  }
  const text = cellText(field, { writer, person, rng, ...options });
  if (!text) return;
  const name = field.name;
  const carried = above?.fields[name];
  if (plan.sameHousehold && plan.state === 'filled' && SHARED.has(field.type) && carried && above.state === 'filled') {
    const isSame = above.normalised[name] === text.stored;
    if (isSame && rng.fork('ditto').chance(DITTO_INSTEAD)) {
      put(writeDitto(writer, box, rng));
      row.fields[name] = carried;
      row.normalised[name] = text.stored;
      row.ditto[name] = true;
      return;
    }
  }
  if (rng.chance(MISSING[field.type] ?? 0.01)) {
    row.fields[name] = '';
    row.normalised[name] = '';
    return;
  }
  row.fields[name] = text.paper;
  row.normalised[name] = text.stored;
  if (canCorrect(text.paper, field) && rng.chance(CORRECTED)) {
    row.corrected[name] = true;
    put(writeCorrected(writer, text.paper, cell));
  } else put(writeInCell(writer, text.paper, cell));
}

function fillChoice({ field, box, plan, rng }: Cell, row: TruthRow, put: (paths: InkPath[]) => void): void {
  const options = field.options ?? [];
  const marked = field.type === 'choice' ? rng.int(0, options.length - 1) : rng.chance(0.6) ? 0 : -1;
  const option = options[marked];
  const value = field.type === 'choice' ? (option?.label ?? '') : marked === 0 ? 'x' : '';
  row.fields[field.name] = value;
  row.normalised[field.name] = value;
  if (option) put(tickBox(plan.writer, offsetBox(option.box, box), rng));
  else if (marked === 0)
    put(tickBox(plan.writer, [box[0] + box[2] / 2 - 1.2, box[1] + box[3] / 2 - 1.2, 2.4, 2.4], rng));
}

export function fillSheet(form: FormDefinition, plans: LinePlan[], rng: Rng, options: FillOptions): FilledSheet {
  const inks: Ink[] = [];
  const rows: TruthRow[] = [];
  for (const plan of plans) {
    const line = form.rows.boxes[plan.index - 1]!;
    const row: TruthRow = {
      index: plan.index,
      state: plan.state,
      signed: plan.signed,
      struck: plan.state === 'struck',
      fields: {},
      normalised: {},
      ditto: {},
      corrected: {},
      box: line,
      writer: plan.writer.id,
      hand: plan.writer.font ?? 'strokes',
    };
    const work = { inks, row, above: rows.at(-1) };
    // Dittoes come as a rule for the whole address or not at all: cells of a line share one decision.
    const lineRng = rng.fork(`line-${plan.index}`);
    for (const field of form.fields) {
      const own = lineRng.fork(field.name);
      const ditto = lineRng.fork('address');
      const cellRng = { ...own, fork: (label: string) => (label === 'ditto' ? ditto.fork(label) : own.fork(label)) };
      fillCell({ field, box: offsetBox(field.box, line), plan, rng: cellRng }, options, work);
    }
    if (plan.state === 'struck') inks.push({ pen: plan.writer.pen, paths: strikeLine(plan.writer, line, lineRng) });
    rows.push(row);
  }
  return { inks, rows };
}
