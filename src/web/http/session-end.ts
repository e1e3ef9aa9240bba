/**
 * Whether the session of this page has ended while somebody was at work. The page then stands as it is, out of sight, and
 * asks for the password again: nothing begun on it is lost.
 */
import { useSyncExternalStore } from 'react';

let hasEnded = false;
const listeners = new Set<() => void>();

export function setSessionEnd(now: boolean): void {
  if (now === hasEnded) return;
  hasEnded = now;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSessionEnd = (): boolean => useSyncExternalStore(subscribe, () => hasEnded);
