/** How long a petition's content may be kept. */

/**
 * The day by which scans and values must be destroyed, YYYY-MM-DD; null where the end or the months are not set. A month
 * that is too short for the day ends on its own last day.
 */
export function destructionDay(closesOn: string | null, months: number | null): string | null {
  if (closesOn === null || months === null) return null;
  const [year, month, day] = closesOn.split('-').map(Number) as [number, number, number];
  // Day 0 of the month after is the last day of the month.
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}
