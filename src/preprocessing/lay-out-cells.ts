/** The ink of a rectified page, given out to its cells: print removed, stains dropped, overshooting strokes given back. */
import type { FormField } from '../domain/form.ts';
import { type Box, boxToPx, mmToPx, offsetBox } from '../domain/geometry.ts';
import type { GreyImage } from '../domain/image.ts';
import { clearStamped } from './clear-stamped.ts';
import { dropStains } from './drop-stains.ts';
import { dropStreaks } from './drop-streaks.ts';
import { erasePrint } from './erase-print.ts';
import { eraseRules } from './erase-rules.ts';
import { type CellArea, findStrokes, type Strokes } from './find-strokes.ts';
import { type InkPlane, makeInkPlane } from './ink-plane.ts';
import { type CellFindings, flatShare, lookIntoCell } from './judge-cell.ts';
import type { PreparedForm } from './prepare-form.ts';
import { type Neighbours, returnOvershoots } from './return-overshoots.ts';

/** Paper looked at round the table and the header fields, mm: how far a pen overshoots. */
const MARGIN = 7;

export interface Cell {
  field: FormField;
  /** mm on the page. */
  box: Box;
  /** Line it belongs to, from 0; -1 for header fields. */
  line: number;
}

export interface CellInkSheet {
  plane: InkPlane;
  strokes: Strokes;
  cells: Cell[];
  areas: CellArea[];
  findings: CellFindings[];
  dpi: number;
}

/** All that is looked at of a page, px; it may reach beyond the page. */
export function inkRegion(form: PreparedForm, dpi: number): Box {
  return regionOf(listCells(form), dpi);
}

/** Of `page` no more need be drawn than `inkRegion`. */
export function layOutCells(page: GreyImage, form: PreparedForm, dpi: number): CellInkSheet {
  const cells = listCells(form);
  const plane = makeInkPlane(page, regionOf(cells, dpi));
  eraseRules(plane, form, dpi);
  erasePrint(plane, form, dpi);
  const areas = cells.map(({ box }) => toArea(box, plane, dpi));
  const strokes = findStrokes(plane, areas);
  dropStains(strokes);
  dropStreaks({ plane, strokes, areas, lines: cells.map(({ line }) => line), dpi });
  returnOvershoots({ plane, strokes, areas, neighbours: findNeighbours(cells), dpi });
  clearStamped({ strokes, areas, lines: cells.map(({ line }) => line), dpi });
  const findings = cells.map((_, i) => {
    const found = lookIntoCell(strokes.parts[i]!, areas[i]!, dpi);
    return found.strokes.length === 0 ? found : { ...found, flat: flatShare(plane, strokes, { cell: i, found, dpi }) };
  });
  return { plane, strokes, cells, areas, findings, dpi };
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

export function toArea(box: Box, plane: InkPlane, dpi: number): CellArea {
  const [x, y, w, h] = boxToPx(box, dpi);
  return { left: x - plane.left, top: y - plane.top, right: x + w - plane.left, bottom: y + h - plane.top };
}
