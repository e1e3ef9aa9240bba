import './sign-in.css';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSessionActions } from '../../http/session.ts';
import { chooseLanguage, type Language } from '../../i18n/i18n.ts';
import { TextField } from '../../parts/field.tsx';
import { Mark } from '../../parts/icon.tsx';
import { ProblemNote } from '../../parts/notes.tsx';

export function SignInPage() {
  const { t, i18n } = useTranslation();
  const { signIn } = useSessionActions();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    document.title = `${t('signIn.title')} · Paraphe`;
  }, [t]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      await signIn(String(form.get('email')), String(form.get('password')));
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  }

  return (
    <main className="entrance">
      <form onSubmit={submit} className="form">
        <header>
          <Mark size={64} />
          <h1>Paraphe</h1>
          <p className="soft">{t('signIn.lead')}</p>
        </header>
        {error !== null && <ProblemNote error={error} />}
        <TextField label={t('signIn.email')} name="email" type="email" autoComplete="username" required autoFocus />
        <TextField
          label={t('signIn.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <div className="buttons">
          <button type="submit" className="button" data-kind="primary" disabled={isBusy}>
            {t('signIn.submit')}
          </button>
          <button
            type="button"
            className="button"
            data-kind="quiet"
            lang={i18n.language === 'fr' ? 'en' : 'fr'}
            onClick={() => void chooseLanguage((i18n.language === 'fr' ? 'en' : 'fr') as Language)}
          >
            {t('shell.language')}
          </button>
        </div>
        <p className="small soft">{t('signIn.forgotten')}</p>
      </form>
    </main>
  );
}
