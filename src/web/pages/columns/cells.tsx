/** The cells side by side, each picture above its reading; arrows move, Space puts one in doubt. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CarpetWire } from '../../../domain/wire-columns.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Carpet } from './use-carpet.ts';

interface CellsProps {
  carpet: CarpetWire;
  state: Carpet;
}

/** What a reading is called where it is no text. */
export function useReadingWord(type: CarpetWire['type']): (value: string) => string {
  const { t } = useTranslation();
  return (value) => {
    if (type === 'signature') return t('review.signed');
    if (type === 'checkbox') return value === '' ? t('columns.unticked') : t('columns.ticked');
    return value === '' ? t('columns.empty') : value;
  };
}

/** Cells in the first row: how far up and down go. */
function perRow(cells: HTMLElement[]): number {
  const top = cells[0]?.offsetTop;
  const next = cells.findIndex((cell) => cell.offsetTop !== top);
  return next === -1 ? cells.length : next;
}

function stepOf(key: string, cells: HTMLElement[], at: number): number | null {
  const row = perRow(cells);
  const steps: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - row,
    ArrowDown: at + row,
    Home: 0,
    End: cells.length - 1,
  };
  const to = steps[key];
  return to === undefined ? null : Math.max(0, Math.min(cells.length - 1, to));
}

export function Cells({ carpet, state }: CellsProps) {
  const { t } = useTranslation();
  const say = useReadingWord(carpet.type);
  const grid = useRef<HTMLFieldSetElement>(null);
  const [at, setAt] = useState(0);
  const buttons = () => [...(grid.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])];

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another carpet moves the focus
  useEffect(() => {
    setAt(0);
    grid.current?.querySelector<HTMLButtonElement>('button')?.focus();
  }, [carpet]);

  function onKeyDown(event: KeyboardEvent) {
    const cells = buttons();
    const to = event.ctrlKey || event.altKey || event.metaKey ? null : stepOf(event.key, cells, at);
    if (to === null) return;
    event.preventDefault();
    cells[to]?.focus();
  }

  return (
    <fieldset
      className="carpet"
      ref={grid}
      aria-label={t('columns.cells', { field: carpet.label })}
      onKeyDown={onKeyDown}
    >
      {carpet.items.map((cell, index) => (
        <button
          key={cell.lineId}
          type="button"
          className="cell"
          tabIndex={index === at ? 0 : -1}
          aria-pressed={state.doubted.has(cell.lineId)}
          data-group={cell.value !== carpet.items[index - 1]?.value || undefined}
          onFocus={() => setAt(index)}
          onClick={() => state.toggle(cell.lineId)}
        >
          <img
            src={cell.imageUrl}
            width={cell.width}
            height={cell.height}
            alt=""
            onLoad={() => state.markSeen(cell.lineId)}
            // What cannot be seen cannot be confirmed.
            onError={() => !state.doubted.has(cell.lineId) && state.toggle(cell.lineId)}
          />
          <span className="cell-word">
            <span className="value">{say(cell.value)}</span>
            {state.doubted.has(cell.lineId) && (
              <span className="cell-doubt">
                <Icon name="look" size={16} /> {t('columns.doubted')}
              </span>
            )}
          </span>
        </button>
      ))}
    </fieldset>
  );
}
