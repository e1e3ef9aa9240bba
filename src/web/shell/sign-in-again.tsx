/** The session ended while somebody was at work: the password once more, and the page goes on where it was. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSessionEnd } from '../http/session-end.ts';
import { usePerson, useSessionActions } from '../http/session.ts';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { ProblemNote } from '../parts/notes.tsx';
import { PasswordForm } from '../pages/sign-in/password-form.tsx';

export function SignInAgain() {
  const isEnded = useSessionEnd();
  const { mustChangePassword } = usePerson();
  if (!isEnded) return null;
  return mustChangePassword ? <NewPasswordDialog /> : <PasswordDialog />;
}

/** An administrator reset the password meanwhile. */
function NewPasswordDialog() {
  const { t } = useTranslation();
  const { goOnWithNewPassword } = useSessionActions();
  return (
    <Dialog title={t('signIn.changeTitle')} className="sign-in-again">
      <p>{t('signIn.changeLead')}</p>
      <PasswordForm onChanged={() => void goOnWithNewPassword()} />
    </Dialog>
  );
}

function PasswordDialog() {
  const { t } = useTranslation();
  const person = usePerson();
  const { signInAgain, leave } = useSessionActions();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password'));
    setBusy(true);
    setError(null);
    // Afterwards the dialog is gone.
    await signInAgain(person, password).catch((caught: unknown) => {
      setError(caught);
      setBusy(false);
    });
  }

  return (
    <Dialog title={t('signIn.endedTitle')} className="sign-in-again">
      <form onSubmit={submit} className="form">
        <p>{t('signIn.endedLead')}</p>
        {error !== null && <ProblemNote error={error} />}
        <TextField
          label={t('signIn.email')}
          name="email"
          type="email"
          autoComplete="username"
          value={person.email}
          readOnly
        />
        <TextField
          label={t('signIn.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          data-first
        />
        <div className="buttons">
          <button type="submit" className="button" data-kind="primary" disabled={isBusy}>
            {t('signIn.submit')}
          </button>
          <button type="button" className="button" data-kind="quiet" onClick={leave}>
            {t('signIn.asSomebodyElse')}
          </button>
        </div>
        <p className="small soft">{t('signIn.asSomebodyElseHint')}</p>
      </form>
    </Dialog>
  );
}
