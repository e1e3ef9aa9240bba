import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormDefinition } from '../../../domain/form.ts';
import type { DraftSheetWire } from '../../../domain/wire-draft.ts';
import { problemOf } from '../../http/problem.ts';
import { SelectField } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Note, ProblemNote } from '../../parts/notes.tsx';
import { useTell } from '../../parts/tell-problem.ts';
import { FormEditor } from './editor/form-editor.tsx';
import { useTellFormProblem } from './editor/tell-form-problem.ts';
import { Refusals } from './refusals.tsx';
import type { StepProps } from './set-up-page.tsx';
import { skeletonForm } from './skeleton-form.ts';
import { useFormSaving } from './use-draft.ts';

const SHEETS = '.pdf,.tif,.tiff,.jpg,.jpeg,.png,.webp,application/pdf,image/tiff,image/jpeg,image/png,image/webp';

export function FormStep({ draft, actions, onNext }: StepProps) {
  const { t } = useTranslation();
  const { patch, sendSheets } = actions;
  const { begun, keep, flush, replace } = useFormSaving(draft, patch);
  const [importing, setImporting] = useState<unknown>(null);
  // Of filled sheets the last one stands for all.
  const sheet = draft.sheets.findLast((one) => one.kind !== 'trial');
  const isLooking = sheet?.state === 'waiting' || sendSheets.isPending;

  const take = (files: File[]) => files.length > 0 && sendSheets.mutate({ kind: 'blank', files: files.slice(0, 1) });
  async function importForm(file: File) {
    setImporting(null);
    try {
      const form = JSON.parse(await file.text()) as FormDefinition;
      await replace(withPrint(form, draft.form));
    } catch (error) {
      setImporting(error);
    }
  }

  const picks = (
    <p className="buttons">
      <FilePick
        label={begun.form === null ? t('setUp.form.choose') : t('setUp.form.another')}
        accept={SHEETS}
        isPrimary={begun.form === null}
        onFile={(file) => take([file])}
      />
      {begun.form === null && (
        <FilePick
          label={t('setUp.form.filled')}
          accept={SHEETS}
          isMultiple
          onFiles={(files) => sendSheets.mutate({ kind: 'filled', files })}
        />
      )}
      <FilePick
        label={t('setUp.form.import')}
        accept=".json,application/json"
        onFile={(file) => void importForm(file)}
      />
      {begun.form !== null && <ExportButton form={draft.form} onBefore={flush} />}
    </p>
  );
  return (
    <>
      <p className="narrow-screen">{t('setUp.form.needsScreen')}</p>
      {importing !== null && <ImportProblem error={importing} />}
      {sendSheets.isError && <ProblemNote error={sendSheets.error} />}
      {patch.isError && importing === null && <ProblemNote error={patch.error} />}
      <Refusals outcomes={sendSheets.data} />
      {isLooking && <Note title={t('setUp.form.looking')}>{t('setUp.form.lookingLead')}</Note>}
      {!isLooking && sheet?.state === 'failed' && (
        <NotFound
          sheet={sheet}
          onPage={(page) => actions.again.mutate({ sheetId: sheet.id, page })}
          onDraw={(form) => void replace(form)}
        />
      )}
      {begun.form === null ? (
        <BlankPick onFiles={take}>{picks}</BlankPick>
      ) : (
        <>
          <div className="editor-head">
            {picks}
            {sheet?.kind === 'blank' && sheet.pageCount > 1 && (
              <PageOfFile sheet={sheet} onPage={(page) => actions.again.mutate({ sheetId: sheet.id, page })} />
            )}
            <NextButton onNext={() => void flush().then(onNext)} />
          </div>
          <FormEditor
            key={begun.revision}
            form={begun.form}
            picture={sheet?.imageUrl ?? null}
            problems={draft.problems}
            onChange={keep}
          />
        </>
      )}
    </>
  );
}

/** A definition written by hand has no print; on the same sheet that of the one before still holds. */
function withPrint(form: FormDefinition, before: FormDefinition | null): FormDefinition {
  const isSame = before?.page.width === form?.page?.width && before?.page.height === form?.page?.height;
  if (before === null || !isSame || form.print !== undefined || before.print === undefined) return form;
  return { ...form, print: before.print };
}

export function NextButton({ onNext, isDisabled = false }: { onNext(): void; isDisabled?: boolean }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="button" data-kind="primary" disabled={isDisabled} onClick={onNext}>
      {t('setUp.next')}
    </button>
  );
}

export function FilePick(props: {
  label: string;
  accept: string;
  isPrimary?: boolean;
  isMultiple?: boolean;
  onFile?(file: File): void;
  onFiles?(files: File[]): void;
}) {
  return (
    <label className="button file-pick" data-kind={props.isPrimary ? 'primary' : undefined}>
      {props.label}
      <input
        type="file"
        accept={props.accept}
        multiple={props.isMultiple ?? false}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files[0] !== undefined) props.onFile?.(files[0]);
          if (files.length > 0) props.onFiles?.(files);
        }}
      />
    </label>
  );
}

function BlankPick({ onFiles, children }: { onFiles(files: File[]): void; children: React.ReactNode }) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  }
  return (
    <section
      className="blank-pick"
      data-over={isOver || undefined}
      aria-labelledby="blank-pick"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="petitions" size={48} />
      <h2 id="blank-pick">{t('setUp.form.blank')}</h2>
      <p className="soft">{t('setUp.form.blankLead')}</p>
      {children}
    </section>
  );
}

function ImportProblem({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const tell = useTellFormProblem();
  if (error instanceof SyntaxError) return <Note tone="wrong" title={t('setUp.form.noJson')} />;
  const { code, problems = [] } = problemOf(error);
  if (code !== 'form_unusable') return <ProblemNote error={error} />;
  return (
    <Note tone="wrong" title={t('setUp.form.unusable')}>
      <ul>
        {problems.slice(0, 10).map((problem) => (
          <li key={`${problem.path}-${problem.message}`}>{tell(problem)}</li>
        ))}
      </ul>
    </Note>
  );
}

interface NotFoundProps {
  sheet: DraftSheetWire;
  onPage(page: number): void;
  onDraw(form: FormDefinition): void;
}

function NotFound({ sheet, onPage, onDraw }: NotFoundProps) {
  const { t } = useTranslation();
  const tell = useTell();
  const told = tell(sheet.reason ?? { code: 'unknown' });
  const { imageUrl } = sheet;
  return (
    <Note tone="look" title={told.what}>
      {told.todo !== '' && <p>{told.todo}</p>}
      {sheet.kind === 'blank' && sheet.pageCount > 1 && <PageOfFile sheet={sheet} onPage={onPage} />}
      {imageUrl !== null && (
        <p className="buttons">
          <button type="button" className="button" onClick={() => void skeletonForm(imageUrl).then(onDraw)}>
            {t('setUp.form.drawSelf')}
          </button>
        </p>
      )}
    </Note>
  );
}

function PageOfFile({ sheet, onPage }: { sheet: DraftSheetWire; onPage(page: number): void }) {
  const { t } = useTranslation();
  return (
    <SelectField
      label={t('setUp.form.page')}
      value={sheet.page}
      onChange={(event) => onPage(Number(event.target.value))}
    >
      {Array.from({ length: sheet.pageCount }, (_, index) => index + 1).map((page) => (
        <option key={page} value={page}>
          {page}
        </option>
      ))}
    </SelectField>
  );
}

function ExportButton({ form, onBefore }: { form: FormDefinition | null; onBefore(): Promise<void> }) {
  const { t } = useTranslation();
  async function save() {
    await onBefore();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(form, null, 1)], { type: 'application/json' }));
    link.download = `${form?.id ?? 'form'}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  }
  return (
    <button type="button" className="button" onClick={() => void save()}>
      {t('setUp.form.export')}
    </button>
  );
}
