import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../../src/domain/image.ts';
import { findRules, WORK_DPI } from '../../src/forms/detect/find-rules.ts';
import type { PageWord } from '../../src/forms/detect/page-text.ts';
import { trimmed } from '../../src/forms/detect/read-page.ts';
import { splitByLabels } from '../../src/forms/detect/split-slots.ts';

const px = (mm: number) => Math.round((mm * WORK_DPI) / 25.4);

function drawing(width: number, height: number) {
  const page: GreyImage = {
    width: px(width),
    height: px(height),
    data: new Uint8Array(px(width) * px(height)).fill(255),
  };
  const fill = (x: number, y: number, [w, h, grey]: [number, number, number]) => {
    for (let v = px(y); v < px(y + h); v++) page.data.fill(grey, v * page.width + px(x), v * page.width + px(x + w));
  };
  return { page, fill };
}

describe('white rules on colour', () => {
  it('reach up to the heading though its white print stands against them', () => {
    const { page, fill } = drawing(90, 80);
    fill(10, 10, [70, 14, 100]);
    fill(10, 24, [70, 40, 225]);
    for (const y of [24, 34, 44, 54]) fill(10, y - 0.25, [70, 0.5, 255]);
    fill(44.75, 10, [0.5, 54, 255]);
    for (let y = 11; y < 22; y += 1.5) fill(43, y, [1.4, 0.8, 255]);
    const rule = findRules(page).vertical.find((it) => Math.abs(it.at - 45) < 0.5);
    expect(rule?.kind).toBe('light');
    expect(rule!.from).toBeLessThan(26);
    expect(rule!.to).toBeGreaterThan(62);
  });
});

describe('a word read together with the frame beside it', () => {
  it('is left without it, in its own place', () => {
    const word = trimmed({ text: '“Tag|', box: [10, 5, 10, 2] });
    expect(word).toEqual({ text: 'Tag', box: [12, 5, 6, 2] });
  });

  it.each(['(facultatif)', 'd’usage', 'E-Mail:', 'Nr.', '[', '“'])('and %s stays as it is', (text) => {
    expect(trimmed({ text, box: [0, 0, 5, 2] }).text).toBe(text);
  });
});

describe('labels in a cell', () => {
  const word = (text: string, x: number, y: number): PageWord => ({
    text,
    box: [x, y, text.length * 1.1, 1.8],
    turn: 0,
  });
  const cell = { left: 10, right: 40, top: 20, bottom: 34 };
  const slot = (helpers: PageWord[]) => ({
    ...{ cells: [cell], helpers, isOpen: false },
    box: { left: 10, right: 40, top: 0, bottom: 14 },
  });

  it('are one when the second line is set under the first, though it begins elsewhere', () => {
    const places = splitByLabels(
      slot([word('Tag', 10.5, 21), word('der', 14.5, 21), word('Unterschrift', 12, 23.2)]),
      [],
    );
    expect(places.map((it) => it.label)).toEqual(['Tag der Unterschrift']);
  });

  it('are two with room to write between them', () => {
    const places = splitByLabels(slot([word('Nom', 11, 21), word('Courriel', 11, 28)]), []);
    expect(places.map((it) => it.label)).toEqual(['Nom', 'Courriel']);
  });
});
