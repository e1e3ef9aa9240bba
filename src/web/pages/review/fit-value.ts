/** px between an input's edge and its text, both sides, borders included. */
const PADDING = 18;
/** em a character of the values' face is wide. */
const ADVANCE = 0.6;
/** px, as the style sheet sets them for `data-fit`. */
const SIZES = { large: 18, middle: 15, small: 13 } as const;
export type Fit = keyof typeof SIZES;

/** The largest size in which the whole value is in sight: what cannot be seen cannot be checked. */
export function fitOf(value: string, width: number): Fit {
  const fits = (size: number) => value.length * size * ADVANCE + PADDING <= width;
  if (fits(SIZES.large)) return 'large';
  return fits(SIZES.middle) ? 'middle' : 'small';
}
