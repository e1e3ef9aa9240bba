/** Burns one printed line out of the picture of its page. */
import type { Box } from '../domain/geometry.ts';
import type { ColourImage, GreyImage } from '../domain/image.ts';

/**
 * Of the line's height, above and below: handwriting overshoots its line. More would take from the neighbours what is
 * theirs.
 */
const OVERSHOOT = 0.15;
/** Mid grey: plainly no paper and no ink. */
const BURNT = 160;

/**
 * A band over the full width of the page, since names run out of their table. `line` in px; the picture itself stays
 * as it was.
 */
export function burnBand<Image extends GreyImage | ColourImage>(image: Image, line: Box): Image {
  const [, y, , h] = line;
  const channels = image.data.length / (image.width * image.height);
  const top = Math.max(0, Math.floor(y - h * OVERSHOOT));
  const bottom = Math.min(image.height, Math.ceil(y + h * (1 + OVERSHOOT)));
  const stride = image.width * channels;
  const data = Uint8Array.from(image.data);
  data.fill(BURNT, top * stride, bottom * stride);
  return { ...image, data };
}
