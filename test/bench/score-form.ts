/** How much of a form definition was detected. */
import type { FormDefinition, FormField } from '../../src/domain/form.ts';
import { type Box, offsetBox } from '../../src/domain/geometry.ts';

/** Overlap over union from which two boxes mean the same place. */
const SAME_PLACE = 0.6;
/** The same for the height of a line. */
const SAME_LINE = 0.7;

function overlap(a: Box, b: Box): number {
  const w = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const h = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  if (w <= 0 || h <= 0) return 0;
  return (w * h) / (a[2] * a[3] + b[2] * b[3] - w * h);
}

function overlapDown(a: Box, b: Box): number {
  const h = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return h <= 0 ? 0 : h / (Math.max(a[1] + a[3], b[1] + b[3]) - Math.min(a[1], b[1]));
}

/** On the first printed line, so that it does not matter where a line's own box begins. */
const place = (form: FormDefinition, field: FormField) => offsetBox(field.box, form.rows.boxes[0]!);

export interface FormScore {
  columns: number;
  /** Place and meaning right. */
  columnsRight: number;
  /** Detected where there is none. */
  columnsInvented: number;
  /** Place right, meaning wrong, but said to be uncertain. */
  columnsUncertain: number;
  rowsRight: boolean;
  headerFields: number;
  headerRight: number;
  mistakes: string[];
}

function scoreColumns(truth: FormDefinition, found: FormDefinition, score: FormScore): void {
  const taken = new Set<FormField>();
  for (const field of truth.fields) {
    const here = found.fields.filter((f) => !taken.has(f));
    const best = here
      .map((f) => ({ f, at: overlap(place(truth, field), place(found, f)) }))
      .sort((a, b) => b.at - a.at)[0];
    if (!best || best.at < SAME_PLACE) {
      score.mistakes.push(`${field.name} not found`);
      continue;
    }
    taken.add(best.f);
    if (best.f.type === field.type) score.columnsRight++;
    else {
      if (!best.f.certain) score.columnsUncertain++;
      score.mistakes.push(`${field.name} taken for ${best.f.type}${best.f.certain ? '' : ' (uncertain)'}`);
    }
  }
  score.columnsInvented = found.fields.length - taken.size;
  if (score.columnsInvented > 0) score.mistakes.push(`${score.columnsInvented} columns invented`);
}

export function scoreForm(truth: FormDefinition, found: FormDefinition): FormScore {
  const score: FormScore = {
    columns: truth.fields.length,
    columnsRight: 0,
    columnsInvented: 0,
    columnsUncertain: 0,
    rowsRight: false,
    headerFields: truth.header.length,
    headerRight: 0,
    mistakes: [],
  };
  scoreColumns(truth, found, score);
  const [wanted, got] = [truth.rows.boxes, found.rows.boxes];
  score.rowsRight = wanted.length === got.length && wanted.every((box, i) => overlapDown(box, got[i]!) >= SAME_LINE);
  if (!score.rowsRight) score.mistakes.push(`${got.length} lines for ${wanted.length}`);
  for (const field of truth.header) {
    const near = found.header.some((f) => f.type === field.type && overlap(f.box, field.box) > 0.3);
    if (near) score.headerRight++;
  }
  return score;
}
