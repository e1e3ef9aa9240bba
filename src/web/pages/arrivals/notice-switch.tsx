import { useTranslation } from 'react-i18next';
import { switchDesktopNotices, useDesktopNotices } from '../../shell/desktop-notice.ts';

/** Whether the browser itself tells when a batch is read; nothing where it cannot. */
export function NoticeSwitch() {
  const { t } = useTranslation();
  const state = useDesktopNotices();
  if (state === 'unsupported') return null;
  if (state === 'blocked') return <p className="small soft">{t('arrivals.notices.blocked')}</p>;
  return (
    <p className="small soft notice-switch">
      <button
        type="button"
        className="button"
        data-kind="quiet"
        onClick={() => void switchDesktopNotices(state !== 'on')}
      >
        {t(state === 'on' ? 'arrivals.notices.turnOff' : 'arrivals.notices.turnOn')}
      </button>{' '}
      {t(state === 'on' ? 'arrivals.notices.on' : 'arrivals.notices.hint')}
    </p>
  );
}
