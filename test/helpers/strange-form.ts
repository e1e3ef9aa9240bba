/** A sheet that no word list understands: four columns with headings in no language, tall and low lines, a foot line. */
import type { DrawnForm, Pen } from './sheet-pen.ts';

const WIDTHS = [52, 60, 28, 40];
const HEADS = ['Xqua', 'Vorl ub', 'Nst', 'Hhz'];

function draw(pen: Pen): void {
  pen.text('Krumbel fen dastro', 20, 18, { size: 15, bold: true });
  pen.text('Osti vel nambro, quilt er sonda fel, mirtu obak den travo.', 20, 30);
  pen.grid(15, 60, WIDTHS, [10, ...Array.from({ length: 8 }, () => 16)], { width: 0.3 });
  let x = 15;
  HEADS.forEach((head, k) => {
    pen.text(head, x + 2, 63, { width: WIDTHS[k]! - 3 });
    x += WIDTHS[k]!;
  });
  pen.line(15, 230, 120, 230, { dash: [1, 1] });
}

export const strangeForm: DrawnForm = {
  name: 'four columns with headings in no language',
  size: [210, 297],
  draw,
  expected: { fields: [], rows: { count: 8, first: [15, 70, 180, 16] } },
};
