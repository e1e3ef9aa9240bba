/** What a page really shows: the output of `paraphe read` without what only a machine would say, plus where it lies. */
import type { Box } from '../../src/domain/geometry.ts';
import type { Orientation } from '../../src/domain/page.ts';
import type { Split } from './splits.ts';

export type Tier = 'clean' | 'typical' | 'hard';
export type Status = 'read' | 'blank' | 'unrecognised' | 'unreadable';
/** x and y in pixels of the scan (of the EXIF-upright image), in the order top left, top right, bottom right, bottom left of the print. */
export type Corners = [number, number, number, number, number, number, number, number];

export interface TruthRow {
  index: number;
  state: 'filled' | 'struck';
  signed: boolean;
  struck: boolean;
  fields: Record<string, string>;
  normalised: Record<string, string>;
  ditto: Record<string, true>;
  /** Cells with a crossed-out first try. */
  corrected: Record<string, true>;
  /** mm on the form, x, y, w, h. */
  box: Box;
  /** Who wrote it, and with which face. */
  writer: string;
  hand: string;
}

export interface TruthGeometry {
  width: number;
  height: number;
  dpi: number;
  /** Of the form's page. */
  page: Corners;
  /** Of every printed line, empty ones too, and of each of its cells. */
  lines: { index: number; corners: Corners; cells: Record<string, Corners> }[];
}

export interface TruthPage {
  file: string;
  page: number;
  status: Status;
  form: string | null;
  orientation: Orientation;
  header: Record<string, string>;
  rows: TruthRow[];
  split: Split;
  tier: Tier;
  /** What was done to it, for people. */
  scan: string;
  geometry: TruthGeometry | null;
}
