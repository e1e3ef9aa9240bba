/** The machine's row: what recognition proposes for one printed line. Never a fact until a person has reviewed it. */
import type { FieldType } from './form.ts';
import type { Box } from './geometry.ts';

export interface Alternative {
  value: string;
  probability: number;
}

/** A reading that a reviewer may choose instead. */
export interface Proposal extends Alternative {
  /** What would be stored for it; `value` is the likeliest of the ways of writing that come to this. */
  stored: string;
}

/** An engine's output for a cell, and what was made of it. */
export interface CellReading {
  field: string;
  type: FieldType;
  /** The engine's own output before lexicon and grammar. */
  raw: string;
  /** What stands on the paper (spelling, capitals, abbreviations); '' for an empty cell. */
  value: string;
  /** What would be stored. */
  normalised: string;
  /** Calibrated probability that `value` is exactly right, 0..1. */
  confidence: number;
  /** Best first, `value` included; probabilities of the candidates looked at. */
  alternatives: Alternative[];
  /** The same candidates by what would be stored, each once, best first. */
  proposals: Proposal[];
  /** Would the reviewer's field be prefilled with it (measured precision earns it). */
  prefill: boolean;
  /** Value carried down from the line above because of a ditto mark. */
  ditto: boolean;
  /** Which engine decided: `handwriting`, `tesseract`, or `ink` for cells settled without reading. */
  engine: string;
  box: Box;
}

export interface CandidateRow {
  index: number;
  state: 'empty' | 'filled' | 'struck';
  signed: boolean;
  box: Box;
  cells: CellReading[];
}

/** Who read: recorded once a page with every reading. */
/** Whether a worker reads handwriting; `refused`: its model file is missing or not the shipped one. */
export const HANDWRITING_STATES = ['ready', 'off', 'refused'] as const;
export type HandwritingState = (typeof HANDWRITING_STATES)[number];

export interface EngineProvenance {
  engine: string;
  version: string;
  /** sha256 of the model or language file, hex. */
  modelSha256: string;
  parameters: Record<string, string | number | boolean>;
}

/** Minimum calibrated confidence for a prefill, by field type; anything absent takes `default`. */
export type PrefillPolicy = { default: number } & Partial<Record<FieldType, number>>;
