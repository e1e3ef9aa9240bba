/** One carpet after the other: taken, looked at, said a word about, given back when the page is left. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CarpetWire } from '../../../domain/wire-columns.ts';
import { change } from '../../http/request.ts';

export interface Said {
  confirmed: number;
  doubted: number;
  lapsed: number;
}

export interface Carpet {
  /** Null while it is being fetched. */
  carpet: CarpetWire | null;
  doubted: ReadonlySet<string>;
  /** Cells whose picture is on the screen. */
  seen: ReadonlySet<string>;
  said: Said | null;
  error: unknown;
  isBusy: boolean;
  toggle(lineId: string): void;
  markSeen(lineId: string): void;
  /** Confirms what is not in doubt; answers false while a picture is still on its way. */
  confirm(): boolean;
  postpone(): void;
  retry(): void;
}

/** Minutes that a carpet put off is out of sight. */
const PUT_OFF = 60;

const add = (set: ReadonlySet<string>, id: string) => new Set(set).add(id);
const without = (set: ReadonlySet<string>, id: string) => new Set([...set].filter((one) => one !== id));
const NONE: ReadonlySet<string> = new Set();

export function useCarpet(petitionId: string, field: string): Carpet {
  const [carpet, setCarpet] = useState<CarpetWire | null>(null);
  const [doubted, setDoubted] = useState(NONE);
  const [seen, setSeen] = useState(NONE);
  const [said, setSaid] = useState<Said | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const isGone = useRef(false);

  const giveBack = useCallback(
    (minutes: number) => change('POST', '/api/columns/returns', { petitionId, field, minutes }, { keepalive: true }),
    [petitionId, field],
  );

  /** Does `work`, then lays out the next carpet. */
  const proceed = useCallback(
    async (work: () => Promise<Said | null>) => {
      setBusy(true);
      setError(null);
      try {
        const word = await work();
        const next = await change<CarpetWire>('POST', '/api/columns/carpets', { petitionId, field });
        if (isGone.current) return await giveBack(0);
        setSaid(word);
        setDoubted(NONE);
        setSeen(NONE);
        setCarpet(next);
      } catch (caught) {
        setError(caught);
      } finally {
        setBusy(false);
      }
    },
    [petitionId, field, giveBack],
  );

  useEffect(() => {
    isGone.current = false;
    void proceed(async () => null);
    const leave = () => {
      isGone.current = true;
      // Leases end by themselves; this is for a colleague who looks for cells now.
      giveBack(0).catch(() => {});
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [proceed, giveBack]);

  return {
    ...{ carpet, doubted, seen, said, error, isBusy },
    toggle: (lineId) => setDoubted((now) => (now.has(lineId) ? without(now, lineId) : add(now, lineId))),
    markSeen: (lineId) => setSeen((now) => add(now, lineId)),
    confirm() {
      const ids = carpet?.items.map((cell) => cell.lineId) ?? [];
      if (isBusy || ids.length === 0) return true;
      if (ids.some((id) => !seen.has(id) && !doubted.has(id))) return false;
      const confirmed = ids.filter((id) => !doubted.has(id));
      const body = { petitionId, field, confirmed, doubted: [...doubted] };
      void proceed(() => change<Said>('POST', '/api/columns/checks', body));
      return true;
    },
    postpone() {
      if (isBusy || carpet === null || carpet.items.length === 0) return;
      void proceed(async () => {
        await giveBack(PUT_OFF);
        return null;
      });
    },
    retry: () => void proceed(async () => null),
  };
}
