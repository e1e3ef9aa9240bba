import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { HAND_BACK_REASONS } from '../../../domain/hand-back.ts';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import type { TriagePage } from '../../../domain/wire-triage.ts';
import { useGlance, useReturnPage } from '../../http/page-actions.ts';
import { useFormat } from '../../i18n/format.ts';
import { ProblemNote } from '../../parts/notes.tsx';
import { useTell } from '../../parts/tell-problem.ts';
import { Word, type WordTone } from '../../parts/word.tsx';
import { KeyButton } from './key-button.tsx';
import { PageActions } from './page-actions.tsx';
import { TwinChoice } from './twin-choice.tsx';

/** px: the widest picture in which nobody's name can be read. */
const THUMBNAIL = 400;

const TONES: Record<TriagePage['kind'], WordTone> = {
  unrecognised: 'look',
  unreadable: 'look',
  failed: 'wrong',
  same_paper: 'look',
  handed_back: 'look',
  poor_scan: 'look',
};

interface TriageCardProps {
  page: TriagePage;
  batchName: string;
  petitions: PetitionWire[];
}

/** Picture, reason, remedy, and what can be done about it. */
export function TriageCard({ page, batchName, petitions }: TriageCardProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const tell = useTell();
  const reasons = [...(page.reason === null ? [] : [page.reason]), ...page.warnings];
  const name = t('triage.pageOf', { file: page.file, page: page.page });
  const isHeld = page.kind === 'same_paper';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the board is walked page by page with the arrow keys
    <li className="triage-card" data-card={page.id} data-kind={page.kind} tabIndex={0} aria-label={name}>
      {!isHeld && (
        <Link
          href={`/pages/${page.id}`}
          className="triage-picture"
          data-key="o"
          aria-label={`${t('triage.open')}: ${name}`}
        >
          <img src={`/api/pages/${page.id}/image?width=${THUMBNAIL}`} alt="" loading="lazy" decoding="async" />
        </Link>
      )}
      <div className="triage-words">
        <h2>{name}</h2>
        <p className="soft">{[batchName, format.time(page.since)].filter(Boolean).join(' · ')}</p>
        <p>
          <Word tone={TONES[page.kind]}>{t(`triage.kind.${page.kind}`)}</Word>
        </p>
        {page.handedBack !== null && (
          <p>{HAND_BACK_REASONS[page.handedBack.reason][i18n.language === 'en' ? 'en' : 'fr']}</p>
        )}
        {reasons.map((reason) => {
          const told = tell(reason);
          return (
            <p key={reason.code}>
              {told.what}. {told.todo}
            </p>
          );
        })}
        {isHeld && <TwinChoice page={page} name={name} />}
        {page.kind === 'poor_scan' && <GoodEnough page={page} name={name} />}
        {page.kind === 'handed_back' && <BackToReview page={page} name={name} />}
        {!isHeld && <PageActions page={page} name={name} petitions={petitions} />}
      </div>
    </li>
  );
}

function GoodEnough({ page, name }: { page: TriagePage; name: string }) {
  const { t } = useTranslation();
  const glance = useGlance();
  return (
    <p className="buttons">
      {glance.isError && <ProblemNote error={glance.error} />}
      <KeyButton
        label={t('triage.goodEnough')}
        about={name}
        hotkey="g"
        kind="primary"
        disabled={glance.isPending}
        onClick={() => glance.mutate([page.id])}
      />
    </p>
  );
}

/** The paper shows no more than its scan: the lines go back to the reviewers. */
function BackToReview({ page, name }: { page: TriagePage; name: string }) {
  const { t } = useTranslation();
  const back = useReturnPage();
  return (
    <p className="buttons">
      {back.isError && <ProblemNote error={back.error} />}
      <KeyButton
        label={t('triage.toReview')}
        about={name}
        hotkey="g"
        kind="primary"
        disabled={back.isPending}
        onClick={() => back.mutate(page.id)}
      />
    </p>
  );
}
