/** Catches a bug in a page so that the rest of the desk stays usable. */
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from './notes.tsx';

function Broken() {
  const { t } = useTranslation();
  return (
    <Note tone="wrong" title={t('common.brokenTitle')}>
      <p>{t('common.brokenTodo')}</p>
      <p className="buttons">
        <button type="button" className="button" onClick={() => location.reload()}>
          {t('common.reload')}
        </button>
      </p>
    </Note>
  );
}

// React knows no other way to catch than a class.
export class SafetyNet extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}
