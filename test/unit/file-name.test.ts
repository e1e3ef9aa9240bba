import { expect, test } from 'vitest';
import { cleanFileName } from '../../src/intake/accept-scan.ts';

test.each([
  ['scan.pdf', 'scan.pdf'],
  ['Pétition n° 3.tif', 'Pétition n° 3.tif'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Scans\\lundi\\a.jpg', 'a.jpg'],
  ['..', 'scan'],
  ['', 'scan'],
  ['   ', 'scan'],
  ['a\u0000b\nc.png', 'abc.png'],
  // Turned text direction can make gnp.exe look like exe.png.
  ['a\u202egnp.exe', 'agnp.exe'],
])('%j is kept as %j', (given, kept) => {
  expect(cleanFileName(given)).toBe(kept);
});

test('a name of any length is cut, its ending kept, no letter torn apart', () => {
  const name = cleanFileName(`${'é😀'.repeat(300)}.jpeg`);
  expect([...name].length).toBeLessThanOrEqual(200);
  expect(name.endsWith('….jpeg')).toBe(true);
  expect(encodeURIComponent(name)).toContain('.jpeg');
});
