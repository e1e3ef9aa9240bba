import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell, csvRecord } from '../../src/ledger/csv.ts';

/** Reads one record as RFC 4180 has it. */
function parse(record: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < record.length; at += 1) {
    const character = record[at]!;
    if (isQuoted && character === '"' && record[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === separator) {
      cells.push(cell);
      cell = '';
    } else if (!isQuoted && record.startsWith('\r\n', at)) return [...cells, cell];
    else cell += character;
  }
  throw new Error('The record does not end.');
}

test('every record reads back as it was written, formulas disarmed', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom('=1+1', '@x', '-5', '+33', '\tx', '\rx', 'a"b', 'a;b', 'a,b', 'l1\nl2', '01000'),
  );
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(',' as const, ';' as const, '\t' as const),
      (values, separator) => {
        const read = parse(csvRecord(values, { separator }), separator);
        expect(read).toEqual(values.map((value) => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value)));
      },
    ),
    { seed: 7 },
  );
});

test('digits are text, numbers are numbers', () => {
  expect(csvCell('01000', { separator: ';' })).toBe('"01000"');
  expect(csvCell(7, { separator: ';' })).toBe('7');
});
