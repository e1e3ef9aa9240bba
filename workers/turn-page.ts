/** Quarter turns that a person asked for, before everything else. */
import type { ColourImage, GreyImage, PageImage } from '../src/domain/image.ts';

/** Clockwise by `degrees` (0, 90, 180, 270). Answers the page itself when there is nothing to turn. */
export function turnPage(page: PageImage, degrees: number): PageImage {
  if (degrees === 0) return page;
  const { grey, colour, dpi } = page;
  return { grey: turn(grey, degrees, 1), colour: colour === null ? null : turn(colour, degrees, 3), dpi };
}

function turn<Image extends GreyImage | ColourImage>(image: Image, degrees: number, channels: number): Image {
  const { width, height, data } = image;
  const isUpright = degrees === 180;
  const [turnedWidth, turnedHeight] = isUpright ? [width, height] : [height, width];
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < turnedHeight; y++) {
    for (let x = 0; x < turnedWidth; x++) {
      const from = channels * sourceIndex({ x, y, width, height, degrees });
      const to = channels * (y * turnedWidth + x);
      for (let channel = 0; channel < channels; channel++) turned[to + channel] = data[from + channel]!;
    }
  }
  return { ...image, width: turnedWidth, height: turnedHeight, data: turned };
}

/** Index of the source pixel that comes to lie at x, y. */
function sourceIndex({ x, y, width, height, degrees }: Record<'x' | 'y' | 'width' | 'height' | 'degrees', number>) {
  if (degrees === 180) return (height - 1 - y) * width + (width - 1 - x);
  if (degrees === 90) return (height - 1 - x) * width + y;
  return x * width + (width - 1 - y);
}
