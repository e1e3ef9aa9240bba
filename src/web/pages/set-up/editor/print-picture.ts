/** The print kept with a form definition as a picture: what the editor shows when the sheet itself is no longer there. */
import { useEffect, useState } from 'react';

interface InkMap {
  kind: 'ink-map';
  width: number;
  height: number;
  /** Base64 of the deflated bits, rows padded to whole bytes, 1 = print. */
  bits: string;
}

function asInkMap(print: unknown): InkMap | null {
  const map = print as Partial<InkMap> | null | undefined;
  const isMap = map?.kind === 'ink-map' && typeof map.bits === 'string' && !!map.width && !!map.height;
  return isMap ? (map as InkMap) : null;
}

async function unpack(bits: string): Promise<Uint8Array> {
  const packed = Uint8Array.from(atob(bits), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function draw({ width, height, bits }: InkMap): Promise<Blob | null> {
  const packed = await unpack(bits);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const pixels = context.createImageData(width, height);
  const row = Math.ceil(width / 8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isInk = ((packed[y * row + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      pixels.data.set(isInk ? [60, 56, 50, 255] : [255, 255, 255, 255], 4 * (y * width + x));
    }
  }
  context.putImageData(pixels, 0, 0);
  return await new Promise((resolve) => canvas.toBlob(resolve));
}

/** Address of the picture; null while it is drawn, and for a form without print. */
export function usePrintPicture(print: unknown): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const map = asInkMap(print);
    if (map === null) return;
    let made: string | null = null;
    let isGone = false;
    void draw(map).then(
      (blob) => {
        if (blob === null || isGone) return;
        made = URL.createObjectURL(blob);
        setUrl(made);
      },
      // A print that cannot be unpacked is no picture; the boxes stand on white.
      () => {},
    );
    return () => {
      isGone = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [print]);
  return url;
}
