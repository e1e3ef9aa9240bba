/** What the fields of a table's lines are made from. */
import type { Box } from '../../domain/geometry.ts';
import type { Rule } from './find-rules.ts';
import type { PageWord, Region } from './page-text.ts';

export interface FieldSources {
  cells: readonly Region[];
  words: readonly PageWord[];
  tickBoxes: readonly Box[];
  /** Lines to write on that enclose nothing. */
  loose: readonly Rule[];
}
