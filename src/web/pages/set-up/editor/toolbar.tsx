import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';

interface ToolbarProps {
  history: { canUndo: boolean; canRedo: boolean; undo(): void; redo(): void };
  zoom: { share: number; closer: boolean; further: boolean };
  isDrawing: boolean;
  onZoom(by: 1 | -1): void;
  onDraw(): void;
}

export function Toolbar({ history, zoom, isDrawing, onZoom, onDraw }: ToolbarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="toolbar" role="toolbar" aria-label={t('setUp.editor.tools')}>
      <button type="button" className="button" disabled={!history.canUndo} onClick={history.undo}>
        {t('setUp.editor.undo')}
      </button>
      <button type="button" className="button" disabled={!history.canRedo} onClick={history.redo}>
        {t('setUp.editor.redo')}
      </button>
      <button type="button" className="button" aria-pressed={isDrawing} onClick={onDraw}>
        {t('setUp.editor.draw')}
      </button>
      <span className="zoom">
        <button
          type="button"
          className="button"
          aria-label={t('setUp.editor.further')}
          disabled={!zoom.further}
          onClick={() => onZoom(-1)}
        >
          −
        </button>
        <span>{format.percent(zoom.share)}</span>
        <button
          type="button"
          className="button"
          aria-label={t('setUp.editor.closer')}
          disabled={!zoom.closer}
          onClick={() => onZoom(1)}
        >
          +
        </button>
      </span>
    </div>
  );
}
