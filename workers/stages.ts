/**
 * What the processes that touch pixels do for a worker. They take and answer ids, content addresses and numbers;
 * images go through the image store, never between processes.
 */
import type { PrefillPolicy } from '../src/domain/candidate.ts';
import type { FormDefinition } from '../src/domain/form.ts';
import type { PetitionSettings } from '../src/domain/policies.ts';
import type { PreparedPage } from '../src/store/page.ts';
import type { ReadPage } from '../src/store/reading.ts';

export interface PrepareTask {
  pageId: string;
  generation: number;
  scanSha256: string;
  /** From 1, within the scan. */
  pageNumber: number;
  /** Clockwise degrees a person asked for before everything else. */
  turnedBy: number;
  forms: { id: string; sha256: string; definition: FormDefinition }[];
}

export interface ReadTask {
  pageId: string;
  generation: number;
  form: FormDefinition;
  prefillPolicy: PrefillPolicy;
  settings: PetitionSettings;
}

/** A type, not an interface: it crosses a process boundary by method name. */
export type Stages = {
  /** How many pages the scan has. @throws InputError when it cannot be opened */
  countPages(task: { scanSha256: string }): Promise<number>;
  /** Preprocesses one page; leaves its image and its cells in the store. */
  preparePage(task: PrepareTask): Promise<PreparedPage>;
  /** Reads the cells left by `preparePage`; null when they are gone. */
  readPage(task: ReadTask): Promise<ReadPage | null>;
};
