/** What the station is made of, for the pages that show it. */
import type { HandBackReason } from '../../../domain/hand-back.ts';
import type { RejectionReason } from '../../../domain/reasons.ts';
import type { ClaimWire } from '../../../domain/wire-review.ts';
import type { Problem } from '../../http/problem.ts';
import type { Above, Draft } from './draft.ts';
import type { Letter, Sent } from './outbox.ts';

export interface StationApi {
  /** `resume`: first what this person already holds, after a reload of the page. */
  claim(wish: { limit: number; resume: boolean; postponed: boolean }): Promise<ClaimWire[]>;
  /** One certain line, by name. */
  take(lineId: string): Promise<ClaimWire>;
  send(lineId: string, letter: Letter): Promise<Sent>;
  /** Prolongs leases; answers those still held. */
  heartbeat(lineIds: string[]): Promise<{ id: string; leaseExpiresAt: string }[]>;
  /** Gives lines back to the others. */
  release(lineIds: string[]): void;
  /** Starts to fetch the strip. */
  prepare(url: string): void;
  now(): number;
}

export interface Work {
  claim: ClaimWire;
  draft: Draft;
  above: Above;
  startedAt: number;
  keys: number;
}

/** Put off, asked about, answered or given back: the line leaves the desk without a decision. */
export type SetAside = 'postponed' | 'asked' | 'escalated' | 'answered' | 'handed_back';

export interface Decided extends Work {
  outcome: 'accepted' | 'rejected' | SetAside;
  reason: RejectionReason | null;
  /** After the decision; null until the server has said so. */
  version: number | null;
  isSent: boolean;
  /** Why the server did not take it: nothing of it is stored. */
  refusal: Problem | null;
}

export interface Notice {
  kind: 'refused' | 'undo_failed' | 'undone' | 'take_failed';
  problem?: Problem;
  /** Which line, for the reader: file and index. */
  line?: string;
}

export interface StationState {
  phase: 'loading' | 'working' | 'empty' | 'failed';
  work: Work | null;
  ahead: readonly ClaimWire[];
  decided: readonly Decided[];
  notice: Notice | null;
  problem: Problem | null;
  outbox: { waiting: number; isOffline: boolean };
  /** Lines of the petition still waiting, this desk's included. */
  remaining: number;
}

export interface Station {
  subscribe(listener: () => void): () => void;
  read(): StationState;
  /** `lineId`: the line to begin with. */
  start(lineId?: string | null): void;
  stop(): void;
  /** Asks for more lines; harmless when enough are at hand. `postponed`: also those put off. */
  refill(postponed?: boolean): Promise<void>;
  /** Keeps the lines at hand. */
  heartbeat(): Promise<void>;
  edit(change: (draft: Draft) => Draft): void;
  countKey(): void;
  accept(fields: Record<string, string>): void;
  reject(reason: RejectionReason, note?: string): void;
  postpone(): void;
  ask(to: 'colleague' | 'supervisor', personId: string | null, text: string): void;
  answer(text: string): void;
  handBack(reason: HandBackReason): void;
  undo(): void;
  dismissNotice(): void;
  retryNow(): void;
  /** After signing in again: what waits goes, and lines are asked for. */
  goOn(): void;
}
