import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { change } from '../../http/request.ts';
import { TextField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';

/** Characters a password needs: the server's rule, said before it is broken. */
const SHORTEST = 12;

/** Changes one's own password; a session of one's own is needed, and the current password. */
export function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const { t } = useTranslation();
  const [error, setError] = useState<unknown>(null);
  const [wrong, setWrong] = useState<{ next?: string; again?: string }>({});
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const next = String(form.get('next'));
    const found: { next?: string; again?: string } = {};
    if (next.length < SHORTEST) found.next = t('signIn.tooShort');
    else if (next !== form.get('again')) found.again = t('signIn.differ');
    setWrong(found);
    if (found.next || found.again) return;
    setBusy(true);
    setError(null);
    try {
      await change('POST', '/api/session/password', { current: String(form.get('current')), next });
      element.reset();
      onChanged();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit} className="form" noValidate>
      {error !== null && <ProblemNote error={error} />}
      <TextField label={t('signIn.current')} name="current" type="password" autoComplete="current-password" required />
      <TextField
        label={t('signIn.next')}
        hint={t('signIn.nextHint')}
        wrong={wrong.next}
        name="next"
        type="password"
        autoComplete="new-password"
        required
      />
      <TextField
        label={t('signIn.again')}
        wrong={wrong.again}
        name="again"
        type="password"
        autoComplete="new-password"
        required
      />
      <div className="buttons">
        <button type="submit" className="button" data-kind="primary" disabled={isBusy}>
          {t('signIn.change')}
        </button>
      </div>
    </form>
  );
}
