/** Dates in the notations of Europe (day first, month as number or word) and phone numbers: from writing to value. Pure. */

export interface DateWindow {
  /** First and last plausible year. */
  from: number;
  to: number;
}

const MONTHS: Record<string, number> = {
  janvier: 1,
  janv: 1,
  jan: 1,
  januar: 1,
  january: 1,
  février: 2,
  fevrier: 2,
  févr: 2,
  fev: 2,
  februar: 2,
  february: 2,
  feb: 2,
  mars: 3,
  märz: 3,
  march: 3,
  mar: 3,
  avril: 4,
  avr: 4,
  april: 4,
  apr: 4,
  mai: 5,
  may: 5,
  juin: 6,
  juni: 6,
  june: 6,
  jun: 6,
  juillet: 7,
  juil: 7,
  juli: 7,
  july: 7,
  jul: 7,
  août: 8,
  aout: 8,
  august: 8,
  aug: 8,
  septembre: 9,
  sept: 9,
  september: 9,
  sep: 9,
  octobre: 10,
  oct: 10,
  oktober: 10,
  october: 10,
  okt: 10,
  novembre: 11,
  nov: 11,
  november: 11,
  décembre: 12,
  decembre: 12,
  déc: 12,
  dec: 12,
  dezember: 12,
  december: 12,
  dez: 12,
};

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `7.3.58` → 1958-03-07 within the window; null when it is no date. A date without year has none to store. */
export function parseDate(text: string, window: DateWindow): { iso: string | null } | null {
  const parts = text
    .trim()
    .toLowerCase()
    .split(/[\s/.,-]+/)
    .filter((part) => part !== '');
  const solid = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text.replace(/[\s/.,-]/g, ''));
  const [d, m, y] = parts.length === 1 && solid !== null ? solid.slice(1) : parts;
  const isYearFirst = parts.length === 3 && /^\d{4}$/.test(parts[0]!);
  const day = Number(isYearFirst ? parts[2] : d);
  const month = MONTHS[(m ?? '').replace(/\.$/, '')] ?? Number(m);
  if (!Number.isInteger(day) || !Number.isInteger(month) || month < 1 || month > 12) return null;
  if (day < 1 || day > DAYS_IN_MONTH[month - 1]!) return null;
  const written = isYearFirst ? parts[0] : y;
  if (written === undefined) return { iso: null };
  const year = fullYear(written, window);
  if (year === null) return null;
  if (month === 2 && day === 29 && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))) return null;
  return { iso: `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` };
}

function fullYear(written: string, { from, to }: DateWindow): number | null {
  if (!/^'?\d+$/.test(written)) return null;
  const digits = written.replace("'", '');
  if (digits.length === 4) return Number(digits) >= from && Number(digits) <= to ? Number(digits) : null;
  if (digits.length !== 2) return null;
  for (let century = Math.floor(to / 100) * 100; century >= from - 99; century -= 100) {
    const year = century + Number(digits);
    if (year >= from && year <= to) return year;
  }
  return null;
}

/** International form where the notation allows: `06 12 34 56 78` → `+33612345678`. */
export function normalisePhone(text: string, country: string): string {
  const digits = text.replace(/\(0\)/, '').replace(/[^\d+]/g, '');
  if (digits.startsWith('+')) return digits;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  const prefix: Record<string, string> = { FR: '33', BE: '32', CH: '41', DE: '49' };
  const code = prefix[country];
  return code !== undefined && digits.startsWith('0') ? `+${code}${digits.slice(1)}` : digits;
}
