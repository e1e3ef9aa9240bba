/** Keys of the review station: nobody's browser, nobody's field, never two commands on one key. */
import { describe, expect, test } from 'vitest';
import { FREE_KEYS, holderOf, KEY_COMMANDS, keysOf, keyTable, USUAL_KEYS } from '../../src/domain/keys.ts';
import { ownKeysSchema, readOwnKeys } from '../../src/domain/own-keys.ts';
import { commandFor, keyOf, type Pressed } from '../../src/web/pages/review/bindings.ts';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  ...{ key, code: '', ctrlKey: false, altKey: false, shiftKey: false, metaKey: false },
  ...more,
});
const inside = { isFresh: false, digitsChoose: false };

test('the usual keys are free ones, and each does one thing', () => {
  const used = KEY_COMMANDS.flatMap((command) => USUAL_KEYS[command]);
  expect(new Set(used).size).toBe(used.length);
  expect(used.filter((key) => !FREE_KEYS.includes(key))).toEqual([]);
});

test('no free key belongs to a browser, the clipboard or a word', () => {
  const taken = [
    'F1',
    'F3',
    'F5',
    'F6',
    'F7',
    'F10',
    'F11',
    'F12',
    'Alt+F4',
    'Ctrl+F4',
    'Shift+Insert',
    'Tab',
    'Space',
  ];
  const typing = [..."abcdefghijklmnopqrstuvwxyzéèç0123456789.-@+/_'"];
  const browser = [...'ACVXTNWLRFPDSHJKU'].map((letter) => `Ctrl+${letter}`);
  expect([...taken, ...typing, ...browser].filter((key) => FREE_KEYS.includes(key))).toEqual([]);
});

describe('own keys', () => {
  test('replace the usual ones of their command, which are free for others then', () => {
    const own = { page: 'Insert', contrast: 'F2' };
    expect(ownKeysSchema.safeParse(own).success).toBe(true);
    expect(keysOf('page', own)).toEqual(['Insert']);
    expect(keyTable(own).get('F2')).toBe('contrast');
    expect(holderOf('F2', 'page', own)).toBe('contrast');
    expect(commandFor(press('F2'), inside, keyTable(own))).toEqual({ name: 'contrast' });
  });

  test('that clash, or that a newer version does not know, are refused or left', () => {
    expect(ownKeysSchema.safeParse({ contrast: 'F2' }).success).toBe(false);
    expect(ownKeysSchema.safeParse({ contrast: 'Ctrl+W' }).success).toBe(false);
    expect(readOwnKeys({ dance: 'Insert' })).toEqual({});
    expect(readOwnKeys(null)).toEqual({});
  });
});

test('a key is named by what it types, with the modifiers that did not type it', () => {
  expect(keyOf(press('?', { shiftKey: true }))).toBe('?');
  expect(keyOf(press('"'))).toBe('"');
  expect(keyOf(press('z', { ctrlKey: true }))).toBe('Ctrl+Z');
  expect(keyOf(press('z', { metaKey: true }))).toBe('Ctrl+Z');
  expect(keyOf(press('Z', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+Z');
  expect(keyOf(press('ArrowUp', { altKey: true, shiftKey: true }))).toBe('Alt+Shift+ArrowUp');
  // AltGr types a character; a dead key and a composition have typed none yet.
  expect(keyOf(press('@', { ctrlKey: true, altKey: true }))).toBeNull();
  expect(keyOf(press('Dead'))).toBeNull();
  expect(keyOf(press('ê', { isComposing: true }))).toBeNull();
});
