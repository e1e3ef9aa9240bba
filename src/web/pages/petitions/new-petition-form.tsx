import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormDefinition } from '../../../domain/form.ts';
import type { PetitionWire } from '../../../domain/wire.ts';
import { change } from '../../http/request.ts';
import { AreaField, SelectField, TextField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import { PETITIONS_KEY, usePetition } from '../../shell/petition.tsx';

type Told = { form: FormDefinition } | { wrong: 'formMissing' | 'formBroken' };

/** Only whether it looks like one: the server says precisely what is wrong with it. */
function readForm(text: string): Told {
  if (text.trim() === '') return { wrong: 'formMissing' };
  try {
    const form = JSON.parse(text) as FormDefinition;
    const isForm = Array.isArray(form?.fields) && Array.isArray(form?.rows?.boxes);
    return isForm ? { form } : { wrong: 'formBroken' };
  } catch {
    return { wrong: 'formBroken' };
  }
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export function NewPetitionForm({ onCreated, onCancel }: { onCreated(): void; onCancel(): void }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const { choose } = usePetition();
  const [title, setTitle] = useState('');
  const [formText, setFormText] = useState('');
  const [wantsForm, setWantsForm] = useState(false);
  const told = readForm(formText);
  const create = useMutation({
    mutationFn: (body: object) => change<PetitionWire>('POST', '/api/petitions', body),
    onSuccess: async (petition) => {
      await queries.invalidateQueries({ queryKey: PETITIONS_KEY });
      choose(petition.id);
      onCreated();
    },
  });

  function takeForm(text: string) {
    setFormText(text);
    const read = readForm(text);
    if ('form' in read && title === '' && typeof read.form.title === 'string') setTitle(read.form.title);
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setWantsForm(true);
    if ('wrong' in told) return;
    const values = new FormData(event.currentTarget);
    create.mutate({
      title: title.trim() || told.form.title,
      language: String(values.get('language')),
      addressees: linesOf(String(values.get('addressees'))),
      closesOn: String(values.get('closesOn')) || null,
      form: told.form,
    });
  }

  const isToldWrong = 'wrong' in told && (wantsForm || told.wrong === 'formBroken');
  const hint =
    'form' in told
      ? t('petitions.formRead', {
          lines: told.form.rows.boxes.length,
          fields: told.form.fields.map((field) => field.label || field.name).join(', '),
        })
      : t('petitions.formHint');
  return (
    <form className="form new-petition" onSubmit={submit}>
      <h2>{t('petitions.create')}</h2>
      {create.isError && <ProblemNote error={create.error} />}
      <div className="field">
        <span className="label">{t('petitions.form')}</span>
        <label className="button file-pick">
          {t('petitions.formFile')}
          <input
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) void file.text().then(takeForm);
            }}
          />
        </label>
      </div>
      <AreaField
        label={t('petitions.formText')}
        hint={hint}
        wrong={isToldWrong && 'wrong' in told ? t(`petitions.${told.wrong}`) : undefined}
        className="value small"
        value={formText}
        spellCheck={false}
        onChange={(event) => takeForm(event.target.value)}
      />
      <TextField
        label={t('petitions.name')}
        name="title"
        value={title}
        maxLength={300}
        required
        onChange={(event) => setTitle(event.target.value)}
      />
      <div className="pair">
        <SelectField label={t('petitions.language')} name="language" defaultValue={i18n.language}>
          <option value="fr">{t('petitions.french')}</option>
          <option value="en">{t('petitions.english')}</option>
        </SelectField>
        <TextField label={t('petitions.closesOn')} hint={t('common.optional')} name="closesOn" type="date" />
      </div>
      <AreaField label={t('petitions.addressees')} hint={t('petitions.addresseesHint')} name="addressees" rows={3} />
      <div className="buttons">
        <button type="submit" className="button" data-kind="primary" disabled={create.isPending}>
          {t('petitions.submit')}
        </button>
        <button type="button" className="button" data-kind="quiet" onClick={onCancel}>
          {t('common.cancel')}
        </button>
      </div>
    </form>
  );
}
