/** Takes long rules out of a picture, so that a recogniser sees the words between them. */
import type { GreyImage } from '../../domain/image.ts';
import { type Rules, WORK_DPI } from './find-rules.ts';

const PX_PER_MM = WORK_DPI / 25.4;
/** Shorter ones may be strokes of letters, or rows of serifs in a title; mm. */
const LEAST_LENGTH = { across: 12, dotted: 40, down: 7.5 };
/** Half the width taken out, px: a rule of 2 pt and its soft edge. */
const HALF = 6;

export function eraseRules(page: GreyImage, rules: Rules): GreyImage {
  const out = { ...page, data: Uint8Array.from(page.data) };
  const pick = (list: Rules['horizontal'], solid: number) =>
    list.filter((it) => it.kind !== 'edge' && it.to - it.from >= (it.kind === 'dotted' ? LEAST_LENGTH.dotted : solid));
  for (const rule of pick(rules.horizontal, LEAST_LENGTH.across))
    erase(out, page, { rule, along: 1, across: page.width });
  for (const rule of pick(rules.vertical, LEAST_LENGTH.down)) erase(out, page, { rule, along: page.width, across: 1 });
  return out;
}

/** Each place along the rule becomes what lies beside it, unless a stroke passes through. */
function erase(
  out: GreyImage,
  page: GreyImage,
  { rule, along, across }: { rule: { at: number; from: number; to: number }; along: number; across: number },
): void {
  const centre = Math.round(rule.at * PX_PER_MM);
  const limitAcross = across === 1 ? page.width : page.height;
  const limitAlong = along === 1 ? page.width : page.height;
  if (centre - HALF - 2 < 0 || centre + HALF + 2 >= limitAcross) return;
  const to = Math.min(limitAlong - 1, Math.ceil(rule.to * PX_PER_MM) + 2);
  for (let at = Math.max(0, Math.floor(rule.from * PX_PER_MM) - 2); at <= to; at++) {
    const before = page.data[at * along + (centre - HALF - 2) * across]!;
    const after = page.data[at * along + (centre + HALF + 2) * across]!;
    const fill = Math.max(before, after);
    for (let d = -HALF; d <= HALF; d++) out.data[at * along + (centre + d) * across] = fill;
  }
}
