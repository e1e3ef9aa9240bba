/**
 * A choice made before its list has come: towns of a postcode that was typed a moment ago. The key is not lost, and picks
 * nothing from a list that is about to change under the hand: it waits for the towns, and Enter waits with it.
 */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Choice } from './choices.ts';

interface Held {
  lineId: string;
  /** From 0; from the end where negative. */
  place: number;
  /** Enter was pressed since. */
  accepts: boolean;
}

interface HeldChoiceOptions {
  lineId: string;
  /** The list is on its way. */
  isComing: boolean;
  /** The list as it is now, whatever field has the focus. */
  list(): Choice[];
  /** Painted when it returns. */
  put(choice: Choice): void;
  accept(): void;
}

export interface HeldChoice {
  /** Takes the key where the list is still on its way; false: it is there. */
  take(command: { place: number } | { step: 1 | -1 }): boolean;
  /** The same of accepting the line. */
  takeAccept(): boolean;
  /** Something else was made of the field. */
  drop(): void;
}

export function useHeldChoice(options: HeldChoiceOptions): HeldChoice {
  const held = useRef<Held | null>(null);
  const now = useRef(options);
  useLayoutEffect(() => {
    now.current = options;
  });
  const { isComing, lineId } = options;
  useEffect(() => {
    if (isComing) return;
    const key = held.current;
    held.current = null;
    if (key === null || key.lineId !== lineId) return;
    // Out of React's own work, in which nothing may be painted at once; no other key can come in between.
    queueMicrotask(() => {
      const choice = now.current.list().at(key.place);
      // Without a town to put in, somebody must look first.
      if (choice === undefined) return;
      now.current.put(choice);
      if (key.accepts) now.current.accept();
    });
  }, [isComing, lineId]);

  return {
    take(command) {
      if (!isComing) return false;
      const before = held.current?.lineId === lineId ? held.current.place : null;
      const place =
        'place' in command ? command.place : before === null ? Math.min(0, command.step) : before + command.step;
      held.current = { lineId, place, accepts: false };
      return true;
    },
    takeAccept() {
      if (!isComing || held.current?.lineId !== lineId) return false;
      held.current.accepts = true;
      return true;
    },
    drop() {
      held.current = null;
    },
  };
}
