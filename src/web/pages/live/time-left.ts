/** How long something still takes, in the roundest words that are true. */
import { useTranslation } from 'react-i18next';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

export function useTimeLeft(): (of: { waiting: number; secondsLeft: number | null }) => string {
  const { t } = useTranslation();
  return ({ waiting, secondsLeft }) => {
    if (waiting === 0) return t('live.now');
    if (secondsLeft === null) return t('live.unknown');
    if (secondsLeft < MINUTE) return t('live.seconds', { count: secondsLeft });
    if (secondsLeft < 2 * HOUR) return t('live.minutes', { count: Math.round(secondsLeft / MINUTE) });
    return t('live.hours', { count: Math.round(secondsLeft / HOUR) });
  };
}
