/** The printed words of a PDF page with their places, from its text layer. */
import type { Box } from '../domain/geometry.ts';
import type { Orientation } from '../domain/page.ts';
import { OBJECT_TEXT, type PdfiumModule, RENDER_MODE_INVISIBLE, withMemory } from './pdfium-module.ts';

/** Device units a millimetre while asking PDFium for places in whole units: 0.01 mm. */
const UNITS_PER_MM = 100;
const MM_PER_POINT = 25.4 / 72;
/** A gap wider than this share of the type size separates words even without a space between. */
const WORD_GAP = 0.45;
/** Characters read from one page: a page of small print has 10 000. */
const CHAR_LIMIT = 100_000;

/**
 * A guessed space narrower than this share of the type size is none: between the ink of two letters lie up to 0.12, more
 * where they are spaced out, between words 0.3 and more.
 */
const KERNING = 0.18;

export interface PdfWord {
  text: string;
  /** mm from the top left corner of the page as shown; the ink's own extent. */
  box: Box;
  /** Clockwise turn of the writing: 0 for ordinary lines, 270 for a heading reading upwards. */
  turn: Orientation;
  /** Type size, mm. */
  size: number;
}

interface PdfChar {
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
  turn: Orientation;
  size: number;
}

export function readWords(pdfium: PdfiumModule, page: number): PdfWord[] {
  const textPage = pdfium._FPDFText_LoadPage!(page);
  if (textPage === 0) return [];
  try {
    return groupIntoWords(readChars(pdfium, page, textPage));
  } finally {
    pdfium._FPDFText_ClosePage!(textPage);
  }
}

/** A space or line end: in the file, or guessed by PDFium from a gap, which may be mere kerning. */
type Separator = null | 'guessed';

/** Characters in content order. */
function readChars(pdfium: PdfiumModule, page: number, textPage: number): (PdfChar | Separator)[] {
  const count = Math.min(CHAR_LIMIT, pdfium._FPDFText_CountChars!(textPage));
  const width = Math.round(pdfium._FPDF_GetPageWidthF!(page) * MM_PER_POINT * UNITS_PER_MM);
  const height = Math.round(pdfium._FPDF_GetPageHeightF!(page) * MM_PER_POINT * UNITS_PER_MM);
  return withMemory(pdfium, 40, (pointer, view) => {
    const toShown = (x: number, y: number): [number, number] => {
      pdfium._FPDF_PageToDevice!(page, 0, 0, width, height, 0, x, y, pointer + 32, pointer + 36);
      return [view().getInt32(32, true) / UNITS_PER_MM, view().getInt32(36, true) / UNITS_PER_MM];
    };
    const chars: (PdfChar | Separator)[] = [];
    for (let i = 0; i < count; i++) {
      const code = pdfium._FPDFText_GetUnicode!(textPage, i);
      if (code <= 32 || code === 0xa0 || code === 0xfffe || code === 0xffff) {
        chars.push(pdfium._FPDFText_IsGenerated!(textPage, i) === 1 ? 'guessed' : null);
        continue;
      }
      const object = pdfium._FPDFText_GetTextObject!(textPage, i);
      const isInvisible =
        object !== 0 &&
        pdfium._FPDFPageObj_GetType!(object) === OBJECT_TEXT &&
        pdfium._FPDFTextObj_GetTextRenderMode!(object) === RENDER_MODE_INVISIBLE;
      if (isInvisible) continue;
      if (pdfium._FPDFText_GetCharBox!(textPage, i, pointer, pointer + 8, pointer + 16, pointer + 24) === 0) continue;
      const [left, right, bottom, top] = [0, 8, 16, 24].map((at) => view().getFloat64(at, true)) as [
        number,
        number,
        number,
        number,
      ];
      const [x1, y1] = toShown(left, bottom);
      const [x2, y2] = toShown(right, top);
      const angle = (pdfium._FPDFText_GetCharAngle!(textPage, i) * 180) / Math.PI;
      chars.push({
        text: String.fromCodePoint(code),
        left: Math.min(x1, x2),
        right: Math.max(x1, x2),
        top: Math.min(y1, y2),
        bottom: Math.max(y1, y2),
        turn: shownTurn(pdfium, page, angle),
        size: pdfium._FPDFText_GetFontSize!(textPage, i) * MM_PER_POINT,
      });
    }
    return chars;
  });
}

/** PDFium gives the angle of the writing on the unrotated page, growing clockwise. */
function shownTurn(pdfium: PdfiumModule, page: number, angle: number): Orientation {
  const quarters = Math.round(angle / 90) + pdfium._FPDFPage_GetRotation!(page);
  return ((((quarters % 4) + 4) % 4) * 90) as Orientation;
}

function follows(last: PdfChar, next: PdfChar, share = WORD_GAP): boolean {
  if (last.turn !== next.turn) return false;
  // The letters of a ligature share its place.
  const isLigature = last.left === next.left && last.right === next.right && last.top === next.top;
  if (isLigature) return true;
  const gap = share * Math.max(last.size, next.size, 1);
  const near = (a: number, b: number) => b - a <= gap && b - a >= -gap;
  const sameLine = (a1: number, a2: number, b1: number, b2: number) => Math.min(a2, b2) - Math.max(a1, b1) > -gap;
  switch (last.turn) {
    case 0:
      return near(last.right, next.left) && sameLine(last.top, last.bottom, next.top, next.bottom);
    case 180:
      return near(next.right, last.left) && sameLine(last.top, last.bottom, next.top, next.bottom);
    case 90:
      return near(last.bottom, next.top) && sameLine(last.left, last.right, next.left, next.right);
    case 270:
      return near(next.bottom, last.top) && sameLine(last.left, last.right, next.left, next.right);
  }
}

export function groupIntoWords(chars: (PdfChar | Separator)[]): PdfWord[] {
  const words: PdfWord[] = [];
  let open: PdfChar[] = [];
  const finish = () => {
    if (open.length > 0) words.push(wordOf(open));
    open = [];
  };
  let isGuessed = false;
  for (const char of chars) {
    const last = open.at(-1);
    if (char === 'guessed') {
      isGuessed = true;
      continue;
    }
    if (isGuessed && char !== null && last !== undefined && !follows(last, char, KERNING)) finish();
    isGuessed = false;
    if (char === null || (last !== undefined && !follows(last, char))) finish();
    if (char !== null) open.push(char);
  }
  finish();
  return words;
}

function wordOf(chars: PdfChar[]): PdfWord {
  const left = Math.min(...chars.map((it) => it.left));
  const top = Math.min(...chars.map((it) => it.top));
  const right = Math.max(...chars.map((it) => it.right));
  const bottom = Math.max(...chars.map((it) => it.bottom));
  return {
    text: chars
      .map((it) => it.text)
      .join('')
      .normalize('NFC'),
    box: [left, top, Math.max(0.01, right - left), Math.max(0.01, bottom - top)],
    turn: chars[0]!.turn,
    size: Math.max(...chars.map((it) => it.size)),
  };
}
