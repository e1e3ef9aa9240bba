/** How states are toned, one table for all pages. */
import type { LineState } from '../../domain/ledger.ts';
import type { BatchWire } from '../../domain/wire-batch.ts';
import type { WordTone } from './word.tsx';

export type PageStateName = BatchWire['pages'][number]['state'];

export const PAGE_TONES: Record<PageStateName, WordTone> = {
  queued: 'busy',
  preprocessed: 'busy',
  read: 'good',
  blank: 'quiet',
  unrecognised: 'look',
  unreadable: 'look',
  failed: 'wrong',
  withdrawn: 'quiet',
};

export const LINE_TONES: Record<LineState, WordTone> = {
  expected: 'busy',
  awaiting_review: 'look',
  in_second_keying: 'look',
  counted: 'good',
  rejected: 'wrong',
  superseded: 'quiet',
};
