import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftSheetWire } from '../../../domain/wire-draft.ts';
import { Note, ProblemNote } from '../../parts/notes.tsx';
import { useTell } from '../../parts/tell-problem.ts';
import { Word } from '../../parts/word.tsx';
import { FilePick, NextButton } from './form-step.tsx';
import { Refusals } from './refusals.tsx';
import type { StepProps } from './set-up-page.tsx';
import { TrialView } from './trial-view.tsx';

const SCANS = '.pdf,.tif,.tiff,.jpg,.jpeg,.png,.webp,application/pdf,image/tiff,image/jpeg,image/png,image/webp';

export function TrialStep({ draft, actions, onNext }: StepProps) {
  const { t } = useTranslation();
  const { sendSheets, again, removeSheet } = actions;
  const sheets = draft.sheets.filter((sheet) => sheet.kind === 'trial');
  const [shown, setShown] = useState<string | null>(null);
  const at = sheets.find((sheet) => sheet.id === shown) ?? sheets.find((sheet) => sheet.trial !== null) ?? sheets[0];
  const hasOlder = sheets.some((sheet) => sheet.trial !== null && sheet.trial.revision !== draft.revision);
  const error = sendSheets.error ?? again.error ?? removeSheet.error;
  return (
    <>
      <div className="editor-head">
        <p className="trial-lead">{t('setUp.trial.lead')}</p>
        <NextButton onNext={onNext} />
      </div>
      {error !== null && <ProblemNote error={error} />}
      <Refusals outcomes={sendSheets.data} />
      {draft.form === null ? (
        <Note tone="look" title={t('setUp.noForm')} />
      ) : (
        <p className="buttons">
          <FilePick
            label={sendSheets.isPending ? t('setUp.trial.sending') : t('setUp.trial.choose')}
            accept={SCANS}
            isMultiple
            isPrimary={sheets.length === 0}
            onFiles={(files) => sendSheets.mutate({ kind: 'trial', files })}
          />
          {hasOlder && (
            <button
              type="button"
              className="button"
              onClick={() => {
                for (const sheet of sheets) again.mutate({ sheetId: sheet.id });
              }}
            >
              {t('setUp.trial.again')}
            </button>
          )}
        </p>
      )}
      {sheets.length > 0 && at !== undefined && draft.form !== null && (
        <div className="trial">
          <ul className="trial-list">
            {sheets.map((sheet) => (
              <li key={sheet.id}>
                <button
                  type="button"
                  className="part"
                  aria-pressed={sheet.id === at.id}
                  onClick={() => setShown(sheet.id)}
                >
                  <span>
                    {sheet.file}
                    {sheet.pageCount > 1 && ` · ${sheet.page}`}
                  </span>
                  <TrialWord sheet={sheet} />
                </button>
              </li>
            ))}
          </ul>
          <TrialView
            key={at.id}
            sheet={at}
            form={draft.form}
            isOlder={at.trial !== null && at.trial.revision !== draft.revision}
            onRemove={() => removeSheet.mutate(at.id)}
          />
        </div>
      )}
    </>
  );
}

function TrialWord({ sheet }: { sheet: DraftSheetWire }) {
  const { t } = useTranslation();
  const tell = useTell();
  if (sheet.state === 'waiting') return <Word tone="busy">{t('setUp.trial.reading')}</Word>;
  if (sheet.trial === null) return <Word tone="wrong">{tell(sheet.reason ?? { code: 'unknown' }).what}</Word>;
  if (sheet.trial.status !== 'registered')
    return <Word tone="look">{t(`setUp.trial.status.${sheet.trial.status}`)}</Word>;
  const filled = sheet.trial.lines.filter((line) => line.state !== 'empty').length;
  return <Word tone="good">{t('setUp.trial.filled', { count: filled })}</Word>;
}
