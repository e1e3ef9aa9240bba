/** From a rectified page to its lines and cells: boxes, ink findings, clean crops. */
import type { FormField } from '../domain/form.ts';
import { type Box, boxToPx, mmToPx, offsetBox } from '../domain/geometry.ts';
import type { GreyImage } from '../domain/image.ts';
import type { CellImage, LineImage } from '../domain/page.ts';
import type { PaperPrint } from '../domain/paper-print.ts';
import { cropCell } from './crop-cells.ts';
import { erasePrint } from './erase-print.ts';
import { eraseRules } from './erase-rules.ts';
import { type CellArea, findStrokes, type Part, type Strokes } from './find-strokes.ts';
import { type InkPlane, makeInkPlane } from './ink-plane.ts';
import { clearStamped } from './clear-stamped.ts';
import { dropStains } from './drop-stains.ts';
import { returnOvershoots, type Neighbours } from './return-overshoots.ts';
import { type CellFindings, flatShare, judgeCell, lookIntoCell } from './judge-cell.ts';
import { judgeLine, judgeSignature } from './judge-line.ts';
import { rasteriseLine } from './paper-print.ts';
import type { PreparedForm } from './prepare-form.ts';
import { followStrike, type StrikePath } from './strike-path.ts';

/** Paper looked at round the table and the header fields, mm: how far a pen overshoots. */
const MARGIN = 7;
/** Strokes up to this many lines high can be a strike through one of them. */
const ONE_LINE = 2.2;
/** Distance from a strike within which ink is the strike's own, px. */
const STRIKE_WIDTH = 7;

interface Cell {
  field: FormField;
  /** mm on the page. */
  box: Box;
  /** Line it belongs to, from 0; -1 for header fields. */
  line: number;
}

export function readLines(
  page: GreyImage,
  form: PreparedForm,
  dpi: number,
): { lines: LineImage[]; header: CellImage[]; print: PaperPrint } {
  const cells = listCells(form);
  const plane = makeInkPlane(page, regionOf(cells, dpi));
  eraseRules(plane, form, dpi);
  erasePrint(plane, form, dpi);
  const areas = cells.map(({ box }) => toArea(box, plane, dpi));
  const strokes = findStrokes(plane, areas);
  dropStains(strokes);
  returnOvershoots({ plane, strokes, areas, neighbours: findNeighbours(cells), dpi });
  clearStamped({ strokes, areas, lines: cells.map(({ line }) => line), dpi });
  const findings = cells.map((_, i) => {
    const found = lookIntoCell(strokes.parts[i]!, areas[i]!, dpi);
    return found.strokes.length === 0 ? found : { ...found, flat: flatShare(plane, strokes, { cell: i, found, dpi }) };
  });
  const bench: Bench = { plane, strokes, cells, areas, findings, dpi };
  const header = cells.flatMap(({ line }, i) => (line < 0 ? [makeCell(bench, i, false)] : []));
  const lines = form.definition.rows.boxes.map((box, line) => makeLine(bench, { box, line }));
  return { lines, header, print: makePrint(bench, form) };
}

function makePrint({ plane, strokes, cells, dpi }: Bench, form: PreparedForm): PaperPrint {
  return form.definition.rows.boxes.map((box, line) =>
    rasteriseLine({ plane, owner: strokes.owner, isOwn: (cell) => cells[cell]!.line === line }, box, dpi),
  );
}

interface Bench {
  plane: InkPlane;
  strokes: Strokes;
  cells: Cell[];
  areas: CellArea[];
  findings: CellFindings[];
  dpi: number;
}

function listCells(form: PreparedForm): Cell[] {
  const { rows, fields, header } = form.definition;
  return [
    ...header.map((field) => ({ field, box: field.box, line: -1 })),
    ...rows.boxes.flatMap((row, line) => fields.map((field) => ({ field, box: offsetBox(field.box, row), line }))),
  ];
}

/** The cells a pen may have come from: same field one line up or down, the field to the left. */
function findNeighbours(cells: readonly Cell[]): Neighbours[] {
  const at = (line: number, field: string) =>
    cells.findIndex((cell) => cell.line === line && cell.field.name === field);
  return cells.map(({ field, box, line }) => {
    if (line < 0) return { above: -1, below: -1, left: -1 };
    const left = cells.findIndex(
      (cell) =>
        cell.line === line &&
        Math.abs(cell.box[0] + cell.box[2] - box[0]) < 1.5 &&
        cell.box[1] < box[1] + box[3] &&
        cell.box[1] + cell.box[3] > box[1],
    );
    return { above: line > 0 ? at(line - 1, field.name) : -1, below: at(line + 1, field.name), left };
  });
}

function regionOf(cells: readonly Cell[], dpi: number): Box {
  const left = Math.min(...cells.map(({ box }) => box[0])) - MARGIN;
  const top = Math.min(...cells.map(({ box }) => box[1])) - MARGIN;
  const right = Math.max(...cells.map(({ box }) => box[0] + box[2])) + MARGIN;
  const bottom = Math.max(...cells.map(({ box }) => box[1] + box[3])) + MARGIN;
  return [left, top, right - left, bottom - top].map((mm) => mmToPx(mm, dpi)) as Box;
}

function toArea(box: Box, plane: InkPlane, dpi: number): CellArea {
  const [x, y, w, h] = boxToPx(box, dpi);
  return { left: x - plane.left, top: y - plane.top, right: x + w - plane.left, bottom: y + h - plane.top };
}

function makeLine(bench: Bench, { box, line }: { box: Box; line: number }): LineImage {
  const { plane, cells, findings, dpi } = bench;
  const numbers = cells.flatMap((cell, i) => (cell.line === line ? [i] : []));
  const strike = followStrike(plane, toArea(box, plane, dpi));
  const verdict = judgeLine(
    numbers.map((i) => findings[i]!),
    strike,
    widestStroke(bench, numbers, box),
  );
  const images = numbers.map((i) => makeCell(bench, i, hasInkAbove(bench, i)));
  const signing = numbers.filter((i) => cells[i]!.field.type === 'signature');
  const signatures = signing.map((i) =>
    judgeSignature(findings[i]!, verdict.state === 'struck' ? withoutStrike(bench, i, strike) : findings[i]!),
  );
  const signed = verdict.state !== 'empty' && signatures.some((signature) => signature.signed);
  return {
    index: line + 1,
    box: boxToPx(box, dpi),
    state: verdict.state,
    stateConfidence: verdict.confidence,
    signed,
    signedConfidence: Math.max(0.5, ...signatures.map(({ confidence }) => confidence)),
    cells: images,
  };
}

function widestStroke({ strokes, dpi }: Bench, cells: readonly number[], line: Box): number {
  const width = mmToPx(line[2], dpi);
  const highest = ONE_LINE * mmToPx(line[3], dpi);
  const flat = cells.flatMap((i) => strokes.parts[i]!.filter((part) => part.strokeHeight < highest));
  return Math.max(0, ...flat.map((part) => part.strokeWidth / width));
}

function hasInkAbove({ cells, findings }: Bench, cell: number): boolean {
  const { field, line } = cells[cell]!;
  return cells.some(
    (other, i) => other.field.name === field.name && other.line >= 0 && other.line < line && findings[i]!.ink > 1,
  );
}

function makeCell(bench: Bench, i: number, above: boolean): CellImage {
  const { plane, strokes, areas, cells, findings, dpi } = bench;
  const { field, box } = cells[i]!;
  const verdict = judgeCell(findings[i]!, { type: field.type, above, height: box[3] });
  const cell: CellImage = {
    field: field.name,
    type: field.type,
    box: boxToPx(box, dpi),
    ink: verdict.ink,
    inkConfidence: verdict.confidence,
    image: cropCell(plane, strokes, { cell: i, area: areas[i]! }),
  };
  if (field.type === 'choice' || field.type === 'checkbox') cell.marks = optionMarks(bench, i);
  return cell;
}

/** Darkness of each option's box; a checkbox without boxes is one box: the whole cell. */
function optionMarks({ plane, cells, dpi }: Bench, i: number): number[] {
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
function withoutStrike({ plane, strokes, areas, dpi }: Bench, cell: number, strike: StrikePath): CellFindings {
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
