import './people.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePerson } from '../../http/session.ts';
import { Note } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PasswordForm } from '../sign-in/password-form.tsx';

export default function AccountPage() {
  const { t } = useTranslation();
  const person = usePerson();
  const [isChanged, setChanged] = useState(false);
  return (
    <>
      <PageHead title={t('people.account')} lead={`${person.displayName} · ${person.email}`} />
      <p>
        {t('common.labelled', {
          label: t('people.ownRoles'),
          value: person.roles.map((role) => t(`role.${role}`)).join(', '),
        })}
      </p>
      <section className="section" aria-labelledby="own-password">
        <h2 id="own-password">{t('people.ownPassword')}</h2>
        {isChanged && <Note tone="good" title={t('signIn.changed')} />}
        <PasswordForm onChanged={() => setChanged(true)} />
      </section>
    </>
  );
}
