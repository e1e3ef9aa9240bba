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

/**
 * Pages cut up at a time. Node has four threads for pictures and files together: were all of them cutting, nobody could
 * sign in. It also bounds the decoded pages in memory.
 */
const AT_ONCE = 2;

const keyOf = (box: Box) => box.join(',');

/** Runs so many at a time, first come first served. */
function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((go) => queue.push(go));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

interface PageStrips {
  strips: Map<string, Promise<Uint8Array>>;
  /** Bytes so far. */
  size: number;
}

/** An address names its bytes, so that what is kept never goes stale. */
export function createStripImages(images: Pick<ImageStore, 'read'>, keptBytes = KEPT_BYTES): StripImages {
  /** Used last: evicted last. */
  const pages = new Map<string, PageStrips>();
  const inTurn = createTurns(AT_ONCE);

  function evict(): void {
    let total = [...pages.values()].reduce((sum, page) => sum + page.size, 0);
    for (const [image, { size }] of pages) {
      if (total <= keptBytes) return;
      // Nothing yet: still being cut.
      if (size === 0) continue;
      pages.delete(image);
      total -= size;
    }
  }

  /** The strip asked for comes first; whoever asks for one need not wait for the others. */
  function load({ image, crop, siblings }: StripWish): PageStrips {
    const page: PageStrips = { strips: new Map(), size: 0 };
    const waiting = new Map<string, (strip: Promise<Uint8Array>) => void>();
    const boxes = new Map([crop, ...siblings].map((box) => [keyOf(box), box]));
    for (const key of boxes.keys()) {
      const strip = new Promise<Uint8Array>((resolve) => waiting.set(key, resolve));
      // Whoever asks for it hears of a failure; nobody may have asked.
      strip.catch(() => {});
      page.strips.set(key, strip);
    }
    pages.set(image, page);
    inTurn(async () => {
      const decoded = await decodePage(await images.read(image));
      for (const [key, box] of boxes) {
        const strip = await encodeWebp(cut(decoded, box));
        page.size += strip.length;
        waiting.get(key)!(Promise.resolve(strip));
      }
      evict();
    }).catch((error: unknown) => {
      if (pages.get(image) === page) pages.delete(image);
      for (const resolve of waiting.values()) resolve(Promise.reject(error));
    });
    return page;
  }

  return {
    async read(wish) {
      const key = keyOf(wish.crop);
      const kept = pages.get(wish.image);
      const page = kept?.strips.has(key) ? kept : load(wish);
      if (page === kept) {
        pages.delete(wish.image);
        pages.set(wish.image, page);
      }
      return await page.strips.get(key)!;
    },
    forget(image) {
      pages.delete(image);
    },
  };
}

function cut({ colour, grey }: PageImage, box: Box) {
  return colour === null ? cropGrey(grey, box) : cropColour(colour, box);
}
