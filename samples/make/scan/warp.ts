/** The sheet seen by the scanner: resampled onto the scan's pixels. */
import type { ColourImage } from '../../../src/domain/image.ts';
import type { Placement } from './placement.ts';

/** Colour of what lies beside the paper, by scan pixel. */
export type Background = (x: number, y: number) => [number, number, number];

/** `paper` covers `page` (mm) exactly. Bilinear; source and target resolutions should be within a factor of 1.5. */
export function warpPaper(paper: ColourImage, placement: Placement, background: Background): ColourImage {
  const { width, height, spec } = placement;
  const out = new Uint8Array(width * height * 3);
  const [sx, sy] = [paper.width / spec.page.width, paper.height / spec.page.height];
  const [right, bottom] = [paper.width - 1.001, paper.height - 1.001];
  const source = paper.data;
  const stride = paper.width * 3;
  // Exact at every fourth pixel, in between along a straight line: bends are far gentler than that.
  const STEP = 4;
  let j = 0;
  for (let y = 0; y < height; y++) {
    let next = placement.toPaper({ x: 0.5, y: y + 0.5 });
    let from = next;
    for (let x = 0; x < width; x++) {
      const part = x % STEP;
      if (part === 0) {
        from = next;
        next = placement.toPaper({ x: x + STEP + 0.5, y: y + 0.5 });
      }
      const u = (from.x + ((next.x - from.x) * part) / STEP) * sx - 0.5;
      const v = (from.y + ((next.y - from.y) * part) / STEP) * sy - 0.5;
      if (u < -0.5 || v < -0.5 || u > right + 0.5 || v > bottom + 0.5) {
        const [r, g, b] = background(x, y);
        out[j++] = r;
        out[j++] = g;
        out[j++] = b;
        continue;
      }
      const cu = Math.min(right, Math.max(0, u));
      const cv = Math.min(bottom, Math.max(0, v));
      const iu = cu | 0;
      const iv = cv | 0;
      const fu = cu - iu;
      const fv = cv - iv;
      const at = iv * stride + iu * 3;
      const w00 = (1 - fu) * (1 - fv);
      const w10 = fu * (1 - fv);
      const w01 = (1 - fu) * fv;
      const w11 = fu * fv;
      for (let c = 0; c < 3; c++) {
        const k = at + c;
        out[j++] =
          source[k]! * w00 + source[k + 3]! * w10 + source[k + stride]! * w01 + source[k + stride + 3]! * w11 + 0.5;
      }
    }
  }
  return { width, height, data: out };
}
