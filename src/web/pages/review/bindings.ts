/**
 * The keys of the station. None of them belongs to a browser (Ctrl+D, Alt+D, F3, F5, Ctrl+1 … do), and letters are
 * matched by what they type, so that AZERTY and QWERTY agree. Each person may choose other keys; see domain/keys.
 */
import { type KeyCommand, keyTable } from '../../../domain/keys.ts';
import type { RejectionReason } from '../../../domain/reasons.ts';

export type Command =
  | { name: KeyCommand }
  | { name: 'choice'; number: number }
  | { name: 'reason'; reason: RejectionReason };

/** One letter each, shown in the palette; with Alt they work without it. Letters of browsers' menus are left out. */
export const REASON_LETTERS: Record<RejectionReason, string> = {
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
  under_age: 'c',
  not_on_roll: 'v',
};
/** With Alt these open a menu of a browser: they are for the palette alone. */
const PALETTE_ONLY: readonly string[] = ['v'];

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

export type KeyTable = ReadonlyMap<string, KeyCommand>;
const USUAL_TABLE: KeyTable = keyTable({});

/** `Alt+Shift+ArrowUp`, `Ctrl+Z`, `?`: a character stands for itself, whatever keys typed it. Null for a dead key or while composing. */
export function keyOf({ key, ctrlKey, metaKey, altKey, shiftKey, isComposing }: Pressed): string | null {
  if (isComposing || key === 'Dead' || key === 'Process') return null;
  const isControl = ctrlKey || metaKey;
  const isCharacter = [...key].length === 1;
  // AltGr reports Ctrl and Alt: what it types is a character.
  if (isCharacter && isControl && altKey) return null;
  const modifiers = [
    isControl && 'Ctrl',
    altKey && 'Alt',
    shiftKey && !(isCharacter && !isControl && !altKey) && 'Shift',
  ];
  const name = isCharacter && (isControl || altKey) ? key.toUpperCase() : key;
  return [...modifiers.filter((one) => one !== false), name].join('+');
}

/** @returns null when the key is the field's, or the browser's */
export function commandFor(pressed: Pressed, where: Where, table: KeyTable = USUAL_TABLE): Command | null {
  const key = keyOf(pressed);
  if (key === null) return null;
  const name = table.get(key);
  if (name !== undefined) {
    // A question mark stands in no name; other characters are commands only where they cannot be part of the value.
    const mayType = [...key].length === 1 && key !== '?';
    return mayType && !where.isFresh ? null : { name };
  }
  if (/^[1-9]$/.test(key) && where.digitsChoose) return { name: 'choice', number: Number(key) };
  const isAltOnly = pressed.altKey && !pressed.ctrlKey && !pressed.metaKey && !pressed.shiftKey;
  return isAltOnly ? reasonCommand(pressed) : null;
}

function reasonCommand({ key, code }: Pressed): Command | null {
  // macOS types another character with Option: fall back on the key's place.
  const letter = /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, '').toLowerCase();
  const reason = PALETTE_ONLY.includes(letter) ? null : reasonForLetter(letter);
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
