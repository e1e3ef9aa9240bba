/** What gathers on a sheet besides handwriting: stamps, punch holes, staples, stains, a note in the margin. Millimetres. */
import { loadHandFont } from '../hands/font-outline.ts';
import { dot, type Ink, type InkPath, type Pen } from '../hands/ink.ts';
import { penLine } from '../hands/marks.ts';
import { writeText } from '../hands/write-text.ts';
import type { Writer } from '../hands/writer.ts';
import type { Rng } from '../random.ts';

interface Page {
  width: number;
  height: number;
}
const flat = (colour: string): Pen => ({ kind: 'felt', colour, width: 0.4 });
const solid = (d: string, opacity = 1): InkPath => ({ d, outline: 0, opacity });

/** Two or four holes along the left edge, dark where the lid does not reach through. */
export function punchHoles(page: Page, rng: Rng): Ink {
  const count = rng.pick([2, 2, 4]);
  const middle = page.height / 2 + rng.normal(0, 4);
  const x = rng.float(9, 13);
  const paths = Array.from({ length: count }, (_, i) => solid(dot({ x, y: middle + (i - (count - 1) / 2) * 80 }, 2.9)));
  return { pen: flat(rng.pick(['#2b2b2b', '#555555', '#8a8a8a'])), paths };
}

export function staple(page: Page, rng: Rng): Ink {
  const [x, y] = [rng.chance(0.8) ? rng.float(4, 12) : page.width - rng.float(4, 12), rng.float(4, 12)];
  const turn = rng.float(-1, 1);
  const [dx, dy] = [6 * Math.cos(turn), 6 * Math.sin(turn)];
  const line = penLine(
    [
      { x, y },
      { x: x + dx, y: y + dy },
    ],
    0.7,
    rng,
    { tremor: 0.03 },
  );
  return { pen: flat('#6d6d70'), paths: [line] };
}

/** The ring of a cup. */
export function cupRing(page: Page, rng: Rng): Ink {
  const [cx, cy, r] = [rng.float(0.1, 0.9) * page.width, rng.float(0.1, 0.9) * page.height, rng.float(32, 44)];
  const points = Array.from({ length: 40 }, (_, i) => {
    const a = (i / 39) * 2 * Math.PI;
    return { x: cx + r * Math.cos(a), y: cy + r * 0.98 * Math.sin(a) };
  });
  return { pen: flat('#b48a5a'), paths: [{ ...penLine(points, 2.2, rng, { tremor: 0.2 }), opacity: 0.35 }] };
}

function printedWord(
  text: string,
  size: number,
): { paths: ((dx: number, dy: number, turn: number) => string)[]; width: number } {
  const font = loadHandFont('roboto-condensed');
  const unit = size / font.capHeight;
  const glyphs = font.lay(text);
  const last = glyphs.at(-1)!;
  const paths = glyphs.map((glyph) => (dx: number, dy: number, turn: number) => {
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    return glyph.commands
      .map(({ command, args }) => {
        const letter = { moveTo: 'M', lineTo: 'L', quadraticCurveTo: 'Q', bezierCurveTo: 'C' }[command];
        if (!letter) return 'Z';
        const points: string[] = [];
        for (let i = 0; i < args.length; i += 2) {
          const [x, y] = [(glyph.x + args[i]!) * unit, -args[i + 1]! * unit];
          points.push(`${(dx + x * cos - y * sin).toFixed(2)} ${(dy + x * sin + y * cos).toFixed(2)}`);
        }
        return letter + points.join(' ');
      })
      .join('');
  });
  return { paths, width: (last.x + last.advance) * unit };
}

/** A date stamp, worn, anywhere on the sheet. */
export function stamp(page: Page, rng: Rng): Ink {
  const words = [
    rng.pick(['REÇU LE', 'ARRIVÉ', 'COURRIER']),
    `${rng.int(10, 28)} ${rng.pick(['MARS', 'AVRIL', 'MAI', 'JUIN'])} 2025`,
  ];
  const turn = rng.normal(0, 0.12);
  const [x, y] = [rng.float(0.1, 0.7) * page.width, rng.float(0.05, 0.9) * page.height];
  const pen = flat(rng.pick(['#b3202c', '#2a3f9d', '#31313a', '#5b2a86']));
  const paths: InkPath[] = [];
  let widest = 0;
  words.forEach((word, row) => {
    const { paths: letters, width } = printedWord(word, 3.6);
    widest = Math.max(widest, width);
    for (const letter of letters) {
      const [dx, dy] = [3 - row * 5.6 * Math.sin(turn), 5.5 + row * 5.6];
      paths.push(solid(letter(x + dx, y + dy, turn), rng.float(0.4, 0.85)));
    }
  });
  const corner = (u: number, v: number) => ({
    x: x + u * Math.cos(turn) - v * Math.sin(turn),
    y: y + u * Math.sin(turn) + v * Math.cos(turn),
  });
  const [w, h] = [widest + 6, 14];
  const frame = [corner(0, 0), corner(w, 0), corner(w, h), corner(0, h), corner(0, 0)];
  paths.push({ ...penLine(frame, 0.6, rng, { smooth: false, tremor: 0.1 }), opacity: 0.6 });
  return { pen, paths };
}

/** The mailroom's remark in a margin. */
export function marginNote(page: Page, writer: Writer, rng: Rng): Ink {
  const text = rng.pick(['vu', '10 ok', 'lot 3', 'n° 27', 'OK', '8/10', 'p. 2']);
  const y = rng.chance(0.5) ? rng.float(0.94, 0.98) * page.height : rng.float(0.02, 0.05) * page.height + 3;
  const { paths } = writeText(writer, text, { left: rng.float(0.05, 0.85) * page.width, baseline: y, width: 30 }, rng);
  return { pen: writer.pen, paths };
}
