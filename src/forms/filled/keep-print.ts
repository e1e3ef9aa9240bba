/** Several filled sheets of one form → the form alone: print is on most of them, handwriting on one. */
import type { GreyImage } from '../../domain/image.ts';
import { findRules, type Rule, WORK_DPI } from '../detect/find-rules.ts';
import { densityOf, type InkMap, makeInkMap, widen } from './ink-map.ts';
import { layOver } from './lay-over.ts';
import { type Piece, pieces } from './pieces.ts';
import { warpInk } from './warp-ink.ts';

const PX_PER_MM = WORK_DPI / 25.4;
/** How much more ink lies on ink than by accident, 0..1; a form moved by a line reaches 0.3, another form 0.1. */
const LEAST_AGREEMENT = 0.35;
/** px at 300 dpi within which a rule on another page is the same, and the share of its length that must be there. */
const SAME_RULE = { reach: 3, share: 0.75 };
/** Half of what a rule covers, px: its half width and soft edge. */
const RULE = 4;
/** Pieces of ink up to this extent (px, 7 mm: letters, ticks) stay or go whole. */
const EXTENT = 84;
/** Print may lie elsewhere by this, px, and be so much wider on the other page. */
const SAME_PIECE = { shift: 2, ink: 1, other: 2 };
/** Share of a piece that the other page must have, and of the other's ink there that must be the first's. */
const SHARE = { own: 0.85, other: 0.65 };
/** Of large pieces stays what is on the other pages over this share of its surroundings, px. */
const DENSE = { around: 12, share: 0.8 };
/** A square this far around without paper is a dark band: no pen is so wide (5 mm). px */
const SOLID = { around: 30, share: 0.98 };
/** Soft edges of removed ink, px. */
const EDGE = 3;

/**
 * @param pages upright, 300 dpi, the first decides place and look
 * @returns the first page without what is on it alone; `used` says which of the others are of the same form
 */
export function keepCommonPrint([first, ...others]: readonly GreyImage[]): { page: GreyImage; used: boolean[] } {
  const ink = makeInkMap(first!, 1);
  const laid = others.map((it) => layInk(first!, it));
  const used = laid.map((it) => it !== null && agreement(ink, it) >= LEAST_AGREEMENT);
  const partners = laid.filter((it, k): it is InkMap => used[k]! && it !== null);
  if (partners.length === 0) return { page: first!, used };
  return { page: eraseInk(first!, ink, keptInk(first!, ink, partners)), used };
}

function layInk(first: GreyImage, other: GreyImage): InkMap | null {
  const laid = layOver(first, other);
  return laid && warpInk(makeInkMap(other, 1), laid.place, first);
}

/** Displacements at which ink lies on ink by accident, px. */
const ELSEWHERE: readonly [number, number][] = [
  [30, 21],
  [-25, -37],
  [47, -29],
];

function agreement(ink: InkMap, other: InkMap): number {
  const near = widen(other, 1);
  const share = ([dx, dy]: readonly [number, number]) => {
    let [all, hits] = [0, 0];
    for (let y = 0; y < ink.height; y += 2) {
      for (let x = 0; x < ink.width; x++) {
        if (ink.data[y * ink.width + x] === 0) continue;
        all++;
        const [u, v] = [x + dx, y + dy];
        if (u >= 0 && v >= 0 && u < near.width && v < near.height) hits += near.data[v * near.width + u]!;
      }
    }
    return hits / Math.max(1, all);
  };
  const accident = ELSEWHERE.reduce((sum, it) => sum + share(it), 0) / ELSEWHERE.length;
  return (share([0, 0]) - accident) / Math.max(0.01, 1 - accident);
}

/** More than half of all pages, the first among them, must have what is print. */
const votesNeeded = (partners: readonly unknown[]) => Math.floor((partners.length + 1) / 2);

function keptInk(first: GreyImage, ink: InkMap, partners: readonly InkMap[]): InkMap {
  const { width, height } = ink;
  const needed = votesNeeded(partners);
  const kept: InkMap = { width, height, data: new Uint8Array(ink.data.length) };
  const loose: InkMap = { width, height, data: Uint8Array.from(ink.data) };
  for (const band of vouchedRules(first, partners)) moveInk(loose, kept, band);
  const near = partners.map((it) => widen(it, SAME_PIECE.ink));
  const votes = commonInk(loose, near, needed);
  const wide = widen(ink, SAME_PIECE.other);
  const dense = densityOf(votes, loose, DENSE.around);
  const whole = densityOf(ink, { ...ink, data: new Uint8Array(ink.data.length).fill(1) }, SOLID.around);
  for (const piece of pieces(loose)) {
    const isSmall = Math.max(piece.box[2], piece.box[3]) <= EXTENT;
    if (isSmall) {
      const found = partners.filter((it, k) => isThere(piece, { other: it, near: near[k]!, ink: wide })).length;
      if (found >= needed) for (const at of piece.pixels) kept.data[at] = 1;
    } else if (piece.pixels.some((at) => whole(at) >= SOLID.share)) {
      for (const at of piece.pixels) kept.data[at] = 1;
    } else {
      for (const at of piece.pixels) if (votes.data[at] === 1 && dense(at) >= DENSE.share) kept.data[at] = 1;
    }
  }
  return kept;
}

type Band = [x0: number, y0: number, x1: number, y1: number];

/** What the rules cover that most pages have. */
function vouchedRules(first: GreyImage, partners: readonly InkMap[]): Band[] {
  const near = partners.map((it) => widen(it, SAME_RULE.reach));
  const needed = votesNeeded(partners);
  const toPx = (mm: number) => Math.round(mm * PX_PER_MM);
  const { horizontal, vertical } = findRules(first);
  const isVouched = (rule: Rule, stride: 'across' | 'down') => {
    const [at, from, to] = [toPx(rule.at), toPx(rule.from), toPx(rule.to)];
    const votes = near.filter(({ width, height, data }) => {
      let hits = 0;
      for (let i = from; i < to; i++) {
        const [x, y] = stride === 'across' ? [i, at] : [at, i];
        if (x >= 0 && y >= 0 && x < width && y < height) hits += data[y * width + x]!;
      }
      return hits >= SAME_RULE.share * (to - from);
    });
    return votes.length >= needed;
  };
  return [
    ...horizontal
      .filter((it) => isVouched(it, 'across'))
      .map((it): Band => [toPx(it.from) - RULE, toPx(it.at) - RULE, toPx(it.to) + RULE, toPx(it.at) + RULE]),
    ...vertical
      .filter((it) => isVouched(it, 'down'))
      .map((it): Band => [toPx(it.at) - RULE, toPx(it.from) - RULE, toPx(it.at) + RULE, toPx(it.to) + RULE]),
  ];
}

function moveInk(from: InkMap, to: InkMap, [x0, y0, x1, y1]: Band): void {
  const { width, height } = from;
  for (let y = Math.max(0, y0); y <= Math.min(height - 1, y1); y++) {
    for (let x = Math.max(0, x0); x <= Math.min(width - 1, x1); x++) {
      const at = y * width + x;
      if (from.data[at] === 1) to.data[at] = 1;
      from.data[at] = 0;
    }
  }
}

function commonInk({ width, height, data }: InkMap, near: readonly InkMap[], needed: number): InkMap {
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) {
    if (data[at] === 0) continue;
    let votes = 0;
    for (const it of near) votes += it.data[at]!;
    if (votes >= needed) out[at] = 1;
  }
  return { width, height, data: out };
}

/** Whether a piece is on another page too: of the same shape, within a few pixels of its place. */
function isThere(piece: Piece, pages: { other: InkMap; near: InkMap; ink: InkMap }): boolean {
  const { shift } = SAME_PIECE;
  for (const dy of nearest(shift)) {
    for (const dx of nearest(shift)) if (fits(piece, [dx, dy], pages)) return true;
  }
  return false;
}

/** 0, 1, -1, 2, -2 … */
const nearest = (most: number) => [0, ...Array.from({ length: most }, (_, k) => [k + 1, -k - 1]).flat()];

function fits(
  { pixels, box: [x0, y0, w, h] }: Piece,
  [dx, dy]: readonly [number, number],
  { other, near, ink }: { other: InkMap; near: InkMap; ink: InkMap },
): boolean {
  const { width, data } = other;
  const by = dy * width + dx;
  let hits = 0;
  for (const at of pixels) hits += near.data[at + by] ?? 0;
  if (hits < SHARE.own * pixels.length) return false;
  let [all, own] = [0, 0];
  for (let y = y0; y < y0 + h; y++) {
    for (let at = y * width + x0; at < y * width + x0 + w; at++) {
      if ((data[at + by] ?? 0) === 0) continue;
      all++;
      own += ink.data[at]!;
    }
  }
  return own >= SHARE.other * all;
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
