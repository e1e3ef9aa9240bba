/**
 * The keys of the review station: what there is to do, the usual keys, and which keys somebody may choose instead. None
 * of them belongs to a browser, and none types a character that a name, an address or an e-mail may hold.
 * Without zod: the browser loads this file.
 */
export const KEY_COMMANDS = [
  'accept',
  'accept_anyway',
  'next_choice',
  'previous_choice',
  'ditto_field',
  'ditto_address',
  'checked_field',
  'reasons',
  'suggested_reason',
  'undo',
  'postpone',
  'ask',
  'escalate',
  'hand_back',
  'page',
  'contrast',
  'turn',
  'zoom_in',
  'zoom_out',
  'consent',
  'help',
] as const;
export type KeyCommand = (typeof KEY_COMMANDS)[number];

/** As `keyOf` names them. The first of several is the one shown. */
export const USUAL_KEYS: Record<KeyCommand, readonly string[]> = {
  accept: ['Enter'],
  accept_anyway: ['Ctrl+Enter'],
  next_choice: ['ArrowDown'],
  previous_choice: ['ArrowUp'],
  ditto_field: ['"', 'Alt+ArrowUp'],
  ditto_address: ['Alt+Shift+ArrowUp'],
  checked_field: ['Alt+ArrowDown'],
  reasons: ['Escape'],
  suggested_reason: ['F8'],
  undo: ['Ctrl+Z'],
  postpone: ['Alt+PageDown'],
  ask: ['Alt+Enter'],
  escalate: ['Alt+Shift+Enter'],
  hand_back: ['Shift+F8'],
  page: ['F2'],
  contrast: ['F4'],
  turn: ['Shift+F4'],
  zoom_in: ['PageUp'],
  zoom_out: ['PageDown'],
  consent: ['F9'],
  help: ['?'],
};

const withModifiers = (key: string, ...modifiers: string[]) => [key, ...modifiers.map((one) => `${one}+${key}`)];

/** Left out: what browsers and systems take (F1, F3, F5 to F7, F10 to F12, Alt+F4, Shift+F9, Shift+Insert, Ctrl+PageUp …). */
export const FREE_KEYS: readonly string[] = [
  ...withModifiers('Enter', 'Ctrl', 'Shift', 'Alt', 'Alt+Shift'),
  ...['F2', 'F4', 'F8'].flatMap((key) => withModifiers(key, 'Shift')),
  ...['F9', 'Insert', 'Escape', 'Ctrl+Z', '?', '"', '*', '!', '§'],
  ...['ArrowDown', 'ArrowUp'].flatMap((key) => withModifiers(key, 'Alt', 'Alt+Shift')),
  ...['PageUp', 'PageDown'].flatMap((key) => withModifiers(key, 'Shift', 'Alt', 'Alt+Shift')),
];

/** What differs from the usual keys: one key a command, which then replaces all its usual ones. */
export type OwnKeys = Partial<Record<KeyCommand, string>>;

/** Key to command, under somebody's own keys. */
export function keyTable(own: OwnKeys): Map<string, KeyCommand> {
  return new Map(KEY_COMMANDS.flatMap((command) => keysOf(command, own).map((key) => [key, command] as const)));
}

export function keysOf(command: KeyCommand, own: OwnKeys): readonly string[] {
  const chosen = own[command];
  return chosen === undefined ? USUAL_KEYS[command] : [chosen];
}

/** The other command that has this key already; null: the key is free for `command`. */
export function holderOf(key: string, command: KeyCommand, own: OwnKeys): KeyCommand | null {
  return KEY_COMMANDS.find((other) => other !== command && keysOf(other, own).includes(key)) ?? null;
}
