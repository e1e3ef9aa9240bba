/**
 * Strips of lines. They lie ready beside the page's picture since the page was laid onto its form; where they do not (a
 * burnt picture, a restored backup, a page of an older version) all of the page's are cut when the first is asked for.
 */
import type { Box } from '../../domain/geometry.ts';
import { decodePicture } from '../../imaging/pixels.ts';
import { packStrips, stripIn } from '../../imaging/strip-pack.ts';
import type { ImageStore } from '../../store/images.ts';

export interface StripWish {
  /** Content address of the upright page. */
  image: string;
  /** px in that page. */
  crop: Box;
  /** All strips of the page, this one among them: asked for only when they must be cut. */
  all(): Promise<Box[]>;
}

export interface StripImages {
  /** WebP. @throws NotFoundError `content_gone` */
  read(wish: StripWish): Promise<Uint8Array>;
}

/**
 * Pages cut up at a time. Node has four threads for pictures and files together: were all of them cutting, nobody could
 * sign in. It also bounds the decoded pages in memory.
 */
const AT_ONCE = 2;

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

export function createStripImages(images: Pick<ImageStore, 'read' | 'readStrips' | 'writeStrips'>): StripImages {
  /** Being cut: whoever asks meanwhile gets the same. */
  const cutting = new Map<string, Promise<Uint8Array>>();
  const inTurn = createTurns(AT_ONCE);

  async function cutPage({ image, all }: StripWish): Promise<Uint8Array> {
    const boxes = await all();
    const pack = await inTurn(async () => await packStrips(await decodePicture(await images.read(image)), boxes));
    // A full disk keeps nobody from reading: then they are cut again the next time.
    await images.writeStrips(image, pack).catch(() => {});
    return pack;
  }

  function cutOnce(wish: StripWish): Promise<Uint8Array> {
    const known = cutting.get(wish.image);
    if (known !== undefined) return known;
    const work = cutPage(wish).finally(() => cutting.delete(wish.image));
    cutting.set(wish.image, work);
    return work;
  }

  return {
    async read(wish) {
      const kept = await images.readStrips(wish.image);
      const strip = kept === null ? null : stripIn(kept, wish.crop);
      // Somebody else's cut may be of other lines: those of the page before it was laid onto another form.
      const found = strip ?? stripIn(await cutOnce(wish), wish.crop) ?? stripIn(await cutPage(wish), wish.crop);
      if (found === null) throw new Error('The strip asked for is not among those of its page');
      return found;
    },
  };
}
