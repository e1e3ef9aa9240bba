/** Tesseract alone: used when handwriting is switched off or its model was refused. */
import type { CellImage } from '../domain/page.ts';
import type { Lists } from './lists.ts';
import type { PrintedCell } from './readings.ts';
import type { TextEngine } from './text-engine.ts';

/**
 * Share of cells that are right at Tesseract's own confidence on handwriting is far below it (of fields at 0.9 or more,
 * an eighth was wrong); this keeps it out of prefills unless a policy asks for less.
 */
const TRUST = 0.85;

export async function readByPrint(
  engine: TextEngine,
  cells: readonly CellImage[],
  _lists: Lists,
): Promise<PrintedCell[]> {
  const readings = await engine.readLines(cells.map(({ image, type }) => ({ image, type })));
  return readings.map(({ text, confidence }) => ({ text, confidence: confidence * TRUST }));
}
