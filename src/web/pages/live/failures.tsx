import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { LiveWire } from '../../../domain/wire-triage.ts';
import { usePageAction } from '../../http/page-actions.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { ProblemNote } from '../../parts/notes.tsx';
import { useTell } from '../../parts/tell-problem.ts';
import { Word } from '../../parts/word.tsx';

/** What stopped for reasons of the machine, each with its retry. */
export function Failures({ live }: { live: LiveWire }) {
  const { t } = useTranslation();
  return (
    <section className="section" aria-labelledby="failures-title">
      <h2 id="failures-title">{t('live.failures')}</h2>
      {live.failures.length === 0 && <p className="soft">{t('live.noFailures')}</p>}
      <ul className="live-list">
        {live.failures.map((failure) => (
          <Failure key={failure.pageId} failure={failure} />
        ))}
      </ul>
    </section>
  );
}

function Failure({ failure }: { failure: LiveWire['failures'][number] }) {
  const { t } = useTranslation();
  const tell = useTell();
  const person = usePerson();
  const action = usePageAction(failure.pageId);
  const told = tell(failure.reason);
  const name = t('triage.pageOf', { file: failure.file, page: failure.page });
  return (
    <li>
      <Link href={`/pages/${failure.pageId}`}>{name}</Link>
      <Word tone="wrong">{told.what}</Word>
      <span className="soft">{told.todo}</span>
      {hasRole(person, 'mailroom', 'supervisor') && (
        <button
          type="button"
          className="button"
          aria-label={`${t('common.retry')}: ${name}`}
          disabled={action.isPending}
          onClick={() => action.mutate({ name: 'retry' })}
        >
          {t('common.retry')}
        </button>
      )}
      {action.isError && <ProblemNote error={action.error} />}
    </li>
  );
}
