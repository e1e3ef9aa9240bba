import { useState } from 'react';
import type { StripView } from './strip-stage.tsx';

const ZOOMS = [1, 1.5, 2, 3];
const FILTERS = ['paper', 'dimmed', 'strong'] as const;

export type ViewChange = 'zoom_in' | 'zoom_out' | 'contrast' | 'turn';

/** How the strip is looked at; stays as it is from line to line. */
export function useStripView(): [StripView, (what: ViewChange) => void] {
  const [view, setView] = useState<StripView>({ zoom: 1, filter: 'paper', turned: 0 });
  function change(what: ViewChange) {
    setView((now) => {
      if (what === 'turn') return { ...now, turned: (now.turned + 90) % 360 };
      if (what === 'contrast') {
        return { ...now, filter: FILTERS[(FILTERS.indexOf(now.filter) + 1) % FILTERS.length] ?? 'paper' };
      }
      const index = ZOOMS.indexOf(now.zoom) + (what === 'zoom_in' ? 1 : -1);
      return { ...now, zoom: ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, index))] ?? 1 };
    });
  }
  return [view, change];
}
