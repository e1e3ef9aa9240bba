/** The sheet with its boxes: chosen, moved and sized by mouse and by keyboard. Drawn in millimetres. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormDefinition } from '../../../../domain/form.ts';
import type { Box } from '../../../../domain/geometry.ts';
import { boxOf, drawField, fieldAt, moveBy, type Place, remove, resizeBy, samePlace, setBox } from './form-edit.ts';
import { usePlaceWords } from './place-words.ts';

interface SheetCanvasProps {
  form: FormDefinition;
  picture: string | null;
  /** px a mm. */
  scale: number;
  chosen: Place | null;
  isDrawing: boolean;
  onChoose(place: Place | null): void;
  onChange(form: FormDefinition): void;
  onDrawn(): void;
}

/** mm an arrow key moves by; with the control key held. */
const NUDGE = 0.5;
const STRIDE = 5;
/** mm a pointer must travel before a click becomes a drag. */
const SLACK = 0.4;
/** px of a handle's side. */
const HANDLE = 9;

type Edge = 'n' | 's' | 'e' | 'w' | 'nw' | 'ne' | 'sw' | 'se';
const EDGES: readonly Edge[] = ['nw', 'n', 'ne', 'w', 'e', 'sw', 's', 'se'];
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Drag {
  place: Place | null;
  edge: Edge | null;
  from: { x: number; y: number };
  begin: FormDefinition;
}

function stretched([x, y, w, h]: Box, edge: Edge, { dx, dy }: { dx: number; dy: number }): Box {
  const west = edge.includes('w') ? Math.min(dx, w - 1) : 0;
  const north = edge.includes('n') ? Math.min(dy, h - 1) : 0;
  const east = edge.includes('e') ? dx : 0;
  const south = edge.includes('s') ? dy : 0;
  return [x + west, y + north, w - west + east, h - north + south];
}

export function SheetCanvas(props: SheetCanvasProps) {
  const { form: settled, picture, scale, chosen, isDrawing, onChoose, onChange, onDrawn } = props;
  const { t } = useTranslation();
  const svg = useRef<SVGSVGElement>(null);
  const drag = useRef<Drag | null>(null);
  const [moved, setMoved] = useState<FormDefinition | null>(null);
  const [frame, setFrame] = useState<Box | null>(null);
  const form = moved ?? settled;
  const { width, height } = form.page;

  function pointOf(event: PointerEvent) {
    const frameOnScreen = svg.current!.getBoundingClientRect();
    return { x: (event.clientX - frameOnScreen.left) / scale, y: (event.clientY - frameOnScreen.top) / scale };
  }

  function begin(event: PointerEvent, place: Place | null, edge: Edge | null = null) {
    if (event.button !== 0) return;
    event.stopPropagation();
    svg.current?.setPointerCapture(event.pointerId);
    drag.current = { place: isDrawing ? null : place, edge, from: pointOf(event), begin: settled };
    if (!isDrawing) onChoose(place);
  }

  function go(event: PointerEvent) {
    const held = drag.current;
    if (held === null) return;
    const { x, y } = pointOf(event);
    const [dx, dy] = [x - held.from.x, y - held.from.y];
    if (held.place === null) {
      if (isDrawing) setFrame([Math.min(x, held.from.x), Math.min(y, held.from.y), Math.abs(dx), Math.abs(dy)]);
      return;
    }
    if (moved === null && Math.hypot(dx, dy) < SLACK) return;
    const box = boxOf(held.begin, held.place);
    if (box === undefined) return;
    if (held.edge === null) setMoved(moveBy(held.begin, held.place, dx, dy));
    else setMoved(setBox(held.begin, held.place, stretched(box, held.edge, { dx, dy })));
  }

  function end() {
    drag.current = null;
    if (moved !== null) onChange(moved);
    setMoved(null);
    if (frame !== null && frame[2] > 2 && frame[3] > 2) {
      const drawn = drawField(settled, frame);
      onChange(drawn.form);
      onChoose(drawn.place);
      onDrawn();
    }
    setFrame(null);
  }

  function press(event: KeyboardEvent, place: Place) {
    const arrow = ARROWS[event.key];
    if (arrow !== undefined && !event.altKey) {
      event.preventDefault();
      const by = event.ctrlKey || event.metaKey ? STRIDE : NUDGE;
      const [dx, dy] = [arrow[0] * by, arrow[1] * by];
      onChange(event.shiftKey ? resizeBy(settled, place, dx, dy) : moveBy(settled, place, dx, dy));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      onChange(remove(settled, place));
      onChoose(null);
    } else if (event.key === 'Escape') onChoose(null);
  }

  const places: Place[] = [
    ...form.header.map((_, index): Place => ({ kind: 'header', index })),
    ...form.fields.map((_, index): Place => ({ kind: 'field', index })),
    ...form.fields.flatMap((field, index) =>
      (field.options ?? []).map((_, option): Place => ({ kind: 'option', index, option })),
    ),
    ...form.rows.boxes.map((_, index): Place => ({ kind: 'line', index })),
    ...(form.notice ? [{ kind: 'notice', index: 0 } as const] : []),
  ];
  return (
    <svg
      ref={svg}
      className="sheet-canvas"
      data-drawing={isDrawing || undefined}
      width={width * scale}
      height={height * scale}
      viewBox={`0 0 ${width} ${height}`}
      aria-label={t('setUp.editor.sheet')}
      onPointerDown={(event) => begin(event, null)}
      onPointerMove={go}
      onPointerUp={end}
      onPointerCancel={end}
    >
      <rect className="paper" width={width} height={height} />
      {picture !== null && <image href={picture} width={width} height={height} preserveAspectRatio="none" />}
      <Repeats form={form} onBegin={begin} />
      {places.map((place) => (
        <PlaceBox
          key={`${place.kind}-${place.index}-${place.kind === 'option' ? place.option : ''}`}
          form={form}
          place={place}
          isChosen={samePlace(place, chosen)}
          scale={scale}
          onBegin={begin}
          onChoose={onChoose}
          onPress={press}
        />
      ))}
      {frame !== null && <rect className="drawn" x={frame[0]} y={frame[1]} width={frame[2]} height={frame[3]} />}
    </svg>
  );
}

/** The fields once more in every line but the first: a click chooses the column. */
function Repeats({ form, onBegin }: { form: FormDefinition; onBegin(event: PointerEvent, place: Place): void }) {
  return (
    <g>
      {form.rows.boxes.slice(1).map((line, k) =>
        form.fields.map((field, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
            key={`${k}-${field.name}`}
            className="repeat"
            x={line[0] + field.box[0]}
            y={line[1] + field.box[1]}
            width={field.box[2]}
            height={field.box[3]}
            onPointerDown={(event) => onBegin(event, { kind: 'field', index })}
          />
        )),
      )}
    </g>
  );
}

interface PlaceBoxProps {
  form: FormDefinition;
  place: Place;
  isChosen: boolean;
  scale: number;
  onBegin(event: PointerEvent, place: Place, edge?: Edge): void;
  onChoose(place: Place): void;
  onPress(event: KeyboardEvent, place: Place): void;
}

function PlaceBox({ form, place, isChosen, scale, onBegin, onChoose, onPress }: PlaceBoxProps) {
  const words = usePlaceWords();
  const box = boxOf(form, place);
  if (box === undefined) return null;
  const field = fieldAt(form, place);
  const [x, y, w, h] = box;
  // A line's box lies under its fields: it is taken hold of by its number in the margin.
  const tab = place.kind === 'line' ? 5 : 0;
  const letters = 10 / scale;
  const isGuess = place.kind !== 'option' && field !== undefined && !field.certain;
  return (
    // biome-ignore lint/a11y/useSemanticElements: inside a drawing there are no buttons
    <g
      className="place"
      data-kind={place.kind}
      data-chosen={isChosen || undefined}
      data-guess={isGuess || undefined}
      tabIndex={0}
      role="button"
      aria-pressed={isChosen}
      aria-label={words.describe(form, place)}
      onFocus={() => !isChosen && onChoose(place)}
      onKeyDown={(event) => onPress(event, place)}
      onPointerDown={(event) => onBegin(event, place)}
    >
      {tab > 0 && <rect className="tab" x={x - tab} y={y} width={tab} height={h} />}
      <rect className="outline" x={x} y={y} width={w} height={h} />
      {tab > 0 ? (
        <text className="number" x={x - tab / 2} y={y + h / 2 + letters / 3} fontSize={letters} textAnchor="middle">
          {place.index + 1}
        </text>
      ) : (
        place.kind !== 'option' && (
          <text x={x + 0.8} y={y + letters} fontSize={letters} textLength={undefined}>
            {words.short(form, place).slice(0, Math.max(2, Math.floor(w / (letters * 0.5))))}
          </text>
        )
      )}
      {isChosen &&
        EDGES.map((edge) => (
          <rect
            key={edge}
            className="handle"
            data-edge={edge}
            x={x + (edge.includes('w') ? 0 : edge.includes('e') ? w : w / 2) - HANDLE / scale / 2}
            y={y + (edge.includes('n') ? 0 : edge.includes('s') ? h : h / 2) - HANDLE / scale / 2}
            width={HANDLE / scale}
            height={HANDLE / scale}
            onPointerDown={(event) => onBegin(event, place, edge)}
          />
        ))}
    </g>
  );
}
