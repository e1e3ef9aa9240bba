/** From a decoded cell to the reading that is stored and shown. */
import type { CellReading } from '../domain/candidate.ts';
import type { FormField } from '../domain/form.ts';
import type { CellImage } from '../domain/page.ts';
import type { Frames } from './frames.ts';

/** What Tesseract made of a cell when it reads alone. */
export interface PrintedCell {
  text: string;
  confidence: number;
}

export interface ReadCell {
  cell: CellImage;
  field: FormField | null;
  /** The recogniser's output; absent for cells that hold nothing to read. */
  frames?: Frames;
  printed?: PrintedCell;
}

type Base = Pick<CellReading, 'field' | 'type' | 'box' | 'ditto' | 'alternatives' | 'proposals'>;

function base({ field, type, box }: CellImage): Base {
  return { field, type, box, ditto: false, alternatives: [], proposals: [] };
}

/** An empty cell: nothing stands there, and that is a reading too. */
export function emptyReading(cell: CellImage): CellReading {
  const confidence = cell.ink === 'empty' ? cell.inkConfidence : 0;
  return { ...base(cell), raw: '', value: '', normalised: '', confidence, prefill: false, engine: 'ink' };
}

/** A box counts as marked from this darkness on, and one of several from this lead over the next. */
const MARKED_FROM = 0.12;
const LEAD = 1.5;

/** Tick boxes: `choice` gives the printed label of the marked box, `checkbox` an `x`. */
export function markReading({ cell, field }: ReadCell): CellReading {
  const marks = cell.marks ?? [];
  const order = [...marks.keys()].sort((a, b) => marks[b]! - marks[a]!);
  const best = order[0];
  const most = best === undefined ? 0 : marks[best]!;
  const next = order[1] === undefined ? 0 : marks[order[1]]!;
  const isMarked = most >= MARKED_FROM && (cell.type === 'checkbox' || most >= LEAD * next);
  const label = best === undefined ? '' : (field?.options?.[best]?.label ?? '');
  const value = isMarked ? (cell.type === 'choice' ? label : 'x') : '';
  // Far from the threshold on either side is sure.
  const distance = Math.abs(most - MARKED_FROM) / MARKED_FROM;
  const confidence = Math.min(0.99, 0.6 + 0.4 * Math.min(1, distance)) * (marks.length === 0 ? cell.inkConfidence : 1);
  const normalised = cell.type === 'checkbox' && value !== '' ? 'true' : value;
  const alternatives = isMarked ? order.slice(1).flatMap((i) => alternativeOf(field, i)) : [];
  const proposals = alternatives.map((one) => ({ ...one, stored: one.value }));
  const found = { raw: value, value, normalised, confidence, alternatives, proposals };
  return { ...base(cell), ...found, prefill: isMarked, engine: 'ink' };
}

function alternativeOf(field: FormField | null, option: number): { value: string; probability: number }[] {
  const label = field?.options?.[option]?.label;
  return label === undefined ? [] : [{ value: label, probability: 0.05 }];
}

/** Probability that a ditto mark means the value above, given that both are what they seem. */
const DITTO_HOLDS = 0.98;

export function dittoReading(cell: CellImage, raw: string, above: CellReading): CellReading {
  const confidence = above.confidence * DITTO_HOLDS * (cell.ink === 'ditto' ? cell.inkConfidence : 1);
  return {
    ...base(cell),
    raw,
    value: above.value,
    normalised: above.normalised,
    confidence,
    alternatives: above.alternatives,
    proposals: above.proposals,
    prefill: above.prefill,
    ditto: true,
    engine: cell.ink === 'ditto' ? 'ink' : above.engine,
  };
}
