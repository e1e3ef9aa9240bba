/** Lines to write on and the labels beside them: what of a rule is room, and which letters are one word. */
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/forms/detect/find-rules.ts';
import { offLabels } from '../../src/forms/detect/off-labels.ts';
import type { PageWord } from '../../src/forms/detect/page-text.ts';
import { groupIntoWords } from '../../src/imaging/pdf-words.ts';

const word = (text: string, x: number, w: number, h = 2.1): PageWord => ({ text, box: [x, 23.5, w, h], turn: 0 });
const rule = (from: number, to: number): Rule => ({ at: 25.6, from, to, kind: 'dotted' });
const spans = (rules: Rule[]) => rules.map((it) => [it.from, it.to].map((x) => Math.round(x * 10) / 10));

describe('a rule that took the feet of labels along', () => {
  it('is cut where they end, also under letters that go on below', () => {
    const labels = [word('Ville', 110, 5.8), word('Signature', 147.9, 13.3, 2.8)];
    expect(spans(offLabels(rule(114.3, 192.1), labels, 8))).toEqual([
      [116.3, 147.4],
      [161.7, 192.1],
    ]);
  });

  it('leaves no room where it only underlines', () => {
    expect(offLabels(rule(110, 140), [word('Avis', 109.8, 10), word('important', 121, 19.5)], 8)).toEqual([]);
  });

  it('stays whole when it begins and ends beside words, or when they stand well above it', () => {
    const line = rule(20, 100);
    expect(offLabels(line, [word('Nom', 12, 7), word('exemple', 50, 10)], 8)).toEqual([line]);
    expect(offLabels(line, [{ ...word('Nom', 19, 7), box: [19, 20, 7, 2.1] }], 8)).toEqual([line]);
  });
});

describe('letters of a text layer between which a space is only guessed', () => {
  const SIZE = 3.76;
  const letter = (text: string, left: number, right: number) => ({
    ...{ text, left, right, top: 23.6, bottom: 25.7, size: SIZE },
    turn: 0 as const,
  });
  const textOf = (gap: number) =>
    groupIntoWords([letter('N', 14.3, 15.86), 'guessed', letter('o', 15.86 + gap, 17.3 + gap)]).map((it) => it.text);

  it('are one word when they are merely set widely', () => {
    expect(textOf(0.43)).toEqual(['No']);
  });

  it('are two at the width of a space', () => {
    expect(textOf(1.1)).toEqual(['N', 'o']);
  });
});
