/**
 * What the processes that touch pixels do for a worker. They take and answer ids, content addresses and numbers;
 * images go through the image store, never between processes.
 */
import type { PrefillPolicy } from '../src/domain/candidate.ts';
import type { FormDefinition } from '../src/domain/form.ts';
import type { Reason } from '../src/domain/page.ts';
import type { PetitionSettings } from '../src/domain/policies.ts';
import type { TrialReading } from '../src/domain/wire-draft.ts';
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
  /** A person saw something on it. */
  isNotBlank: boolean;
  forms: { id: string; sha256: string; definition: FormDefinition }[];
}

export type AssessTask = Pick<PrepareTask, 'scanSha256' | 'pageNumber' | 'turnedBy'>;

/** The first look at a page: already its outcome, or what a person should know about the scan. */
export type AssessedPage =
  | { settled: PreparedPage }
  /** `image` is kept only where there is something to show. */
  | { settled: null; warnings: Reason[]; image: string | null };

export interface ReadTask {
  pageId: string;
  generation: number;
  form: FormDefinition;
  prefillPolicy: PrefillPolicy;
  settings: PetitionSettings;
}

/** A page of a stored file. */
export interface StoredPage {
  sha256: string;
  /** From 1. */
  page: number;
}

export interface DetectTask {
  /** One blank sheet, or filled sheets of the same form. */
  pages: StoredPage[];
  isFilled: boolean;
}

export type DetectedSheet =
  | { form: FormDefinition; image: string; problems: string[] }
  | { failure: Pick<Reason, 'code' | 'params'>; image: string };

export interface TryTask extends StoredPage {
  form: FormDefinition;
  /** Of the form, recorded with the reading. */
  revision: number;
  country: string;
}

/** Types, not interfaces: they cross a process boundary by method name. */
export type EntranceStages = {
  /** How many pages the scan has. @throws InputError when it cannot be opened */
  countPages(task: { scanSha256: string }): Promise<number>;
  /** Looks at a page before any form is sought: a fraction of the time that `preparePage` takes. */
  assessPage(task: AssessTask): Promise<AssessedPage>;
};
export type Stages = EntranceStages & {
  /** Preprocesses one page; leaves its image and its cells in the store. */
  preparePage(task: PrepareTask): Promise<PreparedPage>;
  /** Reads the cells left by `preparePage`; null when they are gone. */
  readPage(task: ReadTask): Promise<ReadPage | null>;
  /** Proposes the form of a blank sheet or of several filled ones, or says why there is none; leaves a picture in the store. */
  detectForm(task: DetectTask): Promise<DetectedSheet>;
  /** Reads a page with a form that nobody uses yet; leaves its picture in the store. */
  tryForm(task: TryTask): Promise<{ trial: TrialReading; image: string | null }>;
};
