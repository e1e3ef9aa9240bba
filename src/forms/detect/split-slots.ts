/** One place in a line may hold several fields: labels inside it divide it. Lengths in mm. */
import type { FieldType } from '../../domain/form.ts';
import { classifyHeading } from '../classify-heading.ts';
import type { Slot } from './row-table.ts';
import type { Rule } from './find-rules.ts';
import { type PageLine, type PageWord, type Region, toLines, unionBox } from './page-text.ts';

/** A piece of a slot that is one field. */
export interface Place {
  /** Relative to the line's top left corner. */
  box: Region;
  /** Label inside the cell, '' when there is none. */
  label: string;
  /** The cell in each line. */
  slot: Slot;
}

/** Labels on one line are apart by at least this. */
const LABEL_GAP = 4;
/** Lines of one label begin, or have their middles, within this of each other. */
const WRAPPED = 2;
/** What stands beside tick boxes or as a unit names no field of its own. */
const HINTS: readonly FieldType[] = ['checkbox', 'choice', 'number', 'text'];
/** A title's letters are at least so many times as high as the labels'. */
const TITLE_SIZE = 1.5;
const COMB = { widest: 11, least: 3 };

/** Small boxes for one character each (postcode, date) are one place. */
export function joinCombs(slots: readonly Slot[], isOnePlace: (comb: readonly Slot[]) => boolean): Slot[] {
  const ordered = [...slots].sort((a, b) => a.box.top - b.box.top || a.box.left - b.box.left);
  const joined: Slot[] = [];
  let comb: Slot[] = [];
  const finish = () => {
    if (comb.length >= COMB.least && isOnePlace(comb)) joined.push({ ...joinSlots(comb), isComb: true });
    else joined.push(...comb);
    comb = [];
  };
  const width = (slot: Slot) => slot.box.right - slot.box.left;
  for (const slot of ordered) {
    const last = comb.at(-1);
    const continues =
      last !== undefined &&
      Math.abs(width(last) - width(slot)) <= 0.15 * width(last) + 0.2 &&
      Math.abs(last.box.top - slot.box.top) <= 0.8 &&
      slot.box.left - last.box.right <= 2.5;
    if (!continues) finish();
    if (width(slot) <= COMB.widest) comb.push(slot);
    else joined.push(slot);
  }
  finish();
  return joined;
}

function joinSlots(slots: readonly Slot[]): Slot {
  const around = (regions: readonly Region[]): Region => ({
    left: Math.min(...regions.map((it) => it.left)),
    top: Math.min(...regions.map((it) => it.top)),
    right: Math.max(...regions.map((it) => it.right)),
    bottom: Math.max(...regions.map((it) => it.bottom)),
  });
  const cells = slots[0]!.cells.map((_, k) => {
    const parts = slots.map((it) => it.cells[k] ?? null).filter((it) => it !== null);
    return parts.length === 0 ? null : around(parts);
  });
  return { cells, box: around(slots.map((it) => it.box)), helpers: slots.flatMap((it) => it.helpers), isOpen: false };
}

interface Label {
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** Height of the print. */
  size: number;
}

function labelOf(words: readonly PageWord[]): Label {
  const [x, y, w, h] = unionBox(words.map((it) => it.box));
  return {
    text: words.map((it) => it.text).join(' '),
    left: x,
    top: y,
    right: x + w,
    bottom: y + h,
    size: Math.max(...words.map((it) => it.box[3])),
  };
}

/** Words of a line fall into labels at wide gaps and after colons. */
function labelsOf(line: PageLine): Label[] {
  const groups: PageWord[][] = [[]];
  line.words.forEach((word, k) => {
    const before = line.words[k - 1];
    const gap = before === undefined ? 0 : word.box[0] - before.box[0] - before.box[2];
    if (before !== undefined && (gap > LABEL_GAP || /:$/.test(before.text))) groups.push([]);
    groups.at(-1)!.push(word);
  });
  return groups.map(labelOf);
}

/** A label over two lines: set solid, beginning at the same place (a recogniser may have begun it at the frame) or centred. */
function joinWrapped(labels: readonly Label[]): Label[] {
  const joined: Label[] = [];
  for (const label of labels) {
    const above = joined.find((it) => {
      const gap = label.top - it.bottom;
      const offCentre = Math.abs(it.left + it.right - label.left - label.right) / 2;
      return (
        Math.min(Math.abs(it.left - label.left), offCentre) <= WRAPPED &&
        gap > -0.5 &&
        gap < 0.8 * (label.bottom - label.top) &&
        !/:$/.test(it.text)
      );
    });
    if (above === undefined) joined.push({ ...label });
    else
      Object.assign(above, {
        text: `${above.text} ${label.text}`,
        bottom: label.bottom,
        left: Math.min(above.left, label.left),
        right: Math.max(above.right, label.right),
      });
  }
  return joined;
}

/** Words in much larger type than the labels are a title: "I sign the petition". */
function withoutTitles(labels: readonly Label[]): Label[] {
  const usual = labels.map((it) => it.size).sort((a, b) => a - b)[labels.length >> 1] ?? 0;
  return labels.filter((it) => it.size <= TITLE_SIZE * usual);
}

/** Divides a slot by the labels printed in it. Without two labels that mean different fields it stays whole. */
export function splitByLabels(slot: Slot, loose: readonly Rule[]): Place[] {
  const label = toLines(slot.helpers)
    .map((it) => it.text)
    .join(' ');
  const whole: Place = { box: slot.box, label, slot };
  const cell = slot.cells.find(
    (it) => it !== null && slot.helpers.every((word) => word.box[1] >= it.top - 1 && word.box[1] <= it.bottom),
  );
  if (cell === undefined || cell === null) return [whole];
  const labels = withoutTitles(
    joinWrapped(toLines(slot.helpers, LABEL_GAP).flatMap(labelsOf)).filter(
      (it) => classifyHeading(it.text).type !== 'text' || classifyHeading(it.text).certain,
    ),
  );
  const types = new Set(labels.map((it) => classifyHeading(it.text).type).filter((it) => !HINTS.includes(it)));
  if (labels.length < 2 || types.size < 2) return [whole];
  const lines = groupByLine(labels);
  const height = (cell.bottom - cell.top) / lines.length;
  const isAbove = lines[0]![0]!.bottom - cell.top < 0.55 * height;
  const isBeside = labels.every((it) => roomRightOf(it, lines, cell) >= 12);
  const shift = { x: slot.box.left - cell.left, y: slot.box.top - cell.top };
  return lines.flatMap((line, k) => {
    const middle = (upper: number, lower: number) => (upper + lower) / 2;
    const next = lines[k + 1]?.[0];
    const previous = lines[k - 1]?.[0];
    const top =
      previous === undefined
        ? cell.top
        : isBeside && !isAbove
          ? middle(previous.bottom, line[0]!.top)
          : line[0]!.top - 0.5;
    const bottom =
      next === undefined ? cell.bottom : isBeside && !isAbove ? middle(line[0]!.bottom, next.top) : next.top - 0.5;
    return line.map((it, n): Place => {
      const right = line[n + 1]?.left ?? cell.right;
      const left = isBeside ? it.right + 0.5 : n === 0 ? cell.left : it.left;
      const ruled = lineBeside(it, right, loose);
      if (ruled !== undefined) {
        const box = {
          left: ruled.from + shift.x,
          right: ruled.to + shift.x,
          top: top + shift.y,
          bottom: bottom + shift.y,
        };
        return { box, label: it.text, slot };
      }
      return {
        box: { left: left + shift.x, right: right + shift.x, top: top + shift.y, bottom: bottom + shift.y },
        label: it.text,
        slot,
      };
    });
  });
}

/** The line to write on that begins after a label. */
function lineBeside(label: Label, right: number, loose: readonly Rule[]): Rule | undefined {
  return loose.find(
    (it) =>
      Math.abs(it.at - label.bottom) <= 2.5 &&
      it.from >= label.right - 1.5 &&
      it.from <= label.right + 15 &&
      it.to <= right + 2,
  );
}

function groupByLine(labels: readonly Label[]): Label[][] {
  const lines: Label[][] = [];
  for (const label of [...labels].sort((a, b) => a.top - b.top)) {
    const line = lines.at(-1);
    if (line !== undefined && label.top < line[0]!.bottom - 0.5) line.push(label);
    else lines.push([label]);
  }
  for (const line of lines) line.sort((a, b) => a.left - b.left);
  return lines;
}

function roomRightOf(label: Label, lines: readonly Label[][], cell: Region): number {
  const line = lines.find((it) => it.includes(label))!;
  return (line[line.indexOf(label) + 1]?.left ?? cell.right) - label.right;
}
