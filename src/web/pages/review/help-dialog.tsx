import { useTranslation } from 'react-i18next';
import { Dialog } from '../../parts/dialog.tsx';

/** Key names as printed on keyboards; `ctrl` and the like are translated. */
const KEYS = [
  [['enter'], 'accept'],
  [['tab'], 'move'],
  [['↓', '↑'], 'choose'],
  [['1', '…', '9'], 'number'],
  [['"'], 'ditto'],
  [['alt', '↑'], 'ditto2'],
  [['alt', 'shift', '↑'], 'dittoAddress'],
  [['alt', '↓'], 'checked'],
  [['escape'], 'reason'],
  [['F8'], 'suggested'],
  [['alt', 'X'], 'direct'],
  [['ctrl', 'Z'], 'undo'],
  [['F2'], 'page'],
  [['F4'], 'contrast'],
  [['pageUp', 'pageDown'], 'zoom'],
  [['F9'], 'consent'],
  [['?'], 'help'],
] as const;
const NAMED = ['enter', 'tab', 'alt', 'shift', 'escape', 'ctrl', 'pageUp', 'pageDown'] as const;

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const keyName = (key: string) => {
    const named = NAMED.find((name) => name === key);
    return named === undefined ? key : t(`review.key.${named}`);
  };
  return (
    <Dialog title={t('review.helpTitle')} onClose={onClose}>
      <dl className="key-list">
        {KEYS.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd className="key" key={key}>
                  {keyName(key)}
                </kbd>
              ))}
            </dt>
            <dd>{t(`review.keys.${meaning}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="small soft">{t('review.helpFoot')}</p>
    </Dialog>
  );
}
