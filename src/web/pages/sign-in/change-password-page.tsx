import './sign-in.css';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSessionActions } from '../../http/session.ts';
import { Mark } from '../../parts/icon.tsx';
import { PasswordForm } from './password-form.tsx';

/** The first sign-in, and the one after a reset: nothing else opens before the password is one's own. */
export function ChangePasswordPage() {
  const { t } = useTranslation();
  const { refresh, signOut } = useSessionActions();
  useEffect(() => {
    document.title = `${t('signIn.changeTitle')} · Paraphe`;
  }, [t]);
  return (
    <main className="entrance">
      <div className="form">
        <header>
          <Mark size={64} />
          <h1>{t('signIn.changeTitle')}</h1>
          <p className="soft">{t('signIn.changeLead')}</p>
        </header>
        <PasswordForm onChanged={() => void refresh()} />
        <p>
          <button type="button" className="button" data-kind="quiet" onClick={() => void signOut()}>
            {t('shell.signOut')}
          </button>
        </p>
      </div>
    </main>
  );
}
