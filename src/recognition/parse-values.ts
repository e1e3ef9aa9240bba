/** Dates in the notations of Europe (day first, month as number or word) and phone numbers: from writing to value. Pure. */
import { stripAccents } from './fold.ts';
import { monthOf } from './months.ts';

export interface DateWindow {
  /** First and last plausible year. */
  from: number;
  to: number;
  /** The day of the reading, YYYY-MM-DD: nobody has signed later. */
  last?: string;
}

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Words round a date that say nothing: `le 3 mai`, `1er mai`, `den 3. Mai`, `3 de mayo de 2024`. */
const FILLERS = new Set(['le', 'du', 'den', 'der', 'de', 'del', 'am', 'op', 'il', 'el', 'of']);

function partsOf(text: string): string[] {
  return stripAccents(text.toLowerCase())
    .replace(/(\d)(er|e|o|º|°|st|nd|rd|th)(?![a-z])/g, '$1')
    .replace(/(\d)(?=[a-z])|([a-z])(?=\d)/g, '$1$2 ')
    .split(/[\s/.,\-:|]+/)
    .filter((part) => part !== '' && !FILLERS.has(part));
}

/** Day, month and year as written; the year is absent in `3 mai`. */
function orderOf(text: string): [string | undefined, string | undefined, string | undefined] {
  const parts = partsOf(text);
  const solid = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text.replace(/[\s/.,-]/g, ''));
  if (parts.length === 1 && solid !== null) return [solid[1], solid[2], solid[3]];
  if (parts.length === 3 && /^\d{4}$/.test(parts[0]!)) return [parts[2], parts[1], parts[0]];
  // `May 3, 2024`
  if (parts.length === 3 && monthOf(parts[0]!) !== null) return [parts[1], parts[0], parts[2]];
  return parts.length <= 3 ? [parts[0], parts[1], parts[2]] : [undefined, undefined, undefined];
}

/** `7.3.58` → 1958-03-07 within the window; null when it is no date. A date without year has none to store. */
export function parseDate(text: string, window: DateWindow): { iso: string | null } | null {
  const [d, m, written] = orderOf(text);
  if (d === undefined || m === undefined || !/^\d{1,2}$/.test(d)) return null;
  const day = Number(d);
  const month = monthOf(m) ?? (/^\d{1,2}$/.test(m) ? Number(m) : 0);
  if (month < 1 || month > 12 || day < 1 || day > DAYS_IN_MONTH[month - 1]!) return null;
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

/** Of countries whose national numbers begin with a 0 that goes abroad. */
const CALLING_CODES: Record<string, string> = {
  ...{ FR: '33', BE: '32', CH: '41', DE: '49', AT: '43', NL: '31', GB: '44', IE: '353', SE: '46', FI: '358' },
  ...{ GP: '590', MQ: '596', GF: '594', RE: '262', YT: '262' },
};

/** International form where the notation allows: `06 12 34 56 78` → `+33612345678`. */
export function normalisePhone(text: string, country: string): string {
  const digits = text.replace(/\(0\)/, '').replace(/[^\d+]/g, '');
  if (digits.startsWith('+')) return digits;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  const code = CALLING_CODES[country];
  return code !== undefined && digits.startsWith('0') ? `+${code}${digits.slice(1)}` : digits;
}
