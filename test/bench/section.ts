/** What a part of the bench looks like. A figure that cannot be measured here is null, never absent. */

export type Metrics = Record<string, number | null>;

export interface BenchOptions {
  /** `test` measures; `dev` is for those who tune. */
  split: 'test' | 'dev';
  /** At most so many made pages, spread evenly; null for all. */
  pages: number | null;
  /** Progress, for people; stdout belongs to the result. */
  say(line: string): void;
}

export type Section = (options: BenchOptions) => Promise<Metrics>;
