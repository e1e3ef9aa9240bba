import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PageWire } from '../../../domain/wire-page.ts';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { type PageAction, usePageAction } from '../../http/page-actions.ts';
import { Note, ProblemNote } from '../../parts/notes.tsx';
import { FormChoice } from './form-choice.tsx';
import { KeyButton } from './key-button.tsx';
import { PartDialog } from './part-dialog.tsx';
import { SetAsideDialog } from './set-aside-dialog.tsx';

interface PageActionsProps {
  page: { id: string; batchId: string; isPart?: boolean };
  /** Tells the pages apart for those who hear the buttons. */
  name: string;
  petitions: PetitionWire[];
  /** Best first, when the page was compared with the forms. */
  nearest?: PageWire['nearest'];
  /** Off where no board listens to keys. */
  hasKeys?: boolean;
}

const TURNS = [
  { key: 'l', label: 'turnLeft', degrees: 270 },
  { key: 'r', label: 'turnRight', degrees: 90 },
  { key: 'u', label: 'upsideDown', degrees: 180 },
] as const;

export function PageActions({ page, name, petitions, nearest = [], hasKeys = true }: PageActionsProps) {
  const { t } = useTranslation();
  const action = usePageAction(page.id);
  const [asked, setAsked] = useState<'aside' | 'part' | null>(null);
  const run = (what: PageAction) => action.mutate(what);
  const keyed = (key: string) => (hasKeys ? key : undefined);
  const button = (hotkey: string, label: string, what: PageAction) => (
    <KeyButton
      key={hotkey}
      label={label}
      about={name}
      hotkey={keyed(hotkey)}
      disabled={action.isPending}
      onClick={() => run(what)}
    />
  );
  return (
    <div className="page-actions">
      {action.isError && <ProblemNote error={action.error} />}
      {action.isSuccess && <Done page={action.data} wasId={page.id} />}
      <FormChoice
        about={name}
        hotkey={keyed('f')}
        petitions={petitions}
        nearest={nearest}
        isBusy={action.isPending}
        onChoose={run}
      />
      <p className="buttons">
        {TURNS.map(({ key, label, degrees }) => button(key, t(`triage.${label}`), { name: 'turn', degrees }))}
        {button('t', t('triage.retry'), { name: 'retry' })}
        <a
          className="button"
          data-key={keyed('s')}
          aria-keyshortcuts={keyed('s')}
          aria-label={`${t('triage.slip')}: ${name}`}
          href={`/api/pages/${page.id}/re-scan-slip.pdf`}
          target="_blank"
          rel="noreferrer"
        >
          {t('triage.slip')}
        </a>
        <KeyButton
          label={t('triage.withdraw')}
          about={name}
          hotkey={keyed('i')}
          kind="quiet"
          onClick={() => setAsked('aside')}
        />
        <KeyButton
          label={t('triage.part.button')}
          about={name}
          hotkey={keyed('x')}
          kind="quiet"
          onClick={() => setAsked('part')}
        />
        {page.isPart && button('m', t('triage.part.join'), { name: 'join' })}
      </p>
      {asked === 'aside' && <SetAsideDialog onSend={run} onClose={() => setAsked(null)} />}
      {asked === 'part' && <PartDialog batchId={page.batchId} onSend={run} onClose={() => setAsked(null)} />}
    </div>
  );
}

/** A page on which people have decided is read beside itself: the other page is where it goes on. */
function Done({ page, wasId }: { page: PageWire; wasId: string }) {
  const { t } = useTranslation();
  if (page.id === wasId) return <Note tone="good" title={t('triage.done')} />;
  return (
    <Note tone="good" title={t('triage.readAgain')}>
      <Link href={`/pages/${page.id}`}>{t('triage.readAgainLink')}</Link>
    </Note>
  );
}
