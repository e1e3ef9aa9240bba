/** What was read against what stands on the paper: errors, calibration, prefills, and the keys a reviewer would press. */
import { fold } from '../../samples/make/splits.ts';
import type { TruthPage, TruthRow } from '../../samples/make/truth.ts';
import type { CandidateRow, CellReading } from '../../src/domain/candidate.ts';
import { type FieldType, type FormDefinition, WORDLESS_TYPES } from '../../src/domain/form.ts';
import { reliabilityTable } from '../../src/recognition/calibration.ts';
import { fold as foldWord } from '../../src/recognition/fold.ts';
import type { Lists } from '../../src/recognition/lists.ts';
import type { Metrics } from './section.ts';
import { areaUnderCurve, calibrationError, editDistance, ratio, Tally } from './statistics.ts';

/** Fields whose marks are not letters. */
const MARKED: readonly FieldType[] = ['checkbox', 'choice', ...WORDLESS_TYPES];

export interface CellCase {
  type: FieldType;
  tier: string;
  /** Number of its line on the sheet. */
  line: number;
  /** '' for an empty cell. */
  truth: string;
  isDitto: boolean;
  /** Null: the line or the page was not found. */
  cell: CellReading | null;
}

/** Every cell with writing (and every empty one of a signed line) of a page, beside its reading. */
export function cellsOf(form: FormDefinition, truth: TruthPage, rows: readonly CandidateRow[]): CellCase[] {
  const found = new Map(rows.filter((row) => row.state === 'filled').map((row) => [row.index, row]));
  const cases: CellCase[] = [];
  for (const row of truth.rows.filter((r) => !r.struck)) {
    const cells = found.get(row.index)?.cells ?? [];
    for (const field of form.fields.filter((f) => !MARKED.includes(f.type))) {
      const cell = cells.find((c) => c.field === field.name) ?? null;
      cases.push(caseOf(field, row, cell, truth.tier));
    }
  }
  return cases;
}

function caseOf(
  field: { name: string; type: FieldType },
  row: TruthRow,
  cell: CellReading | null,
  tier: string,
): CellCase {
  const isDitto = row.ditto[field.name] === true;
  return { type: field.type, tier, line: row.index, truth: row.fields[field.name] ?? '', isDitto, cell };
}

/** Tick boxes of filled lines: how many, and how many understood. */
export function countMarks(
  form: FormDefinition,
  truth: TruthPage,
  rows: readonly CandidateRow[],
): { all: number; right: number } {
  const counts = { all: 0, right: 0 };
  const marked = form.fields.filter((f) => f.type === 'checkbox' || f.type === 'choice');
  for (const row of truth.rows.filter((r) => !r.struck)) {
    const cells = rows.find((r) => r.index === row.index)?.cells ?? [];
    for (const { name } of marked) {
      counts.all++;
      if (cells.find((c) => c.field === name)?.value === row.fields[name]) counts.right++;
    }
  }
  return counts;
}

const squeeze = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();
export const isExact = (a: string, b: string) => squeeze(a) === squeeze(b);
/** Case, accents, hyphens, spaces and other punctuation ignored; @ and dots of an e-mail too. */
export const isFoldedExact = (a: string, b: string) => fold(a) === fold(b);

/** Character errors and exact fields of written (not ditto) cells, by degree of difficulty and type. */
export function accuracy(cases: readonly CellCase[], prefix = 'reading'): Metrics {
  const tally = new Tally();
  for (const { type, tier, truth, isDitto, cell } of cases) {
    if (truth === '' || isDitto) continue;
    const value = squeeze(cell?.value ?? '');
    const wanted = squeeze(truth);
    for (const key of [`${tier}.${type}`, `${tier}.all`]) {
      tally.add(`${key}.cells`);
      tally.add(`${key}.letters`, [...wanted].length);
      tally.add(`${key}.wrong`, editDistance(value, wanted));
      if (isExact(value, wanted)) tally.add(`${key}.exact`);
      if (isFoldedExact(value, wanted)) tally.add(`${key}.folded`);
    }
  }
  const metrics: Metrics = {};
  for (const tier of ['clean', 'typical', 'hard']) {
    for (const type of [...new Set(cases.map((c) => c.type)), 'all']) {
      const key = `${tier}.${type}`;
      if (tally.of(`${key}.cells`) === 0) continue;
      metrics[`${prefix}.${key}.cer`] = tally.ratio(`${key}.wrong`, `${key}.letters`);
      metrics[`${prefix}.${key}.exact`] = tally.ratio(`${key}.exact`, `${key}.cells`);
      metrics[`${prefix}.${key}.exact_folded`] = tally.ratio(`${key}.folded`, `${key}.cells`);
      metrics[`${prefix}.${key}.cells`] = tally.of(`${key}.cells`);
    }
  }
  return metrics;
}

/** Fields of digits, in which nobody corrects a space. */
const SPACED: readonly FieldType[] = ['postcode', 'phone'];

/** Whether a shown value can be left as it stands. */
function canStand(value: string, { type, truth }: CellCase): boolean {
  if (!SPACED.includes(type)) return isExact(value, truth);
  return value.replace(/\s/g, '') === truth.replace(/\s/g, '');
}

const isRight = (c: CellCase) => c.cell !== null && canStand(c.cell.value, c);

export function prefills(cases: readonly CellCase[]): Metrics {
  const metrics: Metrics = {};
  const measure = (name: string, some: readonly CellCase[]) => {
    const written = some.filter((c) => c.truth !== '');
    const filled = some.filter((c) => c.cell?.prefill && c.cell.value !== '');
    metrics[`reading.prefill.coverage${name}`] = ratio(filled.filter((c) => c.truth !== '').length, written.length);
    metrics[`reading.prefill.precision${name}`] = ratio(filled.filter(isRight).length, filled.length);
  };
  measure('', cases);
  for (const type of new Set(cases.map((c) => c.type)))
    measure(
      `.${type}`,
      cases.filter((c) => c.type === type),
    );
  const typical = cases.filter((c) => c.tier === 'typical');
  for (const type of ['postcode', 'city'] as const)
    measure(
      `.typical.${type}`,
      typical.filter((c) => c.type === type),
    );
  return metrics;
}

/** With the reliability table: by tenths of confidence, how many readings and what share of them is right. */
export function calibration(cases: readonly CellCase[]): Metrics {
  const claims = cases
    .filter((c) => c.cell !== null && c.cell.value !== '' && !c.isDitto)
    .map((c) => ({ confidence: c.cell!.confidence, right: isRight(c) }));
  const metrics: Metrics = { 'reading.ece': calibrationError(claims), 'reading.auc': areaUnderCurve(claims) };
  const judged = claims.map(({ confidence, right }) => ({ confidence, isRight: right }));
  for (const { from, count, meanConfidence, shareRight } of reliabilityTable(judged)) {
    const name = `reading.reliability.${Math.round(from * 10) * 10}`;
    metrics[`${name}.count`] = count;
    metrics[`${name}.confidence`] = meanConfidence;
    metrics[`${name}.right`] = shareRight;
  }
  return metrics;
}

/** Names that no list holds, on all sheets: whoever bears one must not be read as somebody commoner. */
export function unlisted(cases: readonly CellCase[], lists: Pick<Lists, 'family' | 'given'>): Metrics {
  const metrics: Metrics = {};
  for (const [type, lexicon] of [['family_name', lists.family] as const, ['given_name', lists.given] as const]) {
    const rare = cases.filter(
      (c) => c.type === type && c.truth !== '' && !c.isDitto && lexicon.find(foldWord(c.truth)) === null,
    );
    const sum = (of: (c: CellCase) => boolean) => ratio(rare.filter(of).length, rare.length);
    metrics[`reading.unlisted.${type}.exact`] = sum((c) => isExact(c.cell?.value ?? '', c.truth));
    metrics[`reading.unlisted.${type}.exact_folded`] = sum((c) => isFoldedExact(c.cell?.value ?? '', c.truth));
    metrics[`reading.unlisted.${type}.cells`] = rare.length;
    const filled = rare.filter((c) => c.cell?.prefill && c.cell.value !== '');
    metrics[`reading.unlisted.${type}.prefill.coverage`] = ratio(filled.length, rare.length);
    metrics[`reading.unlisted.${type}.prefill.precision`] = ratio(filled.filter(isRight).length, filled.length);
  }
  return metrics;
}

/** Keys to clear a wrong prefill. */
const CLEAR = 1;
/** Tab or Enter to the next field. */
const NEXT = 1;
/** Alternatives that are one key away. */
const OFFERED = 3;

/** Keys an attentive reviewer presses for one field. */
export function keysFor(one: CellCase): number {
  const { truth, cell } = one;
  const typing = [...truth].length + NEXT;
  const shown = cell?.prefill ? cell.value : '';
  if (canStand(shown, one)) return NEXT;
  if (truth === '') return CLEAR + NEXT;
  const offered = cell?.alternatives.slice(0, OFFERED).some((a) => canStand(a.value, one)) ?? false;
  if (offered) return 1 + NEXT;
  return typing + (shown === '' ? 0 : CLEAR);
}

/** Against typing every field of every line; an empty field costs one key either way. */
export function keystrokes(cases: readonly CellCase[]): Metrics {
  const pressed = cases.reduce((sum, c) => sum + keysFor(c), 0);
  const typed = cases.reduce((sum, c) => sum + [...c.truth].length + NEXT, 0);
  return { 'reading.keystrokes_ratio': ratio(pressed, typed) };
}
