/**
 * Strips of lines, cut from the upright page. Decoding a page costs more than everything else, so that all strips of a
 * page are made at once and kept for a while: a reviewer goes down the sheet.
 */
import type { Box } from '../../domain/geometry.ts';
import type { PageImage } from '../../domain/image.ts';
import { cropColour, cropGrey } from '../../imaging/grey.ts';
import { decodePage, encodeWebp } from '../../imaging/pixels.ts';
import type { ImageStore } from '../../store/images.ts';

export interface StripWish {
  /** Content address of the upright page. */
  image: string;
  /** px in that page. */
  crop: Box;
  /** The other strips that will be asked for next. */
  siblings: Box[];
}

/** Bytes of encoded strips kept in memory: some 1,500 strips, the sheets of fifty reviewers with what comes next. */
const KEPT_BYTES = 96 * 1024 * 1024;

export interface StripImages {
  /** WebP. */
  read(wish: StripWish): Promise<Uint8Array>;
  /** The page was changed or erased: nothing of it stays in memory. */
  forget(image: string): void;
}

const keyOf = (box: Box) => box.join(',');

/** An address names its bytes, so that what is kept never goes stale. */
export function createStripImages(images: Pick<ImageStore, 'read'>, keptBytes = KEPT_BYTES): StripImages {
  const pages = new Map<string, Promise<Map<string, Uint8Array>>>();
  const sizes = new Map<string, number>();

  function evict(): void {
    let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const [image, size] of sizes) {
      if (total <= keptBytes) return;
      pages.delete(image);
      sizes.delete(image);
      total -= size;
    }
  }

  async function make({ image, crop, siblings }: StripWish): Promise<Map<string, Uint8Array>> {
    const page = await decodePage(await images.read(image));
    const strips = new Map<string, Uint8Array>();
    for (const box of [crop, ...siblings]) {
      if (!strips.has(keyOf(box))) strips.set(keyOf(box), await encodeWebp(cut(page, box)));
    }
    return strips;
  }

  async function load(wish: StripWish): Promise<Map<string, Uint8Array>> {
    const made = make(wish);
    pages.set(wish.image, made);
    try {
      const strips = await made;
      if (pages.get(wish.image) === made) {
        sizes.set(
          wish.image,
          [...strips.values()].reduce((sum, strip) => sum + strip.length, 0),
        );
        evict();
      }
      return strips;
    } catch (error) {
      if (pages.get(wish.image) === made) pages.delete(wish.image);
      throw error;
    }
  }

  return {
    async read(wish) {
      const kept = await pages.get(wish.image);
      const strip = kept?.get(keyOf(wish.crop));
      if (kept === undefined || strip === undefined) return (await load(wish)).get(keyOf(wish.crop))!;
      // Used last: evicted last.
      const size = sizes.get(wish.image);
      if (size !== undefined) {
        sizes.delete(wish.image);
        sizes.set(wish.image, size);
      }
      return strip;
    },
    forget(image) {
      pages.delete(image);
      sizes.delete(image);
    },
  };
}

function cut({ colour, grey }: PageImage, box: Box) {
  return colour === null ? cropGrey(grey, box) : cropColour(colour, box);
}
