/** Where each field goes under its own ink. Pure arithmetic in px of the stage. */

export interface FieldPlace {
  name: string;
  /** px from the stage's left edge. */
  left: number;
  width: number;
  /** 0 is the first row of inputs; forms with stacked cells, or cells too narrow to type in, take more. */
  row: number;
}

export interface Boxed {
  name: string;
  /** x, y, w, h in px of the strip image. */
  box: readonly number[];
  /** px needed to type in. */
  least: number;
}

/** px between neighbouring inputs. */
const GAP = 4;

/**
 * Fields keep their ink's left edge and width; one that is too narrow grows to the right, then pushes to the left, and
 * falls into the next row when it would cover a neighbour.
 * @param scale px of the stage per px of the strip
 */
export function layOutFields(
  fields: readonly Boxed[],
  { scale, width }: { scale: number; width: number },
): FieldPlace[] {
  const sorted = fields.toSorted((a, b) => middle(a) - middle(b));
  const bands: Boxed[][] = [];
  for (const field of sorted) {
    const band = bands.at(-1);
    // Cells stacked inside one line of the form: each storey is a band of its own.
    const height = field.box[3] ?? 0;
    const isSameBand = band?.[0] !== undefined && Math.abs(middle(field) - middle(band[0])) < height / 2;
    if (isSameBand) band.push(field);
    else bands.push([field]);
  }
  const places: FieldPlace[] = [];
  let row = 0;
  for (const band of bands) {
    const laid = layOutBand(band, { scale, width });
    for (const place of laid) places.push({ ...place, row: row + place.row });
    row += Math.max(...laid.map((place) => place.row)) + 1;
  }
  return places;
}

function middle({ box }: Boxed): number {
  return (box[1] ?? 0) + (box[3] ?? 0) / 2;
}

function layOutBand(band: Boxed[], { scale, width }: { scale: number; width: number }): FieldPlace[] {
  const inOrder = band.toSorted((a, b) => (a.box[0] ?? 0) - (b.box[0] ?? 0));
  const ends: number[] = [];
  return inOrder.map((field) => {
    const wanted = Math.min(width, Math.max(field.least, (field.box[2] ?? 0) * scale - GAP));
    const left = Math.max(0, Math.min((field.box[0] ?? 0) * scale + GAP / 2, width - wanted));
    // What overlaps is taken from the field itself as long as it stays wide enough to type in.
    const spare = Math.max(0, wanted - field.least);
    const found = ends.findIndex((end) => end - left <= spare);
    const row = found === -1 ? ends.length : found;
    const start = Math.max(left, ends[row] ?? 0);
    const fitting = wanted - (start - left);
    ends[row] = start + fitting + GAP;
    return { name: field.name, left: Math.round(start), width: Math.round(fitting), row };
  });
}
