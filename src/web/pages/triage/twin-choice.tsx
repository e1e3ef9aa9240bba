import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { TriagePage } from '../../../domain/wire-triage.ts';
import { type PageAction, usePageAction } from '../../http/page-actions.ts';
import { useFormat } from '../../i18n/format.ts';
import { ProblemNote } from '../../parts/notes.tsx';
import { KeyButton } from './key-button.tsx';

/** px: enough to compare the ink of two sheets. */
const PICTURE = 900;

/** Both pictures side by side, and the three things they can mean. */
export function TwinChoice({ page, name }: { page: TriagePage; name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const action = usePageAction(page.id);
  const twin = page.twin;
  if (twin === null) return null;
  const button = (hotkey: string, label: string, decision: (PageAction & { name: 'twin' })['decision']) => (
    <KeyButton
      label={label}
      about={name}
      hotkey={hotkey}
      disabled={action.isPending}
      onClick={() => action.mutate({ name: 'twin', decision })}
    />
  );
  const pictures = [
    { id: twin.pageId, label: t('triage.twin.earlier') },
    { id: page.id, label: t('triage.twin.new') },
  ];
  return (
    <div className="twin-choice">
      {action.isError && <ProblemNote error={action.error} />}
      <p className="buttons">
        {button('e', t('triage.twin.dropped'), 'dropped')}
        {button('n', t('triage.twin.replaces'), 'replaces')}
        {button('d', t('triage.twin.different'), 'different')}
      </p>
      <div className="twin-pictures">
        {pictures.map(({ id, label }) => (
          <figure key={id}>
            <Link href={`/pages/${id}`} className="twin-picture">
              <img src={`/api/pages/${id}/image?width=${PICTURE}`} alt={label} loading="lazy" decoding="async" />
            </Link>
            <figcaption>{label}</figcaption>
          </figure>
        ))}
      </div>
      {twin.likeness !== null && (
        <p className="soft small">{t('triage.twin.likeness', { share: format.percent(twin.likeness) })}</p>
      )}
    </div>
  );
}
