/** Limits that server and pages must agree on. */

/** Characters (UTF-16) of a value in a field: long enough for any address, short enough that a mis-paste is refused. */
export const LONGEST_VALUE = 500;
/** Characters of a note to colleagues: a few sentences. */
export const LONGEST_NOTE = 1_000;
