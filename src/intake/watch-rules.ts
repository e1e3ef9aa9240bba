/** What a watched folder goes by: which files are meant, when one is whole, what a file set aside is called. */

/** Left by systems, or still being written under a name of its own: never taken. */
const PASSED_OVER = /^(?:\.|~\$)|(?:~|\.(?:tmp|temp|part|partial|filepart|crdownload|download|writing|lock|swp))$/i;
const LITTER = /^(?:thumbs\.db|desktop\.ini)$/i;

export const isPassedOver = (name: string): boolean => PASSED_OVER.test(name) || LITTER.test(name);

/** ms that a file must have lain unchanged. One whose end is there is whole; others may be a scanner between two pages. */
export const SETTLE = { whole: 4_000, unsure: 120_000 } as const;

/** bytes looked at for the end of a file; some scanners write a little behind it. */
export const TAIL = 2_048;

/** Whether the last bytes are those with which files of this kind end; TIFF has no such end, so nobody knows. */
export function endsWhole(head: Uint8Array, tail: Uint8Array): boolean {
  const [start, end] = [Buffer.from(head).toString('latin1'), Buffer.from(tail).toString('latin1')];
  if (start.startsWith('%PDF-')) return end.includes('%%EOF');
  if (start.startsWith('\xff\xd8')) return end.includes('\xff\xd9');
  if (start.startsWith('\x89PNG')) return end.includes('IEND');
  return false;
}

export interface Sighting {
  bytes: number;
  /** ms since 1970, as the file's system tells it: only compared with itself, its clock may be wrong. */
  changed: number;
  /** When the file was first seen like this, by our own clock. */
  since: number;
}

/** The same as before keeps its time; anything else begins anew. */
export function sightingOf(now: number, file: { bytes: number; changed: number }, before?: Sighting): Sighting {
  const isSame = before !== undefined && before.bytes === file.bytes && before.changed === file.changed;
  return isSame ? before : { ...file, since: now };
}

export const isSettled = (now: number, { since }: Sighting, isWhole: boolean): boolean =>
  now - since >= (isWhole ? SETTLE.whole : SETTLE.unsure);

/** bytes of a name that every file system takes. */
const LONGEST_NAME = 255;

/** A name with an ending of ours; what does not fit is cut from the name, between two characters. */
export function withEnding(name: Buffer, ending: string): Buffer {
  const room = LONGEST_NAME - Buffer.byteLength(ending);
  let end = Math.min(name.length, room);
  // Not in the middle of a character of several bytes.
  while (end < name.length && end > 0 && ((name[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return Buffer.concat([name.subarray(0, end), Buffer.from(ending)]);
}

/** Scanners that write by FTP name files in the encoding of their own system: Western, when it is not UTF-8. */
export function readName(name: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(name);
  } catch {
    return name.toString('latin1');
  }
}
