/** From a rectified page to its lines and cells: boxes, ink findings, clean crops. */
import { WORDLESS_TYPES } from '../domain/form.ts';
import { type Box, boxToPx, mmToPx, offsetBox } from '../domain/geometry.ts';
import type { GreyImage } from '../domain/image.ts';
import type { CellImage, LineImage } from '../domain/page.ts';
import type { PaperPrint } from '../domain/paper-print.ts';
import { cropCell } from './crop-cells.ts';
import type { Part } from './find-strokes.ts';
import { isCorrected } from './judge-correction.ts';
import { type CellFindings, judgeCell, lookIntoCell } from './judge-cell.ts';
import { judgeLine, judgeSignature } from './judge-line.ts';
import { type CellInkSheet, layOutCells, toArea } from './lay-out-cells.ts';
import { rasteriseLine } from './paper-print.ts';
import type { PreparedForm } from './prepare-form.ts';
import { followStrike, type StrikePath } from './strike-path.ts';

/** Share of the cells said to be corrected that are, on the development pages. */
const CORRECTED = 0.92;
/** Confidence that nobody signed where the form has no place for it. */
const NOTHING_TO_SIGN = 0.995;
/** Strokes up to this many lines high can be a strike through one of them. */
const ONE_LINE = 2.2;
/** Distance from a strike within which ink is the strike's own, px. */
const STRIKE_WIDTH = 7;

export function readLines(
  page: GreyImage,
  form: PreparedForm,
  dpi: number,
): { lines: LineImage[]; header: CellImage[]; print: PaperPrint } {
  const sheet = layOutCells(page, form, dpi);
  const header = sheet.cells.flatMap(({ line }, i) => (line < 0 ? [makeCell(sheet, i, { above: false })] : []));
  const lines = form.definition.rows.boxes.map((box, line) => makeLine(sheet, { box, line }));
  return { lines, header, print: makePrint(sheet, form) };
}

function makePrint({ plane, strokes, cells, dpi }: CellInkSheet, form: PreparedForm): PaperPrint {
  return form.definition.rows.boxes.map((box, line) =>
    rasteriseLine({ plane, owner: strokes.owner, isOwn: (cell) => cells[cell]!.line === line }, box, dpi),
  );
}

function makeLine(sheet: CellInkSheet, { box, line }: { box: Box; line: number }): LineImage {
  const { plane, cells, findings, dpi } = sheet;
  const numbers = cells.flatMap((cell, i) => (cell.line === line ? [i] : []));
  const strike = followStrike(plane, toArea(box, plane, dpi));
  const verdict = judgeLine(
    numbers.map((i) => findings[i]!),
    strike,
    widestStroke(sheet, numbers, box),
  );
  const images = numbers.map((i) => makeCell(sheet, i, { above: hasInkAbove(sheet, i) }));
  const signing = numbers.filter((i) => cells[i]!.field.type === 'signature');
  const signatures = signing.map((i) =>
    judgeSignature(findings[i]!, verdict.state === 'struck' ? withoutStrike(sheet, i, strike) : findings[i]!),
  );
  const signed = verdict.state !== 'empty' && signatures.some((signature) => signature.signed);
  return {
    index: line + 1,
    box: boxToPx(box, dpi),
    state: verdict.state,
    stateConfidence: verdict.confidence,
    signed,
    signedConfidence: signatures.length === 0 ? NOTHING_TO_SIGN : surest(signatures, signed),
    cells: images,
  };
}

/** Of those that say what was decided; a line is signed when one of its cells is. */
function surest(signatures: readonly { signed: boolean; confidence: number }[], signed: boolean): number {
  return Math.max(0.5, ...signatures.filter((one) => one.signed === signed).map(({ confidence }) => confidence));
}

function widestStroke({ strokes, dpi }: CellInkSheet, cells: readonly number[], line: Box): number {
  const width = mmToPx(line[2], dpi);
  const highest = ONE_LINE * mmToPx(line[3], dpi);
  const flat = cells.flatMap((i) => strokes.parts[i]!.filter((part) => part.strokeHeight < highest));
  return Math.max(0, ...flat.map((part) => part.strokeWidth / width));
}

function hasInkAbove({ cells, findings }: CellInkSheet, cell: number): boolean {
  const { field, line } = cells[cell]!;
  return cells.some(
    (other, i) => other.field.name === field.name && other.line >= 0 && other.line < line && findings[i]!.ink > 1,
  );
}

function makeCell(sheet: CellInkSheet, i: number, { above }: { above: boolean }): CellImage {
  const { plane, strokes, areas, cells, findings, dpi } = sheet;
  const { field, box } = cells[i]!;
  const found = findings[i]!;
  const judged = judgeCell(found, { type: field.type, above, height: box[3] });
  const isAnew =
    judged.ink === 'filled' && isCorrected(plane, strokes, { cell: i, area: areas[i]!, type: field.type, dpi });
  const verdict = isAnew ? { ink: 'corrected' as const, confidence: CORRECTED } : judged;
  let picture: GreyImage | null = null;
  const cut = () => (picture ??= cropCell(plane, strokes, { cell: i, area: areas[i]! }));
  const cell: CellImage = {
    field: field.name,
    type: field.type,
    box: boxToPx(box, dpi),
    ink: verdict.ink,
    inkConfidence: verdict.confidence,
    // Pictures that nobody reads (bare cells, signatures) are half of a page's: they are cut when asked for.
    get image() {
      return cut();
    },
  };
  if (isRead(cell)) cut();
  if (field.type === 'choice' || field.type === 'checkbox') cell.marks = optionMarks(sheet, i);
  return cell;
}

function isRead({ ink, type }: CellImage): boolean {
  return (ink === 'filled' || ink === 'corrected') && !WORDLESS_TYPES.includes(type);
}

/** Darkness of each option's box; a checkbox without boxes is one box: the whole cell. */
function optionMarks({ plane, cells, dpi }: CellInkSheet, i: number): number[] {
  const { field, box } = cells[i]!;
  const options = field.options ?? [{ box: [0, 0, box[2], box[3]] as Box }];
  return options.map((option) => {
    const area = toArea(offsetBox(option.box, box), plane, dpi);
    let dark = 0;
    let all = 0;
    for (let y = Math.max(0, area.top); y < Math.min(plane.height, area.bottom); y++) {
      for (let x = Math.max(0, area.left); x < Math.min(plane.width, area.right); x++) {
        all++;
        if (plane.kind[y * plane.width + x] === 1) dark++;
      }
    }
    return all === 0 ? 0 : dark / all;
  });
}

/** A cell's findings once the strike through the line is left out: what remains may be a signature. */
function withoutStrike({ plane, strokes, areas, dpi }: CellInkSheet, cell: number, strike: StrikePath): CellFindings {
  const area = areas[cell]!;
  let ink = 0;
  let [left, right, top, bottom] = [area.right, area.left, area.bottom, area.top];
  for (let y = Math.max(0, area.top); y < Math.min(plane.height, area.bottom); y++) {
    for (let x = Math.max(0, area.left); x < Math.min(plane.width, area.right); x++) {
      if (strokes.owner[y * plane.width + x] === 0 || plane.kind[y * plane.width + x] !== 1) continue;
      const column = Math.min(strike.y.length - 1, Math.max(0, Math.floor((x - strike.left) / 8)));
      if (Math.abs(strike.y[column]! - y) <= STRIKE_WIDTH) continue;
      ink++;
      [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
    }
  }
  const rest: Part[] =
    ink === 0
      ? []
      : [
          {
            area: ink,
            left,
            top,
            right,
            bottom,
            darkness: ink * 100,
            share: 1,
            strokeWidth: 0,
            strokeHeight: 0,
            strokeLeft: left,
            strokeTop: top,
          },
        ];
  return lookIntoCell(rest, area, dpi);
}
