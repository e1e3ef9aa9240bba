/** How a sheet was scanned: chosen by chance within a degree of difficulty. */
import type { Orientation } from '../../../src/domain/page.ts';
import type { Rng } from '../random.ts';
import type { Tier } from '../truth.ts';
import { FLAT, type PlacementSpec, UNPULLED } from './placement.ts';

export type Shade = 'colour' | 'grey' | 'bilevel';
export type Encoding =
  | { kind: 'jpeg'; quality: number }
  | { kind: 'png' }
  | { kind: 'tiff' }
  | { kind: 'webp'; quality: number };

export interface Recipe {
  name: string;
  placement: PlacementSpec;
  shade: Shade;
  encoding: Encoding;
  /** Standard deviation of sensor noise, grey levels. */
  noise: number;
  /** mm */
  blur: number;
  /** What black becomes. */
  fade: number;
  /** Paper colour. */
  paper: [number, number, number];
  streaks: number;
  /** Specks per million pixels. */
  specks: number;
  /** 0..1 */
  shadow: number;
  showThrough: number;
  /** Grey level that becomes black, for 1-bit. */
  threshold: number;
  background: 'lid' | 'black' | 'table';
  extras: { holes: boolean; staple: boolean; stamp: boolean; cup: boolean; note: boolean };
}

interface Page {
  width: number;
  height: number;
}

function flatbed(
  rng: Rng,
  page: Page,
  { dpi, skew, offset }: { dpi: number; skew: number; offset: number },
): PlacementSpec {
  return {
    page,
    dpi,
    area: { ...page },
    scale: { x: 1, y: 1 },
    offset: { x: rng.normal(0, offset), y: rng.normal(0, offset) },
    skew: rng.normal(0, skew),
    pull: UNPULLED,
    bend: FLAT,
    orientation: 0,
  };
}

const NO_EXTRAS = { holes: false, staple: false, stamp: false, cup: false, note: false };

function base(placement: PlacementSpec, name: string): Recipe {
  return {
    name,
    placement,
    shade: 'grey',
    encoding: { kind: 'jpeg', quality: 80 },
    noise: 2,
    blur: 0.05,
    fade: 8,
    paper: [252, 251, 248],
    streaks: 0,
    specks: 0,
    shadow: 0,
    showThrough: 0,
    threshold: 150,
    background: 'lid',
    extras: NO_EXTRAS,
  };
}

export function cleanScan(rng: Rng, page: Page): Recipe {
  const recipe = base(flatbed(rng, page, { dpi: rng.pick([200, 300, 200]), skew: 0.25, offset: 0.5 }), 'flatbed');
  const shade = rng.weighted({ colour: 45, grey: 45, bilevel: 10 }) as Shade;
  return {
    ...recipe,
    shade,
    encoding:
      shade === 'bilevel'
        ? { kind: 'tiff' }
        : rng.pick([
            { kind: 'jpeg', quality: 82 },
            { kind: 'jpeg', quality: 75 },
          ] as Encoding[]),
    noise: shade === 'bilevel' ? 3 : rng.float(0.8, 2.2),
    fade: rng.float(0, 18),
    threshold: rng.float(165, 195),
  };
}

function quarter(rng: Rng, share: number): Orientation {
  if (!rng.chance(share)) return 0;
  return rng.pick([90, 180, 180, 270] as Orientation[]);
}

export function typicalScan(rng: Rng, page: Page): Recipe {
  const placement = flatbed(rng, page, { dpi: rng.pick([200, 240, 200, 300]), skew: 0.9, offset: 1.6 });
  const copied = rng.float(0.97, 1.02);
  placement.scale = rng.chance(0.35)
    ? { x: copied, y: copied + rng.normal(0, 0.003) }
    : { x: 1, y: rng.normal(1, 0.002) };
  placement.orientation = quarter(rng, 0.25);
  const shade = rng.weighted({ colour: 22, grey: 45, bilevel: 33 }) as Shade;
  return {
    ...base(placement, 'office'),
    shade,
    encoding: shade === 'bilevel' ? { kind: 'tiff' } : { kind: 'jpeg', quality: rng.int(45, 75) },
    noise: rng.float(2, 7),
    blur: rng.float(0.05, 0.1),
    fade: rng.float(5, 60),
    paper: rng.pick([
      [250, 248, 242],
      [244, 244, 246],
      [246, 240, 226],
      [235, 235, 232],
    ] as [number, number, number][]),
    streaks: rng.chance(0.25) ? rng.int(1, 3) : 0,
    specks: rng.chance(0.5) ? rng.float(2, 14) : 0,
    showThrough: rng.chance(0.25) ? rng.float(0.04, 0.1) : 0,
    threshold: rng.float(160, 190),
    background: rng.chance(0.3) ? 'black' : 'lid',
    extras: {
      holes: rng.chance(0.15),
      staple: rng.chance(0.12),
      stamp: rng.chance(0.12),
      cup: false,
      note: rng.chance(0.15),
    },
  };
}

function photo(rng: Rng, page: Page): Recipe {
  const placement = flatbed(rng, page, { dpi: rng.pick([170, 200, 240]), skew: 3, offset: 3 });
  const margin = rng.float(8, 28);
  placement.area = { width: page.width + 2 * margin, height: page.height + 2 * margin };
  const pull = () => ({ x: rng.normal(0, 5), y: rng.normal(0, 5) });
  placement.pull = [pull(), pull(), pull(), pull()];
  placement.bend = { curlX: rng.normal(0, 1.2), curlY: rng.normal(0, 1.2), fold: null };
  placement.orientation = quarter(rng, 0.3);
  return {
    ...base(placement, 'photo'),
    shade: 'colour',
    encoding: rng.chance(0.2) ? { kind: 'webp', quality: 70 } : { kind: 'jpeg', quality: rng.int(55, 80) },
    noise: rng.float(3, 8),
    blur: rng.float(0.08, 0.16),
    fade: rng.float(10, 45),
    paper: rng.pick([
      [246, 240, 226],
      [232, 236, 246],
      [250, 238, 215],
    ] as [number, number, number][]),
    shadow: rng.float(0.35, 0.9),
    background: 'table',
  };
}

function fax(rng: Rng, page: Page): Recipe {
  const placement = flatbed(rng, page, { dpi: 200, skew: 0.8, offset: 2 });
  placement.scale = { x: rng.float(0.97, 1.0), y: rng.float(0.98, 1.04) };
  placement.area = { width: page.width, height: page.height * 1.01 };
  placement.orientation = rng.chance(0.3) ? 180 : 0;
  return {
    ...base(placement, 'fax'),
    shade: 'bilevel',
    encoding: { kind: 'tiff' },
    noise: rng.float(8, 18),
    blur: rng.float(0.1, 0.16),
    fade: rng.float(20, 50),
    streaks: rng.int(0, 3),
    specks: rng.float(10, 40),
    threshold: rng.float(150, 185),
  };
}

function battered(rng: Rng, page: Page): Recipe {
  const placement = flatbed(rng, page, { dpi: rng.pick([150, 200, 200, 300, 600]), skew: 2.8, offset: 4 });
  placement.skew = Math.max(-9.5, Math.min(9.5, placement.skew));
  placement.bend = {
    curlX: rng.normal(0, 0.6),
    curlY: rng.normal(0, 0.6),
    fold: { at: page.height * rng.pick([0.33, 0.5, 0.66]), slope: rng.normal(0, 0.006), shear: rng.normal(0, 0.008) },
  };
  placement.orientation = quarter(rng, 0.4);
  const shade = rng.weighted({ colour: 40, grey: 45, bilevel: 15 }) as Shade;
  return {
    ...base(placement, 'battered'),
    shade,
    encoding: shade === 'bilevel' ? { kind: 'tiff' } : { kind: 'jpeg', quality: rng.int(35, 65) },
    noise: rng.float(4, 11),
    blur: rng.float(0.07, 0.15),
    fade: rng.float(30, 90),
    paper: rng.pick([
      [240, 232, 214],
      [228, 228, 226],
      [246, 240, 226],
    ] as [number, number, number][]),
    streaks: rng.int(0, 3),
    specks: rng.float(0, 20),
    shadow: rng.chance(0.5) ? rng.float(0.1, 0.35) : 0,
    showThrough: rng.chance(0.5) ? rng.float(0.06, 0.16) : 0,
    threshold: rng.float(150, 180),
    background: rng.chance(0.5) ? 'black' : 'lid',
    extras: {
      holes: rng.chance(0.4),
      staple: rng.chance(0.3),
      stamp: rng.chance(0.45),
      cup: rng.chance(0.3),
      note: rng.chance(0.3),
    },
  };
}

export type HardKind = 'photo' | 'fax' | 'battered';

export function hardScan(rng: Rng, page: Page, wish?: HardKind): Recipe {
  const kind = rng.weighted<HardKind>({ photo: 40, fax: 20, battered: 40 });
  return { photo, fax, battered }[wish ?? kind](rng, page);
}

export function chooseRecipe(tier: Tier, rng: Rng, page: Page, wish?: HardKind): Recipe {
  if (tier === 'hard') return hardScan(rng, page, wish);
  return tier === 'clean' ? cleanScan(rng, page) : typicalScan(rng, page);
}
