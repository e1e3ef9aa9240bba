import { useTranslation } from 'react-i18next';
import type { ClaimWire } from '../../../domain/wire-review.ts';
import { useFormat } from '../../i18n/format.ts';
import { Note } from '../../parts/notes.tsx';
import { useKeyOf } from './key-names.tsx';

/** What was said about the line at hand; below everything that must not move. */
export function LineNotes({ claim }: { claim: ClaimWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const keyOf = useKeyOf();
  if (claim.notes.length === 0 && claim.waitsFor === null) return null;
  const isAsked = claim.waitsFor === 'colleague' || claim.waitsFor === 'supervisor';
  return (
    <div className="line-notes">
      <Note tone="look" title={t(isAsked ? 'review.askedOfYou' : 'review.saidBefore')}>
        <ul>
          {claim.notes.map((note) => (
            <li key={note.at}>
              <span className="soft">
                {note.from}, {format.time(note.at)}:
              </span>{' '}
              {note.text ?? t('review.noWords')}
            </li>
          ))}
        </ul>
        {isAsked && <p className="small">{t('review.answerOrDecide', { key: keyOf('ask') })}</p>}
      </Note>
    </div>
  );
}
