/** Cells that say "as above" in the end, as `paraphe read` gives them out: by their shape, or by the word read in them. */
import type { TruthPage } from '../../samples/make/truth.ts';
import { WORDLESS_TYPES } from '../../src/domain/form.ts';
import type { GreyImage } from '../../src/domain/image.ts';
import type { CellImage, LineImage } from '../../src/domain/page.ts';
import { greedyText } from '../../src/recognition/ctc.ts';
import { LONGEST_DITTO, saysDitto } from '../../src/recognition/ditto-words.ts';
import { type HandwritingEngine, openHandwritingEngine } from '../../src/recognition/handwriting-engine.ts';
import { type Lists, loadLists } from '../../src/recognition/lists.ts';
import { normaliseCell } from '../../src/recognition/normalise-cell.ts';
import { textBands } from '../../src/recognition/text-bands.ts';
import type { Tally } from './statistics.ts';

/** px of the recogniser's picture in one frame. */
const FRAME = 4;

export interface DittoCell {
  line: number;
  field: string;
}

export interface DittoReader {
  read(lines: readonly LineImage[]): Promise<DittoCell[]>;
  close(): Promise<void>;
}

/** Runs the recogniser on short writing alone: nothing longer is such a word. */
export async function openDittoReader(): Promise<DittoReader> {
  const opened = await openHandwritingEngine();
  if (opened.status === 'refused') throw new Error(opened.reason.message);
  const { engine } = opened;
  const lists = loadLists();
  return { read: (lines) => findDittos(lines, engine, lists), close: () => engine.close() };
}

async function findDittos(lines: readonly LineImage[], engine: HandwritingEngine, lists: Lists): Promise<DittoCell[]> {
  const found: DittoCell[] = [];
  let above = new Set<string>();
  for (const line of lines) {
    if (line.state !== 'filled') continue;
    const open = line.cells.filter((cell) => cell.ink !== 'empty' && above.has(cell.field));
    const words = open.flatMap(shortWriting);
    const frames = await engine.readFrames(words.map(({ image }) => image));
    const reads = ({ cell }: Short, i: number) =>
      saysDitto({ frames: frames[i]!, raw: greedyText(frames[i]!).text, type: cell.type }, lists);
    const said = new Set(words.filter(reads).map(({ cell }) => cell));
    for (const cell of open)
      if (cell.ink === 'ditto' || said.has(cell)) found.push({ line: line.index, field: cell.field });
    above = new Set(line.cells.filter(({ ink }) => ink !== 'empty').map(({ field }) => field));
  }
  return found;
}

interface Short {
  cell: CellImage;
  /** Its one line of writing, as the recogniser gets it. */
  image: GreyImage;
}

function shortWriting(cell: CellImage): Short[] {
  const { ink, type } = cell;
  if (ink === 'ditto' || WORDLESS_TYPES.includes(type) || type === 'checkbox' || type === 'choice') return [];
  const [image, second] = textBands(cell.image);
  if (image === undefined || second !== undefined) return [];
  return normaliseCell(image).width <= LONGEST_DITTO * FRAME ? [{ cell, image }] : [];
}

export function tallyDittos(tally: Tally, found: readonly DittoCell[], truth: TruthPage): void {
  for (const { line, field } of found) {
    const row = truth.rows.find(({ index }) => index === line);
    if (row === undefined || row.struck) continue;
    tally.add('ditto.read.reported');
    if (row.ditto[field]) tally.add('ditto.read.found');
  }
}
