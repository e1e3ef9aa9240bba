/** A form definition made ready for registration: its boxes as the edges one may expect to find printed. */
import type { FormDefinition } from '../domain/form.ts';
import { type Box, offsetBox } from '../domain/geometry.ts';
import { parsePrint, type Print } from './print.ts';
import { findLandmarks, type PrintLandmarks } from './print-landmarks.ts';

/** Box edges nearer than this are one printed edge, mm. */
const SAME_EDGE = 0.6;

/** A straight stretch along which a rule may be printed; mm, of the upright page. */
export interface Edge {
  /** y of an edge across, x of an edge down. */
  at: number;
  from: number;
  to: number;
}

export interface PreparedForm {
  definition: FormDefinition;
  across: Edge[];
  down: Edge[];
  /** Smallest box around all lines, mm. */
  table: Box;
  print: Print | null;
  /** Of the print; null without a description of it. */
  landmarks: PrintLandmarks | null;
}

/** Costs a tenth of a millisecond, with a description of the print some 20 ms; keep the result as long as the definition lives. */
export function prepareForm(form: FormDefinition, print: unknown = form.print): PreparedForm {
  const across: Edge[] = [];
  const down: Edge[] = [];
  const known = parsePrint(print);
  for (const row of form.rows.boxes) {
    for (const box of [row, ...form.fields.map((field) => offsetBox(field.box, row))]) {
      const [x, y, w, h] = box;
      across.push({ at: y, from: x, to: x + w }, { at: y + h, from: x, to: x + w });
      down.push({ at: x, from: y, to: y + h }, { at: x + w, from: y, to: y + h });
    }
  }
  return {
    definition: form,
    across: mergeEdges(across),
    down: mergeEdges(down),
    table: around(form.rows.boxes),
    print: known,
    landmarks: known === null ? null : findLandmarks(known, form),
  };
}

/** Unites edges at the same place that touch or overlap. */
export function mergeEdges(edges: readonly Edge[]): Edge[] {
  const sorted = [...edges].sort((a, b) => a.at - b.at);
  const groups: Edge[][] = [];
  for (const edge of sorted) {
    const group = groups[groups.length - 1];
    if (group !== undefined && edge.at - group[0]!.at < SAME_EDGE) group.push(edge);
    else groups.push([edge]);
  }
  return groups.flatMap(uniteGroup);
}

function uniteGroup(group: Edge[]): Edge[] {
  const at = group.reduce((sum, edge) => sum + edge.at, 0) / group.length;
  const united: Edge[] = [];
  for (const edge of group.sort((a, b) => a.from - b.from)) {
    const last = united[united.length - 1];
    if (last !== undefined && edge.from <= last.to + SAME_EDGE) last.to = Math.max(last.to, edge.to);
    else united.push({ at, from: edge.from, to: edge.to });
  }
  return united;
}

function around(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map(([x]) => x));
  const top = Math.min(...boxes.map(([, y]) => y));
  const right = Math.max(...boxes.map(([x, , w]) => x + w));
  const bottom = Math.max(...boxes.map(([, y, , h]) => y + h));
  return [left, top, right - left, bottom - top];
}
