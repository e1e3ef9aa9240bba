/** Draws the upright, flat page at a fixed resolution from the source pixels. */
import { type Box, mmToPx } from '../domain/geometry.ts';
import type { ColourImage, GreyImage } from '../domain/image.ts';
import { locate, type Placement } from './placement.ts';
import { shrink } from './work-image.ts';

/** Resolution of every rectified page, whatever the source's: recognition and thresholds then know one scale. */
export const RECTIFIED_DPI = 300;
/** Mesh between exact positions, px: 2.7 mm, over which even a curled page is straight to 0.02 mm. */
const MESH = 32;
/** Source px per rectified px from which on the source is averaged down first, else thin strokes alias. */
const SHRINK_FROM = 1.7;

export interface Mesh {
  width: number;
  height: number;
  columns: number;
  /** Source position at each node, row by row. */
  x: Float32Array;
  y: Float32Array;
}

/** `factor`: source px per work px. */
export function makeMesh(placement: Placement, page: { width: number; height: number }, factor: number): Mesh {
  const width = Math.round(mmToPx(page.width, RECTIFIED_DPI));
  const height = Math.round(mmToPx(page.height, RECTIFIED_DPI));
  const columns = Math.ceil(width / MESH) + 1;
  const rows = Math.ceil(height / MESH) + 1;
  const x = new Float32Array(columns * rows);
  const y = new Float32Array(columns * rows);
  const step = (MESH * 25.4) / RECTIFIED_DPI;
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const point = locate(placement, i * step, j * step);
      x[j * columns + i] = point.x * factor;
      y[j * columns + i] = point.y * factor;
    }
  }
  return { width, height, columns, x, y };
}

/** A stretch of the page: rows in px, columns in meshes. */
interface Window {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/**
 * Draws `first` (px) at once. The margins round it, a third of a sheet, follow when the page's pixels are asked for:
 * who reads the cells alone never does.
 */
export function rectifyGrey(source: GreyImage, mesh: Mesh, first: Box): { drawn: GreyImage; page: GreyImage } {
  const { width, height } = mesh;
  const factor = Math.max(1, Math.floor(sourceScale(mesh) / SHRINK_FROM + 0.5));
  const image = shrink(source, factor);
  const data = new Uint8Array(width * height);
  const { inside, around } = divide(mesh, first);
  const draw = (window: Window) => warp(image, { mesh, channels: 1, factor, window }, data);
  draw(inside);
  let open = around;
  const page = {
    width,
    height,
    get data() {
      for (const window of open) draw(window);
      open = [];
      return data;
    },
  };
  return { drawn: { width, height, data }, page };
}

function divide({ width, height, columns }: Mesh, [x, y, w, h]: Box): { inside: Window; around: Window[] } {
  const within = (value: number, most: number) => Math.min(most, Math.max(0, value));
  const whole = { top: 0, bottom: height, left: 0, right: columns - 1 };
  const inside = {
    top: within(Math.floor(y), height),
    bottom: within(Math.ceil(y + h), height),
    left: within(Math.floor(x / MESH), columns - 1),
    right: within(Math.ceil(Math.min(width, x + w) / MESH), columns - 1),
  };
  const around = [
    { ...whole, bottom: inside.top },
    { ...whole, top: inside.bottom },
    { ...inside, left: 0, right: inside.left },
    { ...inside, left: inside.right, right: whole.right },
  ];
  return { inside, around };
}

export function rectifyColour(source: ColourImage, mesh: Mesh): ColourImage {
  const out = new Uint8Array(mesh.width * mesh.height * 3);
  const window = { top: 0, bottom: mesh.height, left: 0, right: mesh.columns - 1 };
  warp(source, { mesh, channels: 3, factor: 1, window }, out);
  return { width: mesh.width, height: mesh.height, data: out };
}

/** Source px per rectified px in the middle of the page. */
export function sourceScale({ columns, x, y }: Mesh): number {
  const k = (x.length >> 1) - (columns >> 1);
  const a = Math.min(x.length - 1 - columns, Math.max(0, k));
  return Math.hypot(x[a + columns]! - x[a]!, y[a + columns]! - y[a]!) / MESH;
}

/** Bilinear (colour: nearest); what lies outside the source is white. */
function warp(
  image: { width: number; height: number; data: Uint8Array },
  { mesh, channels, factor, window }: { mesh: Mesh; channels: 1 | 3; factor: number; window: Window },
  out: Uint8Array,
): void {
  const { width, columns } = mesh;
  const row = { x: new Float64Array(columns), y: new Float64Array(columns) };
  for (let y = window.top; y < window.bottom; y++) {
    const j = Math.floor(y / MESH);
    const b = (y + 0.5 - j * MESH) / MESH;
    for (let i = 0, k = j * columns; i < columns; i++, k++) {
      row.x[i] = ((1 - b) * mesh.x[k]! + b * mesh.x[k + columns]!) / factor;
      row.y[i] = ((1 - b) * mesh.y[k]! + b * mesh.y[k + columns]!) / factor;
    }
    for (let i = window.left; i < window.right; i++) {
      const left = i * MESH;
      const dx = (row.x[i + 1]! - row.x[i]!) / MESH;
      const dy = (row.y[i + 1]! - row.y[i]!) / MESH;
      const run = { x: row.x[i]!, y: row.y[i]!, dx, dy, count: Math.min(width, left + MESH) - left };
      if (channels === 1) greyRun(image, run, { out, at: y * width + left });
      else colourRun(image, run, { out, at: y * width + left });
    }
  }
}

interface Run {
  x: number;
  y: number;
  dx: number;
  dy: number;
  count: number;
}

/** Fixed point with 16 bits of fraction: twice as fast as floating point here. Pictures are under 32,768 px a side. */
const ONE = 65536;

function greyRun(
  { width, height, data }: { width: number; height: number; data: Uint8Array },
  run: Run,
  { out, at }: { out: Uint8Array; at: number },
): void {
  let u = Math.round((run.x + 0.5 * run.dx - 0.5) * ONE);
  let v = Math.round((run.y + 0.5 * run.dy - 0.5) * ONE);
  const du = Math.round(run.dx * ONE);
  const dv = Math.round(run.dy * ONE);
  const end = at + run.count;
  if (!isWithin(u, u + du * run.count, width) || !isWithin(v, v + dv * run.count, height)) {
    greyBorderRun({ width, height, data }, run, { out, at });
    return;
  }
  for (let n = at; n < end; n++) {
    const k = Math.imul(v >> 16, width) + (u >> 16);
    const a = (u >> 8) & 255;
    const b = (v >> 8) & 255;
    const top = (data[k]! << 8) + Math.imul(a, data[k + 1]! - data[k]!);
    const low = (data[k + width]! << 8) + Math.imul(a, data[k + width + 1]! - data[k + width]!);
    out[n] = ((top << 8) + Math.imul(b, low - top) + 32768) >> 16;
    u += du;
    v += dv;
  }
}

function isWithin(from: number, to: number, size: number): boolean {
  const most = (size - 1) * ONE;
  return from >= 0 && to >= 0 && from < most && to < most;
}

/** The same where part of the run lies outside the source: checked px by px. */
function greyBorderRun(
  { width, height, data }: { width: number; height: number; data: Uint8Array },
  run: Run,
  { out, at }: { out: Uint8Array; at: number },
): void {
  for (let k = 0; k < run.count; k++) {
    const u = run.x + (k + 0.5) * run.dx - 0.5;
    const v = run.y + (k + 0.5) * run.dy - 0.5;
    const i = Math.floor(u);
    const j = Math.floor(v);
    const isInside = i >= 0 && j >= 0 && i < width - 1 && j < height - 1;
    out[at + k] = isInside ? blend(data, j * width + i, { width, a: u - i, b: v - j }) : 255;
  }
}

function blend(data: Uint8Array, k: number, { width, a, b }: { width: number; a: number; b: number }): number {
  const top = data[k]! + a * (data[k + 1]! - data[k]!);
  const low = data[k + width]! + a * (data[k + width + 1]! - data[k + width]!);
  return top + b * (low - top) + 0.5;
}

/** Nearest pixel: the colour page is only looked at, never measured. */
function colourRun(
  { width, height, data }: { width: number; height: number; data: Uint8Array },
  run: Run,
  { out, at }: { out: Uint8Array; at: number },
): void {
  let u = run.x + 0.5 * run.dx;
  let v = run.y + 0.5 * run.dy;
  for (let n = at * 3; n < (at + run.count) * 3; n += 3, u += run.dx, v += run.dy) {
    const i = Math.floor(u);
    const j = Math.floor(v);
    const k = (j * width + i) * 3;
    const inside = i >= 0 && j >= 0 && i < width && j < height;
    out[n] = inside ? data[k]! : 255;
    out[n + 1] = inside ? data[k + 1]! : 255;
    out[n + 2] = inside ? data[k + 2]! : 255;
  }
}
