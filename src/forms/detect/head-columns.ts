/** What is printed over each column, or in or beside its cells. Lengths in mm. */
import { classifyHeading } from '../classify-heading.ts';
import { labelBeside } from './beside-labels.ts';
import type { FieldSources } from './field-sources.ts';
import type { RowTable } from './row-table.ts';
import { textOf, toLines } from './page-text.ts';
import { freeHeading, headingEnd, headingLevels, meaningful } from './read-headings.ts';
import { type Place, splitByLabels } from './split-slots.ts';
import type { Column } from './split-wide.ts';

export interface Headed extends Place {
  heading: string;
  /** The heading stands freely above, in no cell of its own. */
  isFree: boolean;
  /** See Column. */
  isGuess: boolean;
}

/** Cells stacked over each other share what is printed over them. */
function stacksOf(columns: readonly Column[]): Column[][] {
  const stacks: Column[][] = [];
  for (const column of [...columns].sort((a, b) => a.slot.box.left - b.slot.box.left)) {
    const stack = stacks.find(
      ([first]) =>
        Math.abs(first!.slot.box.left - column.slot.box.left) <= 1 &&
        Math.abs(first!.slot.box.right - column.slot.box.right) <= 1,
    );
    if (stack === undefined) stacks.push([column]);
    else stack.push(column);
  }
  for (const stack of stacks) stack.sort((a, b) => a.slot.box.top - b.slot.box.top);
  return stacks;
}

export function headColumns(columns: readonly Column[], table: RowTable, sources: FieldSources): Headed[] {
  const found = columns.map((it) => headingLevels(it.slot, table, sources));
  const best = bestLevel(found.map((it) => it.texts));
  const freely = new Set<Column>();
  return stacksOf(columns).flatMap((stack) => {
    const texts = stack.map((column) => {
      if (column.heading !== null) return [column.heading];
      // Over day, month and year stands what date it is.
      const upper = column.slot.isComb ? found[columns.indexOf(column)]!.texts.slice(1) : [];
      const named = upper.find((it) => classifyHeading(it).type !== 'text');
      if (named !== undefined) return [named];
      const { texts } = found[columns.indexOf(column)]!;
      const chosen = texts[best] || texts.find((it) => it !== '') || '';
      if (chosen !== '') return stack.length > 1 && texts.length > 1 ? texts : [chosen];
      const free = freeHeading(column.slot.box, headingEnd(table), sources.words);
      if (free.length > 0) freely.add(column);
      return [textOf(free)];
    });
    const beside = stack.map(({ slot }) => labelBeside(slot, table, sources.words));
    const split = stack.length > 1 ? stackedHeadings(stack, texts[0]!, { table, sources }) : null;
    return stack.flatMap((column, k) =>
      splitByLabels(column.slot, sources.loose).map(
        (place): Headed => ({
          ...place,
          label: place.label || beside[k]!,
          heading: split?.[k] ?? texts[k]![0]!,
          isFree: freely.has(column),
          isGuess: column.isGuess ?? false,
        }),
      ),
    );
  });
}

/** The level on which most columns say what they are for: group headings and notes lie above or below it. */
function bestLevel(texts: readonly string[][]): number {
  const scores = [0, 1, 2].map((level) => meaningful(texts.map((it) => it[level] ?? '')));
  return scores.indexOf(Math.max(...scores));
}

/** Stacked heading cells, or the lines of one heading, go to the stacked cells in order. */
function stackedHeadings(
  stack: readonly Column[],
  levels: readonly string[],
  { table, sources }: { table: RowTable; sources: FieldSources },
): string[] | null {
  const meaningfulLevels = levels.filter((it) => it !== '');
  if (meaningfulLevels.length >= stack.length) return meaningfulLevels.slice(0, stack.length).reverse();
  const found = headingLevels(stack[0]!.slot, table, sources);
  const words =
    found.words.find((it) => it.length > 0) ?? freeHeading(stack[0]!.slot.box, headingEnd(table), sources.words);
  const text = toLines(words, Number.POSITIVE_INFINITY)
    .map((it) => it.text)
    .join('\n');
  const bare = text.replace(/\([^)]*\)/g, ' ');
  const lines = bare
    .split('\n')
    .map((it) => it.trim())
    .filter((it) => it !== '');
  const joined = lines.join(' ');
  const separated = [/\s*[/;|]\s*/, /\s*,\s*/, /\s+(?:et|und|e|and|y|en)\s+/].map((it) => joined.split(it));
  const candidates = [...partitions(lines, stack.length), ...separated];
  const worthOf = (parts: readonly string[]) => {
    const found = parts.map((it) => classifyHeading(it));
    const types = new Set(found.map((it) => it.type));
    // The whole name over or under a part of it: a heading was cut through.
    const isCut = types.has('name') && (types.has('family_name') || types.has('given_name'));
    return types.size + found.filter((it) => it.type !== 'text' && it.certain).length - (isCut ? 1 : 0);
  };
  const fitting = candidates.filter((parts) => parts.length === stack.length);
  const best = fitting.reduce<string[] | null>((a, b) => (a === null || worthOf(b) > worthOf(a) ? b : a), null);
  return best !== null && worthOf(best) > stack.length ? best : null;
}

/** All ways of joining neighbouring lines into `count` parts. */
function partitions(lines: readonly string[], count: number): string[][] {
  if (count === 1) return [[lines.join(' ')]];
  if (lines.length < count || lines.length > 8) return [];
  const found: string[][] = [];
  for (let first = 1; first <= lines.length - count + 1; first++) {
    for (const rest of partitions(lines.slice(first), count - 1))
      found.push([lines.slice(0, first).join(' '), ...rest]);
  }
  return found;
}
