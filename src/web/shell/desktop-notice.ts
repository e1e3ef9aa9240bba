/**
 * Notices of the browser itself, for whoever works in another window while a batch is read. Only after a person asked for
 * them with a button; they lie on lock screens and in lists outside our reach, so they name nobody and nothing.
 */
import { useSyncExternalStore } from 'react';

const STORED = 'paraphe.notices';

export type DesktopNotices = 'unsupported' | 'blocked' | 'off' | 'on';

const listeners = new Set<() => void>();

function readState(): DesktopNotices {
  if (!('Notification' in globalThis)) return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  try {
    return Notification.permission === 'granted' && localStorage.getItem(STORED) === 'on' ? 'on' : 'off';
  } catch {
    // A browser without storage forgets the wish.
    return 'off';
  }
}

function keep(isOn: boolean): void {
  try {
    if (isOn) localStorage.setItem(STORED, 'on');
    else localStorage.removeItem(STORED);
  } catch {
    // As above.
  }
  for (const listener of listeners) listener();
}

export function useDesktopNotices(): DesktopNotices {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, readState);
}

/** Browsers ask their own question, and only from a click. */
export async function switchDesktopNotices(isOn: boolean): Promise<void> {
  keep(isOn && (await Notification.requestPermission()) === 'granted');
}

/** Says nothing to somebody who has the page before them: the notice on it is enough. */
export function tellOnDesktop(words: { title: string; body: string }): void {
  if (readState() !== 'on' || !document.hidden) return;
  const notice = new Notification(words.title, { body: words.body, tag: 'paraphe', icon: '/mark.svg' });
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
}
