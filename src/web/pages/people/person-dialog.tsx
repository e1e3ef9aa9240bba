import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../../domain/roles.ts';
import type { PersonWire } from '../../../domain/wire-people.ts';
import { change } from '../../http/request.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField, TextField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';

const ALL_ROLES: readonly Role[] = ['mailroom', 'reviewer', 'supervisor', 'dpo', 'auditor', 'administrator'];

interface PersonDialogProps {
  /** null: a new account. */
  person: PersonWire | null;
  onClose(): void;
  /** `password`: the first one, shown once; null when an account was changed. */
  onSaved(person: PersonWire, password: string | null): void;
}

export function PersonDialog({ person, onClose, onSaved }: PersonDialogProps) {
  const { t, i18n } = useTranslation();
  const [roles, setRoles] = useState<readonly Role[]>(person?.roles ?? ['reviewer']);
  const save = useMutation({
    mutationFn: (body: object) =>
      person === null
        ? change<PersonWire & { password?: string }>('POST', '/api/people', body)
        : change<PersonWire & { password?: string }>('PATCH', `/api/people/${person.id}`, body),
    onSuccess: (saved) => onSaved(saved, saved.password ?? null),
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (roles.length === 0) return;
    const form = new FormData(event.currentTarget);
    const shared = { displayName: String(form.get('displayName')), roles, language: String(form.get('language')) };
    save.mutate(person === null ? { ...shared, email: String(form.get('email')) } : shared);
  }

  const toggle = (role: Role) =>
    setRoles((now) => (now.includes(role) ? now.filter((one) => one !== role) : [...now, role]));
  const title = person === null ? t('people.create') : t('people.editTitle', { name: person.displayName });
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        {save.isError && <ProblemNote error={save.error} />}
        <TextField
          label={t('people.name')}
          name="displayName"
          defaultValue={person?.displayName}
          maxLength={120}
          required
          autoFocus
          autoComplete="off"
        />
        {person === null && (
          <TextField label={t('people.email')} name="email" type="email" maxLength={254} required autoComplete="off" />
        )}
        <fieldset className="role-list">
          <legend>{t('people.roles')}</legend>
          {ALL_ROLES.map((role) => (
            <label className="check" key={role}>
              <input type="checkbox" checked={roles.includes(role)} onChange={() => toggle(role)} />
              {t(`role.${role}`)}
            </label>
          ))}
          {roles.length === 0 && <p className="role-missing">{t('people.rolesMissing')}</p>}
        </fieldset>
        <SelectField label={t('people.language')} name="language" defaultValue={person?.language ?? i18n.language}>
          <option value="fr">{t('people.french')}</option>
          <option value="en">{t('people.english')}</option>
        </SelectField>
        <div className="buttons">
          <button type="submit" className="button" data-kind="primary" disabled={save.isPending || roles.length === 0}>
            {person === null ? t('people.submit') : t('common.save')}
          </button>
          <button type="button" className="button" data-kind="quiet" onClick={onClose}>
            {t('common.cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
