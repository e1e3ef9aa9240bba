/**
 * The line ledger: the state machine of a printed line. The database enforces the same table with a trigger
 * (see the migrations); a test compares the two.
 */
export const LINE_STATES = [
  'expected',
  'awaiting_review',
  'in_second_keying',
  'counted',
  'rejected',
  'superseded',
] as const;
export type LineState = (typeof LINE_STATES)[number];

/** From each state, the states that may follow. `superseded` ends a line: its page was replaced. */
export const LINE_TRANSITIONS: Record<LineState, readonly LineState[]> = {
  expected: ['awaiting_review', 'rejected', 'superseded'],
  awaiting_review: ['in_second_keying', 'counted', 'rejected', 'superseded'],
  in_second_keying: ['awaiting_review', 'counted', 'rejected', 'superseded'],
  counted: ['awaiting_review', 'rejected', 'superseded'],
  rejected: ['awaiting_review', 'counted', 'superseded'],
  superseded: [],
};

export function mayFollow(from: LineState, to: LineState): boolean {
  return LINE_TRANSITIONS[from].includes(to);
}

/** Page states in which the number of lines is not known yet: no account balances while such a page is there. */
export const OPEN_PAGE_STATES = ['queued', 'unrecognised', 'unreadable', 'failed'] as const;

export interface Ledger {
  printedLines: number;
  openPages: number;
  /** Counts add up to `printedLines`. */
  states: Record<LineState, number>;
  /** Counts add up to `states.rejected`. */
  reasons: Record<string, number>;
}

/** True when every printed line is in exactly one state and no page's lines are unknown. */
export function isBalanced(ledger: Ledger): boolean {
  const sum = Object.values(ledger.states).reduce((total, count) => total + count, 0);
  const rejected = Object.values(ledger.reasons).reduce((total, count) => total + count, 0);
  return sum === ledger.printedLines && rejected === ledger.states.rejected && ledger.openPages === 0;
}
