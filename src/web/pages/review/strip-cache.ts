/** Strips fetched and decoded before they are looked at, so that the next line paints at once. */

/** Strips kept: the claims ahead, the line at hand, and a few behind for undo. */
const KEPT = 16;

export interface StripCache {
  /** Starts to fetch and decode; again is free. */
  prepare(url: string): void;
}

export function createStripCache(): StripCache {
  const images = new Map<string, HTMLImageElement>();
  return {
    prepare(url) {
      if (images.has(url)) return;
      const image = new Image();
      images.set(url, image);
      image.src = url;
      // A strip that cannot be had is shown as such; it does not hold the line back.
      image.decode().catch(() => {});
      const oldest = images.keys().next().value;
      if (images.size > KEPT && oldest !== undefined) images.delete(oldest);
    },
  };
}
