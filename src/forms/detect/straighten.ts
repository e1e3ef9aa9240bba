/** Small turns of a page: measured from its rows of print, taken out by resampling. */
import type { GreyImage } from '../../domain/image.ts';

/** Skew looked for, degrees: more is no scan of a blank sheet. */
const WIDEST = 6;
const COARSE = 0.5;
const FINE = 0.05;
/** The page is looked at in cells of this many pixels: about 0.5 mm. */
const SHRINK = 6;

interface Spots {
  x: Float32Array;
  y: Float32Array;
  height: number;
}

/** Places with print on a coarse grid. */
function printedSpots({ width, height, data }: GreyImage): Spots {
  const x: number[] = [];
  const y: number[] = [];
  for (let by = 0; by + SHRINK <= height; by += SHRINK) {
    for (let bx = 0; bx + SHRINK <= width; bx += SHRINK) {
      let least = 255;
      let most = 0;
      for (let dy = 0; dy < SHRINK; dy += 2) {
        for (let dx = 0; dx < SHRINK; dx += 2) {
          const value = data[(by + dy) * width + bx + dx]!;
          if (value < least) least = value;
          if (value > most) most = value;
        }
      }
      if (most - least > 60) {
        x.push(bx / SHRINK);
        y.push(by / SHRINK);
      }
    }
  }
  return { x: Float32Array.from(x), y: Float32Array.from(y), height: Math.ceil(height / SHRINK) };
}

/** Sum of squares of the profile across rows sheared by the angle: highest where print lies in rows. */
function concentration({ x, y, height }: Spots, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const offset = Math.abs(slope) * 5000;
  const bins = new Float32Array(Math.ceil(height + 2 * offset) + 2);
  for (let i = 0; i < x.length; i++) bins[Math.round(y[i]! - slope * x[i]! + offset)]!++;
  let sum = 0;
  for (const count of bins) sum += count * count;
  return sum;
}

/** Degrees clockwise by which the rows of print descend to the right; 0 when there is too little print to say. */
export function measureSkew(page: GreyImage): number {
  const spots = printedSpots(page);
  if (spots.x.length < 200) return 0;
  const best = (from: number, to: number, step: number) => {
    let found = { angle: 0, score: -1 };
    for (let angle = from; angle <= to + 1e-9; angle += step) {
      const score = concentration(spots, angle);
      if (score > found.score) found = { angle, score };
    }
    return found.angle;
  };
  const coarse = best(-WIDEST, WIDEST, COARSE);
  return best(coarse - COARSE, coarse + COARSE, FINE);
}

/** How much more the print lies in rows than in columns: above 1 for lines of text the right way or upside down. */
export function rowness(page: GreyImage): number {
  const spots = printedSpots(page);
  const turned = { x: spots.y, y: spots.x, height: Math.ceil(page.width / SHRINK) };
  return concentration(spots, 0) / page.width / Math.max(1e-9, concentration(turned, 0) / page.height);
}

/** Turns the picture counter-clockwise about its centre, same size, bilinear; what comes in from outside is paper. */
export function straighten(page: GreyImage, degrees: number): GreyImage {
  const { width, height, data } = page;
  const sin = Math.sin((degrees * Math.PI) / 180);
  const cos = Math.cos((degrees * Math.PI) / 180);
  const out = new Uint8Array(data.length).fill(255);
  const [cx, cy] = [width / 2, height / 2];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sx = cx + (x - cx) * cos - (y - cy) * sin;
      const sy = cy + (x - cx) * sin + (y - cy) * cos;
      const x0 = Math.floor(sx);
      const y0 = Math.floor(sy);
      if (x0 < 0 || y0 < 0 || x0 + 1 >= width || y0 + 1 >= height) continue;
      const fx = sx - x0;
      const fy = sy - y0;
      const i = y0 * width + x0;
      const top = data[i]! * (1 - fx) + data[i + 1]! * fx;
      const bottom = data[i + width]! * (1 - fx) + data[i + width + 1]! * fx;
      out[y * width + x] = top * (1 - fy) + bottom * fy + 0.5;
    }
  }
  return { width, height, data: out };
}
