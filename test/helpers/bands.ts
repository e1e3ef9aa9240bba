/** Horizontal bands of a synthetic page: the first says whether it is one of ours, the others are printed lines. */
export const BANDS = 6;
