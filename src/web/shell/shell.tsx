import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useLiveEvents } from '../http/live-events.ts';
import { BatchNotices } from './batch-notices.tsx';
import { HandwritingNote } from './handwriting-note.tsx';
import { usePetition } from './petition.tsx';
import { Rail } from './rail.tsx';

/** The desk around every page. The review station gets the width: the rail gives up its words there. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const { petition } = usePetition();
  // The form editor needs the width as the station does, with the margins of other pages.
  const isWide = location.startsWith('/petitions/set-up/');
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useLiveEvents();
  // A new page starts at its top and with the reader's focus, as a loaded one would.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what it follows
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else {
      scrollTo(0, 0);
      main.current?.focus();
    }
  }, [location]);
  return (
    <div
      className="shell"
      data-narrow={location === '/review' || isWide || undefined}
      data-margins={isWide || undefined}
    >
      <a className="skip button" href="#content">
        {t('shell.skip')}
      </a>
      <Rail />
      <main className="main" id="content" ref={main} tabIndex={-1}>
        {petition?.isPractice && location !== '/review' && !isWide && (
          <p className="practice-line">{t('common.practiceLine')}</p>
        )}
        {location !== '/review' && <HandwritingNote />}
        {location !== '/review' && <BatchNotices />}
        <div className={location === '/review' || isWide ? undefined : 'inner'}>{children}</div>
      </main>
    </div>
  );
}
