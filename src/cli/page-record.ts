/** The JSON of `paraphe read`, one object a page: what scripts outside the project rely on. */
import type { CandidateRow, CellReading } from '../domain/candidate.ts';
import { WORDLESS_TYPES } from '../domain/form.ts';
import type { Box } from '../domain/geometry.ts';
import type { Orientation } from '../domain/page.ts';

export interface RowRecord {
  /** The printed line, from 1 at the top. */
  index: number;
  state: 'filled' | 'struck';
  signed: boolean;
  struck: boolean;
  fields: Record<string, string>;
  normalised: Record<string, string>;
  confidence: Record<string, number>;
  prefill: Record<string, boolean>;
  ditto: Record<string, true>;
  box: Box;
}

export interface PageRecord {
  /** As given. */
  file: string;
  /** From 1. */
  page: number;
  status: 'read' | 'blank' | 'unrecognised' | 'unreadable';
  reason: { code: string; message: string } | null;
  form: string | null;
  orientation: Orientation;
  /** px of the rectified, upright page. */
  width: number | null;
  height: number | null;
  dpi: number | null;
  header: Record<string, string>;
  rows: RowRecord[];
}

/** Confidences are given to this many decimals: more would claim what no bench can measure. */
const DECIMALS = 4;

function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS));
}

function valuesOf<V>(cells: readonly CellReading[], pick: (cell: CellReading) => V): Record<string, V> {
  const worded = cells.filter((cell) => !WORDLESS_TYPES.includes(cell.type));
  return Object.fromEntries(worded.map((cell) => [cell.field, pick(cell)]));
}

/** Null for an empty line: those are left out. */
export function rowRecord({ index, state, signed, box, cells }: CandidateRow): RowRecord | null {
  if (state === 'empty') return null;
  return {
    index,
    state,
    signed,
    struck: state === 'struck',
    fields: valuesOf(cells, (cell) => cell.value),
    normalised: valuesOf(cells, (cell) => cell.normalised),
    confidence: valuesOf(cells, (cell) => rounded(cell.confidence)),
    prefill: valuesOf(cells, (cell) => cell.prefill),
    ditto: Object.fromEntries(cells.filter((cell) => cell.ditto).map((cell) => [cell.field, true as const])),
    box,
  };
}

export function rowRecords(rows: readonly CandidateRow[]): RowRecord[] {
  return rows.map(rowRecord).filter((row) => row !== null);
}

export function headerRecord(header: readonly CellReading[]): Record<string, string> {
  return valuesOf(header, (cell) => cell.value);
}
