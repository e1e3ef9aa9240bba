/**
 * The keys of the station, in one table. None of them belongs to a browser (Ctrl+D, Alt+D, F3, F5, Ctrl+1 … do), and
 * letters are matched by what they type, so that AZERTY and QWERTY agree.
 */
import type { RejectionReason } from '../../../domain/reasons.ts';

export type Command =
  | { name: 'accept' | 'accept_anyway' | 'reasons' | 'suggested_reason' | 'undo' | 'page' | 'help' | 'consent' }
  | { name: 'next_choice' | 'previous_choice' | 'ditto_field' | 'ditto_address' | 'checked_field' }
  | { name: 'zoom_in' | 'zoom_out' | 'contrast' }
  | { name: 'choice'; number: number }
  | { name: 'reason'; reason: RejectionReason };

/** One letter each, shown in the palette; with Alt they work without it. Letters of browsers' menus are left out. */
export const REASON_LETTERS: Partial<Record<RejectionReason, string>> = {
  struck: 'x',
  illegible: 'i',
  incomplete: 'q',
  blank: 'o',
  no_signature: 'n',
  duplicate: 'r',
  unidentifiable: 'u',
  not_handwritten: 'm',
  implausible: 'j',
  late: 'l',
  withdrawn: 'w',
  photocopied: 'p',
  not_a_signer: 'a',
  out_of_area: 'g',
  same_hand: 'k',
  unlisted: 'z',
  wrong_birth_date: 'y',
};

/** What the table needs of a KeyboardEvent. */
export interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
  isComposing?: boolean;
}

export interface Where {
  /** The field in focus is empty or wholly selected: a key would not land inside a word. */
  isFresh: boolean;
  /** A digit cannot belong to the field's own content. */
  digitsChoose: boolean;
}

const PLAIN: Record<string, Command> = {
  Enter: { name: 'accept' },
  Escape: { name: 'reasons' },
  F2: { name: 'page' },
  F4: { name: 'contrast' },
  F8: { name: 'suggested_reason' },
  F9: { name: 'consent' },
  ArrowDown: { name: 'next_choice' },
  ArrowUp: { name: 'previous_choice' },
  PageUp: { name: 'zoom_in' },
  PageDown: { name: 'zoom_out' },
};

/** @returns null when the key is the field's, or the browser's */
export function commandFor(pressed: Pressed, where: Where): Command | null {
  const { key, altKey, shiftKey } = pressed;
  const isControl = pressed.ctrlKey || pressed.metaKey;
  if (pressed.isComposing) return null;
  if (isControl && !altKey) {
    if (key === 'Enter') return { name: 'accept_anyway' };
    return key.toLowerCase() === 'z' && !shiftKey ? { name: 'undo' } : null;
  }
  if (isControl) return null;
  if (altKey) return altCommand(pressed);
  if (key === '?') return { name: 'help' };
  if (key === '"' && where.isFresh) return { name: 'ditto_field' };
  if (/^[1-9]$/.test(key) && where.digitsChoose) return { name: 'choice', number: Number(key) };
  if (shiftKey) return null;
  return PLAIN[key] ?? null;
}

function altCommand({ key, code, shiftKey }: Pressed): Command | null {
  if (key === 'ArrowUp') return { name: shiftKey ? 'ditto_address' : 'ditto_field' };
  if (shiftKey) return null;
  if (key === 'ArrowDown') return { name: 'checked_field' };
  // macOS types another character with Option: fall back on the key's place.
  const letter = /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, '').toLowerCase();
  const reason = reasonForLetter(letter);
  return reason === null ? null : { name: 'reason', reason };
}

export function reasonForLetter(letter: string): RejectionReason | null {
  const found = Object.entries(REASON_LETTERS).find(([, one]) => one === letter.toLowerCase());
  return found === undefined ? null : (found[0] as RejectionReason);
}

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'Fn']);

/** Whether a keydown counts as a key in the record of work: pressed by a hand, once, not a modifier on its way to another. */
export function isCountedKey(event: { key: string; repeat: boolean; isTrusted: boolean }): boolean {
  return event.isTrusted && !event.repeat && !MODIFIERS.has(event.key);
}
