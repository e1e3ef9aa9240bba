/** How well a placed form's page covers the paper seen in the picture: tells scale and way up where a table alone cannot. */
import { apply, invert, type Matrix3 } from './matrix.ts';
import type { PreparedForm } from './prepare-form.ts';
import type { Track } from './trace-rules.ts';
import type { WorkImage } from './work-image.ts';

/** Share of a track that must lie on paper. */
const ON_PAPER = 0.7;

/** Leaves out the grain of the table a sheet was photographed on. */
export function keepOnPaper(work: WorkImage, tracks: readonly Track[]): Track[] {
  const { columns, rows } = work.background;
  const [stepX, stepY] = [work.width / columns, work.height / rows];
  return tracks.filter(({ points }) => {
    const on = points.filter(({ x, y }) => {
      const column = Math.min(columns - 1, Math.floor(x / stepX));
      return work.paper[Math.min(rows - 1, Math.floor(y / stepY)) * columns + column] === 1;
    });
    return on.length >= ON_PAPER * points.length;
  });
}

type NineNumbers = [number, number, number, number, number, number, number, number, number];

/** 0..1: paper blocks on the page, of all that are either. `matrix` carries form mm to work px. */
export function coverPaper(work: WorkImage, form: PreparedForm, matrix: Matrix3): number {
  const back = invert(matrix);
  if (back === null) return 0;
  const { columns, rows } = work.background;
  const { width, height } = form.definition.page;
  const [stepX, stepY] = [work.width / columns, work.height / rows];
  const [a, b, c, d, e, f, g, h, i] = back as readonly number[] as NineNumbers;
  let both = 0;
  let either = 0;
  for (let row = 0; row < rows; row++) {
    const y = (row + 0.5) * stepY;
    for (let column = 0; column < columns; column++) {
      const x = (column + 0.5) * stepX;
      const depth = g * x + h * y + i;
      const u = (a * x + b * y + c) / depth;
      const v = (d * x + e * y + f) / depth;
      const onPage = u >= 0 && v >= 0 && u <= width && v <= height;
      const isPaper = work.paper[row * columns + column] === 1;
      if (onPage && isPaper) both++;
      // A dark block on the page (a banner, a shadow) speaks neither for nor against it.
      if (onPage || isPaper) either += onPage && !isPaper ? 0.3 : 1;
    }
  }
  return either === 0 ? 0 : (both / either) * insideShare(form, matrix, work);
}

/** Share of the page's area that lies in the picture. */
function insideShare(form: PreparedForm, matrix: Matrix3, work: WorkImage): number {
  const { width, height } = form.definition.page;
  let inside = 0;
  for (let j = 0; j < 10; j++) {
    for (let i = 0; i < 10; i++) {
      const { x, y } = apply(matrix, ((i + 0.5) * width) / 10, ((j + 0.5) * height) / 10);
      if (x >= 0 && y >= 0 && x <= work.width && y <= work.height) inside++;
    }
  }
  return inside / 100;
}
