/** How far a batch is: its pages, then its lines; each strip adds up and says its numbers. */
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { type Segment, SegmentBar } from '../../parts/segment-bar.tsx';
import type { BatchSummary } from './batches.ts';

type PageGroup = 'read' | 'blank' | 'problem' | 'waiting' | 'withdrawn';
const PAGE_GROUPS: PageGroup[] = ['read', 'blank', 'problem', 'waiting', 'withdrawn'];
const GROUP_STATES: Record<PageGroup, readonly (keyof BatchSummary['progress']['pagesByState'])[]> = {
  read: ['read'],
  blank: ['blank'],
  problem: ['unrecognised', 'unreadable', 'failed'],
  waiting: ['queued', 'preprocessed'],
  withdrawn: ['withdrawn'],
};
/** Done first, so that the strip fills from the left. */
const LINE_ORDER = ['counted', 'rejected', 'in_second_keying', 'awaiting_review', 'expected', 'superseded'] as const;

/** A page held because its paper seems to be there already waits for a person, not for the machine. */
function countGroup({ progress }: BatchSummary, group: PageGroup): number {
  const counted = GROUP_STATES[group].reduce((sum, state) => sum + (progress.pagesByState[state] ?? 0), 0);
  return counted + (group === 'problem' ? progress.held : group === 'waiting' ? -progress.held : 0);
}

export function problemCount(batch: BatchSummary): number {
  return countGroup(batch, 'problem');
}

export function PagesStrip({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const segments = PAGE_GROUPS.map((name) => {
    const count = countGroup(batch, name);
    return { name, label: t(`arrivals.segment.${name}`, { count }), count };
  });
  return <Strip segments={segments} total={batch.progress.pages} none={t('arrivals.noPages')} />;
}

export function LinesStrip({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const segments = LINE_ORDER.map((name) => {
    const count = batch.progress.linesByState[name] ?? 0;
    return { name, label: t(`arrivals.segment.${name}`, { count }), count };
  });
  return <Strip segments={segments} total={batch.progress.lines} none={t('arrivals.noLines')} />;
}

function Strip({ segments, total, none }: { segments: Segment[]; total: number; none: string }) {
  const format = useFormat();
  if (total === 0) return <span className="small soft">{none}</span>;
  const words = segments
    .filter((segment) => segment.count > 0)
    .map((segment) => `${format.number(segment.count)} ${segment.label}`)
    .join(' · ');
  return (
    <span className="strip-cell">
      <SegmentBar segments={segments} label={`${format.number(total)}: ${words}`} />
      <span className="small" aria-hidden="true">
        {words}
      </span>
    </span>
  );
}
