/** The strip, full width, its neighbours dimmed, the field in focus framed. Strips to come lie ready underneath. */
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimWire } from '../../../domain/wire-review.ts';

export interface StripView {
  zoom: number;
  filter: 'paper' | 'dimmed' | 'strong';
  /** Clockwise degrees: 0, 90, 180, 270. */
  turned: number;
}

interface StripStageProps {
  claim: ClaimWire;
  ahead: readonly ClaimWire[];
  behind: ClaimWire | undefined;
  focused: string | null;
  view: StripView;
}

/** Strips kept painted under the current one. */
const READY = 4;
const share = (part: number, whole: number) => `${(part / whole) * 100}%`;

export function StripStage({ claim, ahead, behind, focused, view }: StripStageProps) {
  const { t } = useTranslation();
  const { width, height, line } = claim.strip;
  const [, lineTop = 0, , lineHeight = height] = line;
  const stack = [behind, claim, ...ahead.slice(0, READY)].filter((one) => one !== undefined);
  const unique = stack.filter((one, index) => stack.findIndex(({ id }) => id === one.id) === index);
  const field = claim.formFields.find(({ name }) => name === focused);
  const [x = 0, y = 0, w = width, h = height] = field?.box ?? [];
  const layers = layersStyle(view, { width, height, field: [x, y, w, h] });
  return (
    <div className="stage" data-filter={view.filter} style={{ aspectRatio: `${width} / ${height}` }}>
      <div className="stage-layers" style={layers}>
        {unique.map((one) => (
          <img
            key={`${one.id}`}
            src={one.imageUrl}
            alt={one.id === claim.id ? t('review.stripOf', { file: claim.place.file, line: claim.index }) : ''}
            data-current={one.id === claim.id || undefined}
            aria-hidden={one.id !== claim.id}
            data-line={one.id}
          />
        ))}
        <i className="stage-dim" style={{ top: 0, height: share(lineTop, height) }} />
        <i className="stage-dim" style={{ top: share(lineTop + lineHeight, height), bottom: 0 }} />
        {field !== undefined && (
          <i
            className="stage-focus"
            style={{ left: share(x, width), top: share(y, height), width: share(w, width), height: share(h, height) }}
          />
        )}
      </div>
    </div>
  );
}

/** Zoomed around the field in focus; turned, the field comes to the middle and fits into the stage. */
function layersStyle(
  { zoom, turned }: StripView,
  { width, height, field: [x, y, w, h] }: { width: number; height: number; field: [number, number, number, number] },
): CSSProperties {
  const transformOrigin = `${share(x + w / 2, width)} ${share(y + h / 2, height)}`;
  if (turned === 0) return { transform: zoom === 1 ? 'none' : `scale(${zoom})`, transformOrigin };
  const isUpright = turned === 180;
  const fit = isUpright ? 1 : Math.min(1, height / w);
  const [right, down] = isUpright
    ? ['0%', '0%']
    : [share(width / 2 - (x + w / 2), width), share(height / 2 - (y + h / 2), height)];
  return { transform: `translate(${right}, ${down}) rotate(${turned}deg) scale(${fit * zoom})`, transformOrigin };
}
