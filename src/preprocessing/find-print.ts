/**
 * Finds a form by its printed text where rules say too little: forms without rules, tints lost to a 1-bit scan, tables
 * that look the same one line further down. Roughly by how many letters stand at which height and breadth of the page.
 */
import type { Orientation } from '../domain/page.ts';
import { TURNS } from './match-form.ts';
import { apply, invert, type Matrix3, multiply } from './matrix.ts';
import type { PreparedForm } from './prepare-form.ts';
import { PAPER, type WorkImage } from './work-image.ts';

/** Page brightness below which a pixel is ink, as a share of paper. */
const INK_LEVEL = 0.72;
/** Rows of pixels looked at: every so many-th. */
const STRIDE = 2;
/** Size against that of the paper seen: copies and faxes, paper whose border is not clear. */
const SCALES = [0.94, 0.955, 0.97, 0.985, 1, 1.015, 1.03, 1.045, 1.06] as const;
/** Breadth against height. */
const STRETCHES = [0.96, 0.98, 1, 1.02, 1.04] as const;
/** How far off the corner of the paper seen, mm. */
const SHIFT = 26;
/** Likenesses along y that are looked into along x, over all forms. */
const KEPT = 24;
/** Share of paper blocks left out at each side when its extent is taken. */
const RAGGED = 0.015;

export interface PrintMatch {
  formIndex: number;
  orientation: Orientation;
  /** Form mm to work px, good to a few mm. */
  start: Matrix3;
  /** -1..1: correlation of where letters end. */
  likeness: number;
}

interface Sight {
  orientation: Orientation;
  /** Places where ink ends along x, upright level px. */
  x: Float32Array;
  y: Float32Array;
  frames: Frame[];
  /** How many letters stand at which height, by scale and frame: forms of one size share them. */
  heights: Map<string, Float64Array>;
}

/** Where a page of this size would lie if it filled what is seen. Upright level px. */
interface Frame {
  x: number;
  y: number;
  /** px per mm for a form of this height, mm. */
  scaleFor(height: number): number;
}

/** Best first, the forms without a description of their print left out. `level` carries work px to levelled px. */
export function findPrint(work: WorkImage, forms: readonly PreparedForm[], level: Matrix3): PrintMatch[] {
  const sights = ([0, 90, 180, 270] as const).map((orientation) => look(work, level, orientation));
  const rows = forms
    .flatMap((form, formIndex) => sights.map((sight) => ({ form, formIndex, sight, ...matchRows(form, sight) })))
    .filter(({ likeness }) => likeness > 0.2)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, KEPT);
  return rows
    .map(({ form, formIndex, sight, likeness, scale, shift, frame }) => {
      const across = matchColumns(form, sight, { scale, shift, frame });
      const upright: Matrix3 = [across.scale, 0, across.shift, 0, scale, shift, 0, 0, 1];
      const start = multiply(invert(level)!, multiply(TURNS[sight.orientation], upright));
      return { formIndex, orientation: sight.orientation, start, likeness: (likeness + across.likeness) / 2 };
    })
    .sort((a, b) => b.likeness - a.likeness);
}

/** Letters run across in the upright page: for quarter turns their ends are found along the picture's columns. */
function look(work: WorkImage, level: Matrix3, orientation: Orientation): Sight {
  const back = multiply(invert(TURNS[orientation])!, level);
  const isTurned = orientation === 90 || orientation === 270;
  const { width, height, data } = work;
  const [lines, length] = isTurned ? [width, height] : [height, width];
  const [step, next] = isTurned ? [width, 1] : [1, width];
  const x: number[] = [];
  const y: number[] = [];
  const ink = PAPER * INK_LEVEL;
  for (let line = 0; line < lines; line += STRIDE) {
    for (let k = 1; k < length; k++) {
      const i = line * next + k * step;
      if (data[i - step]! >= ink || data[i]! < ink) continue;
      const at = isTurned ? apply(back, line + 0.5, k) : apply(back, k, line + 0.5);
      x.push(at.x);
      y.push(at.y);
    }
  }
  return {
    orientation,
    x: Float32Array.from(x),
    y: Float32Array.from(y),
    frames: framesOf(work, back),
    heights: new Map(),
  };
}

/** The whole picture at the resolution the file states, and the paper seen: a banner is no paper, a table no page. */
function framesOf(work: WorkImage, back: Matrix3): Frame[] {
  const paper = extentOfPaper(work, back);
  const seen: Frame = {
    x: (paper.left + paper.right) / 2,
    y: (paper.top + paper.bottom) / 2,
    scaleFor: (height) => (paper.bottom - paper.top) / height,
  };
  const { perMm } = work;
  if (perMm === null) return [seen];
  const middle = apply(back, work.width / 2, work.height / 2);
  return [{ ...middle, scaleFor: () => perMm }, seen];
}

function extentOfPaper(work: WorkImage, back: Matrix3): { left: number; right: number; top: number; bottom: number } {
  const { columns, rows } = work.background;
  const xs: number[] = [];
  const ys: number[] = [];
  for (let k = 0; k < work.paper.length; k++) {
    if (work.paper[k] === 0) continue;
    for (const [dx, dy] of [
      [0, 0],
      [1, 1],
    ] as const) {
      const at = apply(
        back,
        (((k % columns) + dx) * work.width) / columns,
        ((Math.floor(k / columns) + dy) * work.height) / rows,
      );
      xs.push(at.x);
      ys.push(at.y);
    }
  }
  xs.sort((a, b) => a - b);
  ys.sort((a, b) => a - b);
  const at = (sorted: number[], share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return {
    left: at(xs, RAGGED),
    right: at(xs, 1 - RAGGED),
    top: at(ys, RAGGED),
    bottom: at(ys, 1 - RAGGED),
  };
}

interface AxisMatch {
  likeness: number;
  /** Form mm to upright level px. */
  scale: number;
  shift: number;
}

function matchRows(form: PreparedForm, { y, frames, heights }: Sight): AxisMatch & { frame: Frame } {
  const { landmarks } = form;
  const { height } = form.definition.page;
  return frames
    .map((frame) => {
      if (landmarks === null) return { likeness: -1, scale: 1, shift: 0, frame };
      const match = matchAxis({
        histogram: (corner, scale, bins) => {
          const key = `${corner}/${scale}/${bins}`;
          const known = heights.get(key) ?? smooth(count(y, null, { corner, scale, bins }));
          heights.set(key, known);
          return known;
        },
        wanted: landmarks.byRow,
        mask: landmarks.rowMask,
        scales: SCALES.map((factor) => factor * frame.scaleFor(height)),
        middle: { seen: frame.y, wanted: height / 2 },
      });
      return { ...match, frame };
    })
    .reduce((best, match) => (match.likeness > best.likeness ? match : best));
}

/** Only letters at heights that count for the form. */
function matchColumns(
  form: PreparedForm,
  { x, y }: Sight,
  down: { scale: number; shift: number; frame: Frame },
): AxisMatch {
  const landmarks = form.landmarks!;
  const weights = Float64Array.from(y, (at) => landmarks.rowMask[Math.floor((at - down.shift) / down.scale)] ?? 0);
  return matchAxis({
    histogram: (corner, scale, bins) => smooth(count(x, weights, { corner, scale, bins })),
    wanted: landmarks.byColumn,
    mask: new Uint8Array(landmarks.byColumn.length).fill(1),
    scales: STRETCHES.map((factor) => factor * down.scale),
    middle: { seen: down.frame.x, wanted: form.definition.page.width / 2 },
  });
}

interface Wanted {
  /** Letters by mm from SHIFT before the corner on, softened. */
  histogram(corner: number, scale: number, bins: number): Float64Array;
  wanted: Float64Array;
  mask: Uint8Array;
  scales: readonly number[];
  /** The same place on the page, px, and on the form, mm, if the page were just where it is expected. */
  middle: { seen: number; wanted: number };
}

function matchAxis({ histogram, wanted, mask, scales, middle }: Wanted): AxisMatch {
  let best: AxisMatch = { likeness: -1, scale: scales[0]!, shift: 0 };
  const soft = smooth(wanted);
  for (const scale of scales) {
    const corner = middle.seen - scale * middle.wanted;
    const seen = histogram(corner, scale, mask.length + 2 * SHIFT);
    for (let shift = 0; shift <= 2 * SHIFT; shift++) {
      const likeness = correlate(soft, seen, { mask, shift });
      if (likeness > best.likeness) best = { likeness, scale, shift: corner + (shift - SHIFT) * scale };
    }
  }
  return best;
}

function count(
  places: Float32Array,
  weights: Float64Array | null,
  { corner, scale, bins }: { corner: number; scale: number; bins: number },
): Float64Array {
  const counts = new Float64Array(bins);
  for (let i = 0; i < places.length; i++) {
    const bin = Math.floor((places[i]! - corner) / scale) + SHIFT;
    if (bin >= 0 && bin < bins) counts[bin]! += weights === null ? 1 : weights[i]!;
  }
  return counts;
}

/** Half a bin to either side: places a little off still agree. */
function smooth(values: Float64Array): Float64Array {
  return values.map((value, i) => Math.sqrt(0.5 * value + 0.25 * ((values[i - 1] ?? 0) + (values[i + 1] ?? 0))));
}

function correlate(
  wanted: Float64Array,
  seen: Float64Array,
  { mask, shift }: { mask: Uint8Array; shift: number },
): number {
  let n = 0;
  let [sw, ss, sww, sss, sws] = [0, 0, 0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const w = wanted[i]!;
    const s = seen[i + shift]!;
    n++;
    sw += w;
    ss += s;
    sww += w * w;
    sss += s * s;
    sws += w * s;
  }
  const spread = (n * sww - sw * sw) * (n * sss - ss * ss);
  return spread <= 0 ? 0 : (n * sws - sw * ss) / Math.sqrt(spread);
}
