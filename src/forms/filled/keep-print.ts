/** Several filled sheets of one form → the form alone: print is on most of them, handwriting on one. */
import type { GreyImage } from '../../domain/image.ts';
import { type InkMap, makeInkMap, widen } from './ink-map.ts';
import { layOver, type Placing } from './lay-over.ts';
import { pieces } from './pieces.ts';

/** px at 300 dpi within which print on another page counts as the same: what laying over leaves, 0.35 mm. */
const SAME_INK = 4;
/** Share of the other pages that must have ink in the same place. */
const MOST = 2 / 3;
/** Squares of print that must have found a partner; pages of other forms agree on less. */
const LEAST_AGREEMENT = 0.12;
/** Pieces of ink up to this extent (px, 7 mm: letters, ticks) stay or go whole, by the share of them that others have. */
const PIECE = { extent: 84, share: 0.6 };
/** Soft edges of removed ink, px. */
const EDGE = 3;

/**
 * @param pages upright, 300 dpi, the first decides place and look
 * @returns the first page without what is on it alone; `used` says which of the others are of the same form
 */
export function keepCommonPrint([first, ...others]: readonly GreyImage[]): { page: GreyImage; used: boolean[] } {
  const laid = others.map((it) => ({ page: it, laid: layOver(first!, it) }));
  const used = laid.map((it) => it.laid !== null && it.laid.agreement >= LEAST_AGREEMENT);
  const partners = laid
    .filter((_, k) => used[k])
    .map(({ page, laid: it }): Partner => ({ ink: widen(makeInkMap(page, 1), SAME_INK), place: it!.place }));
  if (partners.length === 0) return { page: first!, used };
  const ink = makeInkMap(first!, 1);
  const kept = decidePieces(ink, keptInk(ink, partners));
  return { page: eraseInk(first!, ink, kept), used };
}

interface Partner {
  ink: InkMap;
  place: Placing;
}

function keptInk({ width, height, data }: InkMap, partners: readonly Partner[]): InkMap {
  const out = new Uint8Array(data.length);
  const needed = Math.ceil(partners.length * MOST - 1e-9);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] === 0) continue;
      let votes = 0;
      for (const { ink, place } of partners) {
        const [px, py] = place(x, y);
        const [u, v] = [Math.round(px), Math.round(py)];
        if (u >= 0 && v >= 0 && u < ink.width && v < ink.height) votes += ink.data[v * ink.width + u]!;
      }
      if (votes >= needed) out[y * width + x] = 1;
    }
  }
  return { width, height, data: out };
}

/** Letters are kept or dropped whole; what hangs together with rules is decided pixel by pixel. */
function decidePieces(all: InkMap, kept: InkMap): InkMap {
  const data = Uint8Array.from(kept.data);
  for (const { pixels, box } of pieces(all)) {
    if (Math.max(box[2], box[3]) > PIECE.extent) continue;
    const common = pixels.filter((at) => kept.data[at] === 1).length;
    const value = common >= PIECE.share * pixels.length ? 1 : 0;
    for (const at of pixels) data[at] = value;
  }
  return { ...all, data };
}

/** Ink that is not kept becomes what lies to its left and right. */
export function eraseInk(page: GreyImage, all: InkMap, kept: InkMap): GreyImage {
  const { width, height } = page;
  const gone = widen({ ...all, data: all.data.map((it, i) => (it === 1 && kept.data[i] === 0 ? 1 : 0)) }, EDGE);
  const out = Uint8Array.from(page.data);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isGone = (at: number) => gone.data[y * width + at] === 1 && kept.data[y * width + at] === 0;
      if (!isGone(x)) continue;
      let end = x;
      while (end < width && isGone(end)) end++;
      const before = x > 0 ? page.data[y * width + x - 1]! : 255;
      const after = end < width ? page.data[y * width + end]! : 255;
      out.fill(Math.max(before, after), y * width + x, y * width + end);
      x = end;
    }
  }
  return { width, height, data: out };
}
