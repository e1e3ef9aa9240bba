/** A preprocessed page against its truth: placed where, lines found, marks understood. */
import type { TruthPage, TruthRow } from '../../samples/make/truth.ts';
import type { FormDefinition } from '../../src/domain/form.ts';
import { type Box, offsetBox, type Point } from '../../src/domain/geometry.ts';
import type { LineImage, PageOutcome, Registration } from '../../src/domain/page.ts';
import { sourcePoint } from '../../src/preprocessing/source-point.ts';
import type { Tally } from './statistics.ts';

const MM_PER_INCH = 25.4;

/** Distance in mm on the paper between where each cell's corner was placed and where it is. */
export function cornerErrors(registration: Registration, form: FormDefinition, truth: TruthPage): number[] {
  const { geometry } = truth;
  if (!geometry) return [];
  const perMm = geometry.dpi / MM_PER_INCH;
  const errors: number[] = [];
  const compare = (box: Box, corners: readonly number[]) => {
    const [x, y, w, h] = box;
    const mm: [number, number][] = [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
    ];
    mm.forEach(([u, v], i) => {
      const at: Point = sourcePoint(registration, u, v);
      errors.push(Math.hypot(at.x - corners[2 * i]!, at.y - corners[2 * i + 1]!) / perMm);
    });
  };
  for (const line of geometry.lines) {
    const box = form.rows.boxes[line.index - 1]!;
    for (const field of form.fields) compare(offsetBox(field.box, box), line.cells[field.name]!);
  }
  return errors;
}

function tallyLine(tally: Tally, tier: string, line: LineImage, row: TruthRow | undefined): void {
  const isFound = line.state !== 'empty';
  if (isFound) tally.add(`reported.${tier}`);
  if (isFound && !row) tally.add(`invented.${tier}`);
  if (isFound && row) tally.add(`found.${tier}`);
  if (line.state === 'struck') tally.add('struck.reported');
  if (line.state === 'struck' && row?.struck) tally.add('struck.found');
  if (!isFound || !row || row.struck) return;
  tally.add('signed.lines');
  if (line.signed === row.signed) tally.add('signed.right');
  if (row.signed) tally.add('signed.yes');
  else tally.add('signed.no');
  if (row.signed && line.signed) tally.add('signed.yes.right');
  if (!row.signed && !line.signed) tally.add('signed.no.right');
  for (const cell of line.cells) tallyCell(tally, cell.ink, cell.field, row);
}

function tallyCell(tally: Tally, ink: string, field: string, row: TruthRow): void {
  const isDitto = row.ditto[field] === true;
  if (ink === 'ditto') tally.add('ditto.reported');
  if (isDitto && ink === 'ditto') tally.add('ditto.found');
  if (ink === 'corrected') tally.add('corrected.reported');
  if (row.corrected[field]) {
    tally.add('corrected.cells');
    if (ink === 'corrected') tally.add('corrected.found');
  }
  const value = row.fields[field];
  if (value === undefined || isDitto) return;
  const side = value === '' ? 'empty' : 'filled';
  tally.add(`ink.${side}`);
  if ((ink === 'empty') === (value === '')) tally.add(`ink.${side}.right`);
}

/** Counts what a page should give; what it does give is added by `tallyOutcome`. */
export function tallyTruth(tally: Tally, truth: TruthPage): void {
  tally.add(`pages.${truth.status}`);
  if (truth.status !== 'read') return;
  tally.add(`pages.${truth.tier}`);
  tally.add(`lines.${truth.tier}`, truth.rows.length);
  for (const row of truth.rows) {
    if (row.struck) tally.add('struck.lines');
    tally.add('ditto.cells', Object.keys(row.ditto).length);
  }
}

export function tallyOutcome(tally: Tally, outcome: PageOutcome, formId: string | null, truth: TruthPage): void {
  if (truth.status === 'blank') {
    if (outcome.status === 'blank') tally.add('blank.right');
    return;
  }
  if (outcome.status === 'blank') tally.add('blank.wrong');
  if (truth.status === 'unrecognised') {
    if (outcome.status === 'unrecognised') tally.add('insert.right');
    return;
  }
  if (outcome.status !== 'registered') return;
  if (formId !== truth.form) {
    tally.add('form.wrong');
    return;
  }
  tally.add(`form.right.${truth.tier}`);
  if (outcome.registration.orientation === truth.orientation) tally.add(`orientation.right.${truth.tier}`);
  const rows = new Map(truth.rows.map((row) => [row.index, row]));
  for (const line of outcome.lines) tallyLine(tally, truth.tier, line, rows.get(line.index));
}

/** What went wrong on a placed page, for those who tune. */
export function lineSlips(lines: readonly LineImage[], truth: TruthPage): string[] {
  const slips: string[] = [];
  for (const line of lines) {
    const row = truth.rows.find((r) => r.index === line.index);
    const state = row?.state ?? 'empty';
    if (line.state !== state) slips.push(`line ${line.index} ${line.state} instead of ${state}`);
    else if (row && state === 'filled' && line.signed !== row.signed)
      slips.push(`line ${line.index} signed: ${line.signed}`);
    for (const cell of row && state === 'filled' ? line.cells : []) {
      const isDitto = row!.ditto[cell.field] === true;
      if ((cell.ink === 'ditto') !== isDitto)
        slips.push(`line ${line.index} ${cell.field} ${cell.ink}${isDitto ? ' instead of ditto' : ''}`);
      else if (row!.corrected[cell.field] && cell.ink !== 'corrected')
        slips.push(`line ${line.index} ${cell.field} ${cell.ink} instead of corrected`);
      else if (cell.ink === 'corrected' && !row!.corrected[cell.field])
        slips.push(`line ${line.index} ${cell.field} corrected`);
    }
  }
  return slips;
}
