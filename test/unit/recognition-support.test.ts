import { expect, test } from 'vitest';
import type { FieldType } from '../../src/domain/form.ts';
import { fold } from '../../src/recognition/fold.ts';
import { loadLists } from '../../src/recognition/lists.ts';
import { isAtRightEdge } from '../../src/recognition/ink-at-edge.ts';
import { isSupported } from '../../src/recognition/support.ts';

const { places } = loadLists('FR');

const lineOf = (values: Partial<Record<FieldType, string>>) =>
  new Map(
    Object.entries(values).map(([type, value]) => {
      const folded = type === 'email' ? value : fold(value);
      return [type as FieldType, [{ value, folded, score: 0, isListed: true, probability: 1 }]];
    }),
  );
const says = (type: FieldType, values: Partial<Record<FieldType, string>>) =>
  isSupported(type, lineOf(values), () => places);

test('an address made from the names supports them and is supported by them', () => {
  const line = { given_name: 'Rozenn', family_name: 'MATHIEU', email: 'rozenn.mathieu29@gmail.com' };
  expect(says('email', line)).toBe(true);
  expect(says('family_name', line)).toBe(true);
  expect(says('given_name', line)).toBe(true);
  expect(says('email', { ...line, email: 'rozemathieu@gmail.com' })).toBe(false);
  expect(says('given_name', { ...line, email: 'r.mathieu@gmail.com' })).toBe(false);
});

test('a postcode and a town support each other where the lists have them together', () => {
  expect(says('city', { postcode: '35510', city: 'Cesson-Sévigné' })).toBe(true);
  expect(says('postcode', { postcode: '35510', city: 'Cesson-Sévigné' })).toBe(true);
  expect(says('postcode', { postcode: '75001', city: 'Cesson-Sévigné' })).toBe(false);
  expect(says('postcode', { postcode: '35510' })).toBe(false);
  expect(says('city', {})).toBe(false);
});

test('ink at the right edge is seen, ink before it and a speck are not', () => {
  const width = 60;
  const pictureWith = (x: number, dark: number) => {
    const data = new Uint8Array(width * 20).fill(255);
    for (let y = 5; y < 5 + dark; y++) data[y * width + x] = 40;
    return { width, height: 20, data };
  };
  expect(isAtRightEdge(pictureWith(59, 8))).toBe(true);
  expect(isAtRightEdge(pictureWith(54, 8))).toBe(true);
  expect(isAtRightEdge(pictureWith(45, 8))).toBe(false);
  expect(isAtRightEdge(pictureWith(59, 1))).toBe(false);
  expect(isAtRightEdge({ width: 1, height: 1, data: Uint8Array.of(255) })).toBe(false);
});
