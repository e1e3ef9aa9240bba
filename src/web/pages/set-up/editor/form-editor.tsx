/** The editor: the sheet with its boxes, and beside it what is chosen, what is uncertain, and all there is. */
import '../set-up.css';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormDefinition } from '../../../../domain/form.ts';
import type { FormProblem } from '../../../../domain/form-problem.ts';
import type { Place } from './form-edit.ts';
import { FormParts, FormProblems, Guesses } from './form-parts.tsx';
import { useHistory } from './history.ts';
import { Inspector } from './inspector.tsx';
import { usePrintPicture } from './print-picture.ts';
import { SheetCanvas } from './sheet-canvas.tsx';
import { Toolbar } from './toolbar.tsx';

interface FormEditorProps {
  /** What to begin with: a new key makes a new editor. */
  form: FormDefinition;
  /** Of the sheet; null: the form's own print is drawn. */
  picture: string | null;
  problems: FormProblem[];
  onChange(form: FormDefinition): void;
}

/** px a mm: an A4 page is as wide as the frame beside the panel at 1366 px. */
const SCALES = [2, 2.5, 3, 3.6, 4.5, 6, 8];
const FIRST_SCALE = 3;

export function FormEditor({ form: begin, picture, problems, onChange }: FormEditorProps) {
  const { t } = useTranslation();
  const history = useHistory(begin);
  const { form, change, undo, redo } = history;
  const printed = usePrintPicture(picture === null ? begin.print : undefined);
  const [chosen, setChosen] = useState<Place | null>(null);
  const [zoom, setZoom] = useState(SCALES.indexOf(FIRST_SCALE));
  const [isDrawing, setDrawing] = useState(false);
  const told = useRef(begin);
  useEffect(() => {
    if (told.current === form) return;
    told.current = form;
    onChange(form);
  }, [form, onChange]);

  function press(event: KeyboardEvent) {
    if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement) return;
    const key = event.key.toLowerCase();
    if (key === 'z' || key === 'y') {
      event.preventDefault();
      if (key === 'y' || event.shiftKey) redo();
      else undo();
    }
  }

  const isThere = chosen !== null && (chosen.kind !== 'line' || chosen.index < form.rows.boxes.length);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: takes back and repeats, wherever the focus is
    <div className="editor" onKeyDown={press}>
      <Toolbar
        history={history}
        zoom={{ share: SCALES[zoom]! / FIRST_SCALE, closer: zoom + 1 < SCALES.length, further: zoom > 0 }}
        isDrawing={isDrawing}
        onZoom={(by) => setZoom((now) => Math.max(0, Math.min(SCALES.length - 1, now + by)))}
        onDraw={() => setDrawing((now) => !now)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="sheet-frame" tabIndex={0} aria-label={t('setUp.editor.sheet')}>
        <SheetCanvas
          form={form}
          picture={picture ?? printed}
          scale={SCALES[zoom]!}
          chosen={chosen}
          isDrawing={isDrawing}
          onChoose={setChosen}
          onChange={change}
          onDrawn={() => setDrawing(false)}
        />
      </section>
      <div className="panel">
        <FormProblems problems={problems} onChoose={setChosen} />
        <Guesses form={form} onChange={change} onChoose={setChosen} />
        {isThere && <Inspector form={form} place={chosen} onChange={change} onChoose={setChosen} />}
        <FormParts form={form} problems={problems} chosen={chosen} onChange={change} onChoose={setChosen} />
        <p className="small soft">{t('setUp.editor.keys')}</p>
      </div>
    </div>
  );
}
