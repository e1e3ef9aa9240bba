import { useTranslation } from 'react-i18next';
import { Dialog } from '../../parts/dialog.tsx';

export function PasswordDialog({ name, password, onClose }: { name: string; password: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('people.passwordTitle', { name })} onClose={onClose}>
      <div className="form">
        <p>
          <output className="shown-password value">{password}</output>
        </p>
        <p>{t('people.passwordLead')}</p>
        <div className="buttons">
          <button type="button" className="button" data-kind="primary" onClick={onClose}>
            {t('people.passwordDone')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
