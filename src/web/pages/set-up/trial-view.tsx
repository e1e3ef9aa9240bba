/** A filled sheet with the form drawn over it, and what was read: nothing of it is stored as a line. */
import { useTranslation } from 'react-i18next';
import type { FormDefinition } from '../../../domain/form.ts';
import type { DraftSheetWire, TrialReading } from '../../../domain/wire-draft.ts';
import { useFormat } from '../../i18n/format.ts';
import { Note } from '../../parts/notes.tsx';
import { useTell } from '../../parts/tell-problem.ts';
import { Word } from '../../parts/word.tsx';

interface TrialViewProps {
  sheet: DraftSheetWire;
  form: FormDefinition;
  /** The form has changed since. */
  isOlder: boolean;
  onRemove(): void;
}

export function TrialView({ sheet, form, isOlder, onRemove }: TrialViewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { trial, imageUrl } = sheet;
  return (
    <section className="trial-view" aria-label={sheet.file}>
      {isOlder && <Note tone="look" title={t('setUp.trial.older')} />}
      {trial !== null && <TrialNotes trial={trial} />}
      {trial !== null && trial.residual !== null && (
        <p className="soft">
          {t('setUp.trial.residual', { millimetres: format.number(Math.round(trial.residual * 100) / 100) })}
        </p>
      )}
      {imageUrl !== null && trial !== null && <Overlay trial={trial} imageUrl={imageUrl} label={sheet.file} />}
      {trial !== null && trial.lines.length > 0 && <Readings trial={trial} form={form} />}
      <p>
        <button type="button" className="button" data-kind="quiet" onClick={onRemove}>
          {t('setUp.trial.remove')}
        </button>
      </p>
    </section>
  );
}

function TrialNotes({ trial }: { trial: TrialReading }) {
  const tell = useTell();
  const notes = [...(trial.reason === null ? [] : [trial.reason]), ...trial.warnings];
  return notes.map((note) => {
    const told = tell(note);
    return (
      <Note key={note.code} tone="look" title={told.what}>
        {told.todo !== '' && <p>{told.todo}</p>}
      </Note>
    );
  });
}

function Overlay({ trial, imageUrl, label }: { trial: TrialReading; imageUrl: string; label: string }) {
  return (
    <svg className="overlay" viewBox={`0 0 ${trial.width} ${trial.height}`} role="img" aria-label={label}>
      <image href={imageUrl} width={trial.width} height={trial.height} preserveAspectRatio="none" />
      {trial.lines.map((line) => (
        <g key={line.index} data-state={line.state}>
          <rect className="trial-line" x={line.box[0]} y={line.box[1]} width={line.box[2]} height={line.box[3]} />
          {line.cells.map((cell) => (
            <rect
              key={cell.field}
              className="trial-cell"
              x={cell.box[0]}
              y={cell.box[1]}
              width={cell.box[2]}
              height={cell.box[3]}
            />
          ))}
        </g>
      ))}
    </svg>
  );
}

function Readings({ trial, form }: { trial: TrialReading; form: FormDefinition }) {
  const { t } = useTranslation();
  const filled = trial.lines.filter((line) => line.state !== 'empty');
  const fields = form.fields.filter((field) => field.type !== 'office' && field.type !== 'signature');
  return (
    <div className="table-frame">
      <table className="table">
        <caption>{t('setUp.trial.readings')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('setUp.trial.line')}</th>
            {fields.map((field) => (
              <th key={field.name} scope="col">
                {field.label.replace(/\s+/g, ' ').slice(0, 24) || t(`setUp.type.${field.type}`)}
              </th>
            ))}
            <th scope="col">{t('setUp.trial.signature')}</th>
          </tr>
        </thead>
        <tbody>
          {filled.map((line) => (
            <tr key={line.index}>
              <th scope="row">{line.index}</th>
              {fields.map((field) => {
                const cell = line.cells.find((one) => one.field === field.name);
                return (
                  <td key={field.name} className="value" data-sure={cell?.prefill || undefined}>
                    {line.state === 'struck' ? '—' : (cell?.value ?? '')}
                  </td>
                );
              })}
              <td>
                {line.state === 'struck' ? (
                  <Word tone="look">{t('setUp.trial.struck')}</Word>
                ) : (
                  <Word tone={line.signed ? 'good' : 'quiet'}>
                    {line.signed ? t('setUp.trial.signed') : t('setUp.trial.unsigned')}
                  </Word>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
