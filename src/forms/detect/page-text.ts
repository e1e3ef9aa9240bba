/** Printed text of a page in millimetres, from a PDF's text layer or from a recogniser. */
import type { Box } from '../../domain/geometry.ts';
import type { Orientation } from '../../domain/page.ts';

export interface PageWord {
  text: string;
  /** mm on the upright page. */
  box: Box;
  /** Clockwise turn of the writing; 0 for ordinary lines. */
  turn: Orientation;
  /** 0..1 from a recogniser; absent for a text layer. */
  confidence?: number;
}

export interface PageLine {
  text: string;
  box: Box;
  words: PageWord[];
}

export interface Region {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** NFKD without marks, lower case: what word lists are compared in. */
export function foldText(text: string): string {
  return text
    .replace(/ß/g, 'ss')
    .replace(/[’‘`´]/g, "'")
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();
}

export function unionBox(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map((it) => it[0]));
  const top = Math.min(...boxes.map((it) => it[1]));
  const right = Math.max(...boxes.map((it) => it[0] + it[2]));
  const bottom = Math.max(...boxes.map((it) => it[1] + it[3]));
  return [left, top, right - left, bottom - top];
}

export function isCentreIn([x, y, w, h]: Box, { left, top, right, bottom }: Region): boolean {
  const cx = x + w / 2;
  const cy = y + h / 2;
  return cx > left && cx < right && cy > top && cy < bottom;
}

const hasLetterOrDigit = (text: string) => /[\p{L}\p{N}]/u.test(text);

/** Words that carry meaning (leaders of dots and underscores do not) with their centre inside. */
export function wordsIn(words: readonly PageWord[], region: Region): PageWord[] {
  return words.filter((it) => hasLetterOrDigit(it.text) && isCentreIn(it.box, region));
}

/** Reading order: lines from the top, words along the writing. `gap`: mm between words that ends a line. */
export function toLines(words: readonly PageWord[], gap = 6): PageLine[] {
  const upright = words.filter((it) => it.turn === 0).sort((a, b) => a.box[1] + a.box[3] / 2 - b.box[1] - b.box[3] / 2);
  const rows: PageWord[][] = [];
  for (const word of upright) {
    const row = rows.findLast((it) => isSameLine(it.at(-1)!.box, word.box) || isSameLine(it[0]!.box, word.box));
    if (row === undefined) rows.push([word]);
    else row.push(word);
  }
  const lines: PageLine[] = [];
  rows.sort((a, b) => a[0]!.box[1] - b[0]!.box[1]);
  for (const row of rows) {
    row.sort((a, b) => a.box[0] - b.box[0]);
    let open: PageWord[] = [];
    for (const word of row) {
      const last = open.at(-1);
      if (last !== undefined && word.box[0] - last.box[0] - last.box[2] > Math.max(gap, last.box[3] * 1.2)) {
        lines.push(lineOf(open));
        open = [];
      }
      open.push(word);
    }
    lines.push(lineOf(open));
  }
  return lines;
}

/** The text of a region, also of headings that read upwards or downwards. */
export function textOf(words: readonly PageWord[]): string {
  const upright = toLines(words, Number.POSITIVE_INFINITY).map((it) => it.text);
  const turned = words.filter((it) => it.turn !== 0);
  // Upwards: the first word stands lowest, the first line leftmost. Downwards the other way round.
  const ordered = turned.sort((a, b) => {
    const sign = a.turn === 270 ? 1 : -1;
    const acrossLines = (a.box[0] - b.box[0]) * sign;
    return Math.abs(acrossLines) > Math.min(a.box[2], b.box[2]) / 2 ? acrossLines : (b.box[1] - a.box[1]) * sign;
  });
  return [...upright, ordered.map((it) => it.text).join(' ')]
    .filter((it) => it !== '')
    .join(' ')
    .trim();
}

function isSameLine(a: Box, b: Box): boolean {
  const shared = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return shared > 0.5 * Math.min(a[3], b[3]);
}

function lineOf(words: PageWord[]): PageLine {
  return { text: words.map((it) => it.text).join(' '), box: unionBox(words.map((it) => it.box)), words };
}
