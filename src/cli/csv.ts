/** Comma-separated values for spreadsheets (RFC 4180). */

/** A cell that begins like a formula is shown as text: what hands write must not run in a spreadsheet. */
function defused(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

export function csvLine(values: readonly (string | number | boolean | null)[]): string {
  return `${values.map((v) => quoted(typeof v === 'string' ? defused(v) : v === null ? '' : String(v))).join(',')}\r\n`;
}
