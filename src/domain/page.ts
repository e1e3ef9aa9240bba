/** What preprocessing makes of a page: outcomes are a union, only bugs throw. */
import type { FieldType } from './form.ts';
import type { Box } from './geometry.ts';
import type { ColourImage, GreyImage } from './image.ts';
import type { PaperPrint } from './paper-print.ts';

export type Orientation = 0 | 90 | 180 | 270;

/** A reason a person reads: a stable code plus the sentence's parameters (never personal content). */
export interface Reason {
  code: string;
  /** English sentence with remedy; the interface translates by `code` and `params`. */
  message: string;
  params?: Record<string, string | number>;
}

/** The ink finding for a cell, before anything is read. */
export type CellInk = 'empty' | 'filled' | 'ditto' | 'corrected';

export interface CellImage {
  field: string;
  type: FieldType;
  /** px in the rectified page. */
  box: Box;
  ink: CellInk;
  /** 0..1, calibrated: probability that `ink` is right. */
  inkConfidence: number;
  /** Grey crop with printed rules and helper words removed and overshooting strokes given back; may exceed `box` on every side. */
  image: GreyImage;
  /** For `choice` and `checkbox`: darkness of each option's box, 0..1, in the order of the field's options. */
  marks?: number[];
}

export interface LineImage {
  /** The printed line, from 1 at the top. */
  index: number;
  /** px in the rectified page. */
  box: Box;
  state: 'empty' | 'filled' | 'struck';
  stateConfidence: number;
  signed: boolean;
  signedConfidence: number;
  cells: CellImage[];
}

/** Everything measured while placing a page on its form, kept as provenance. */
export interface Registration {
  orientation: Orientation;
  /** Degrees taken out after the quarter turns. */
  skew: number;
  /** Estimated residual at the cell corners, mm. */
  residual: number;
  /** Row-major 3x3 matrix from rectified px to source px (EXIF-upright source); local correction comes on top. */
  matrix: number[];
  /** The local correction: shifts in mm at the nodes of a grid over the form, added to a place before `matrix` is applied. */
  bend: { spacing: number; columns: number; rows: number; dx: number[]; dy: number[] } | null;
  /** 0..1: agreement of the page's print with the form's print after registration. */
  score: number;
}

export type PageOutcome =
  | {
      status: 'registered';
      formIndex: number;
      registration: Registration;
      /** Resolution of the rectified page; all boxes are in its pixels. */
      dpi: number;
      rectified: GreyImage;
      /** The same in colour, when the scan had colour and the caller asked for it. */
      rectifiedColour: ColourImage | null;
      lines: LineImage[];
      header: CellImage[];
      /** Tells this paper from every other one. */
      print: PaperPrint;
      warnings: Reason[];
    }
  | { status: 'blank'; orientation: Orientation; warnings: Reason[] }
  | {
      status: 'unrecognised';
      reason: Reason;
      orientation: Orientation;
      /** Best first: index into the forms given, and how well each fits. */
      nearest: { formIndex: number; score: number }[];
      /** How it was scanned may be why. */
      warnings: Reason[];
    }
  | { status: 'unreadable'; reason: Reason };
