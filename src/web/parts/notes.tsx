/** What a page says when there is nothing, not yet something, or something wrong. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf } from '../http/problem.ts';
import { Icon, type IconName } from './icon.tsx';
import { useTell } from './tell-problem.ts';

export type Tone = 'good' | 'look' | 'wrong' | 'plain';
const TONE_ICONS: Record<Tone, IconName> = { good: 'done', look: 'look', wrong: 'wrong', plain: 'quiet' };

export function Note({ tone = 'plain', title, children }: { tone?: Tone; title?: ReactNode; children?: ReactNode }) {
  return (
    <div className="note" data-tone={tone} role={tone === 'wrong' ? 'alert' : 'status'}>
      <Icon name={TONE_ICONS[tone]} />
      {title !== undefined && <strong>{title}</strong>}
      {children !== undefined && children !== null && <div>{children}</div>}
    </div>
  );
}

export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const tell = useTell();
  const problem: Problem = problemOf(error);
  const told = tell(problem);
  return (
    <Note tone="wrong" title={told.what}>
      {told.todo !== '' && <p>{told.todo}</p>}
      {onRetry !== undefined && (
        <p className="buttons">
          <button type="button" className="button" onClick={onRetry}>
            {t('common.retry')}
          </button>
        </p>
      )}
    </Note>
  );
}

export function Waiting({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  const widths = ['62%', '88%', '74%', '81%', '57%', '69%'];
  return (
    <div className="waiting" role="status">
      <span className="unseen">{t('common.loading')}</span>
      {widths.slice(0, lines).map((width) => (
        <i key={width} style={{ width }} />
      ))}
    </div>
  );
}

export function BlankState({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="blank-state">
      <Icon name={icon} size={40} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
