/** What an engine that turns pictures into text must do. Two ship: Tesseract for print, our own for handwriting. */
import type { EngineProvenance } from '../domain/candidate.ts';
import type { FieldType } from '../domain/form.ts';
import type { Box } from '../domain/geometry.ts';
import type { GreyImage } from '../domain/image.ts';

/** One line of text in a picture, dark on light. */
export interface TextLine {
  image: GreyImage;
  type: FieldType;
}

export interface EngineReading {
  text: string;
  /** The engine's own belief, 0..1, not calibrated. */
  confidence: number;
}

export interface PrintedWord {
  text: string;
  /** px in the picture given. */
  box: Box;
  confidence: number;
}

export interface TextEngine {
  provenance: EngineProvenance;
  /** Same order and length as given. A line that fails reads as '' with confidence 0. */
  readLines(lines: readonly TextLine[]): Promise<EngineReading[]>;
  close(): Promise<void>;
}

/** An engine that also finds the words on a whole printed page: headings, notices. */
export interface PageTextEngine extends TextEngine {
  readPage(image: GreyImage): Promise<PrintedWord[]>;
}
