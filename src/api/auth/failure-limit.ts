/** Slows down guessing: after some failures within a minute the next try is not even looked at. Successes count nothing. */

/** ms. */
const WINDOW = 60_000;
/** Keys remembered at once; beyond that the oldest are forgotten. A flood of made-up accounts must not fill the memory. */
const MOST_KEYS = 10_000;

export interface FailureLimit {
  /**
   * Counts a try before it is made, so that a hundred at once are not a hundred looked at; null: too many. Call what
   * comes back when the try succeeds.
   */
  take(key: string): (() => void) | null;
}

export function createFailureLimit(most: number, now: () => number = Date.now): FailureLimit {
  const tries = new Map<string, { at: number }[]>();
  return {
    take(key) {
      const recent = (tries.get(key) ?? []).filter(({ at }) => at > now() - WINDOW);
      if (recent.length >= most) return null;
      const mine = { at: now() };
      // To the end of the map: forgotten last.
      tries.delete(key);
      tries.set(key, [...recent, mine]);
      for (const oldest of tries.keys()) {
        if (tries.size <= MOST_KEYS) break;
        tries.delete(oldest);
      }
      return () => {
        tries.set(
          key,
          (tries.get(key) ?? []).filter((one) => one !== mine),
        );
      };
    },
  };
}
