/** Comma-separated values that spreadsheets open without running anything and without eating zeros. */

export interface CsvStyle {
  separator: ',' | ';' | '\t';
  /** A byte order mark lets older spreadsheets see that this is UTF-8. */
  bom: boolean;
}

/** What a spreadsheet takes for a formula when a cell begins with it (OWASP, "CSV Injection"). */
const FORMULA_START = /^[=+\-@\t\r]/;

/**
 * One cell. A value that would be run as a formula gets an apostrophe in front. Everything that holds a separator, a
 * quote or a line break is quoted; digits are quoted too, so that a postcode stays text wherever quotes are heeded.
 */
export function csvCell(value: string | number, { separator }: Pick<CsvStyle, 'separator'>): string {
  if (typeof value === 'number') return String(value);
  const safe = FORMULA_START.test(value) ? `'${value}` : value;
  const needsQuotes = safe.includes(separator) || /["\r\n]|^\s|\s$|^\d+$/.test(safe);
  return needsQuotes ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One record with its line end as RFC 4180 has it. */
export function csvRecord(values: (string | number)[], style: Pick<CsvStyle, 'separator'>): string {
  return `${values.map((value) => csvCell(value, style)).join(style.separator)}\r\n`;
}

export const BYTE_ORDER_MARK = '\uFEFF';
