/** The boxes to tick in a cell, with what is printed beside each. Lengths in mm. */
import type { Box } from '../../domain/geometry.ts';
import type { FieldSources } from './field-sources.ts';
import type { Headed } from './head-columns.ts';
import { isCentreIn, type PageWord, type Region, textOf } from './page-text.ts';

/** Tick boxes with the words to their right, from the first line that has as many as most lines: ticks may spoil one. */
export function optionsOf(place: Headed, { tickBoxes, words }: FieldSources): { label: string; box: Box }[] {
  const { box } = place;
  const lines = place.slot.cells.flatMap((cell) => {
    if (cell === null) return [];
    const region = {
      ...cell,
      left: cell.left + box.left - place.slot.box.left,
      right: cell.right + box.right - place.slot.box.right,
    };
    const inside = tickBoxes.filter((it) => isCentreIn(it, region)).sort((a, b) => a[1] - b[1] || a[0] - b[0]);
    return inside.length === 0 ? [] : [{ region, inside }];
  });
  const linesLike = (count: number) => lines.filter((it) => it.inside.length === count).length;
  const usual = [...lines].sort((a, b) => linesLike(b.inside.length) - linesLike(a.inside.length))[0];
  if (usual === undefined) return [];
  const { region, inside } = usual;
  return inside.map((it) => ({
    label: optionLabel(it, inside, { region, words }),
    box: [round(it[0] - region.left), round(it[1] - region.top), round(it[2]), round(it[3])],
  }));
}

function optionLabel(
  box: Box,
  all: readonly Box[],
  { region, words }: { region: Region; words: readonly PageWord[] },
): string {
  const isOnLine = (it: Box) => Math.abs(it[1] + it[3] / 2 - box[1] - box[3] / 2) < Math.max(2, box[3] * 0.8);
  const next = Math.min(region.right, ...all.filter((it) => it[0] > box[0] + 1 && isOnLine(it)).map((it) => it[0]));
  const right = { left: box[0] + box[2] - 0.3, right: next, top: box[1] - 1, bottom: box[1] + box[3] + 1 };
  return textOf(words.filter((it) => isCentreIn(it.box, right) && /[\p{L}\p{N}]/u.test(it.text)));
}

const round = (value: number) => Math.round(value * 100) / 100;
