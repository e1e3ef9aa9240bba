import type { fr } from './fr.ts';

export type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
/** What every language must say. */
export type Catalogue = Shape<typeof fr>;
