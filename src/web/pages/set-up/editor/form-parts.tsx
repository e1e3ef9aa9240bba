/** All parts of the form as a list, what is to be confirmed first, and what there may be more of. */
import { useTranslation } from 'react-i18next';
import type { FormDefinition } from '../../../../domain/form.ts';
import type { FormProblem } from '../../../../domain/form-problem.ts';
import { TextField } from '../../../parts/field.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { addField, changeField, evenOut, type Place, samePlace, setLineCount, uncertainPlaces } from './form-edit.ts';
import { usePlaceWords } from './place-words.ts';
import { useTellFormProblem } from './tell-form-problem.ts';

interface FormPartsProps {
  form: FormDefinition;
  problems: FormProblem[];
  chosen: Place | null;
  onChange(form: FormDefinition): void;
  onChoose(place: Place): void;
}

export function Guesses({ form, onChange, onChoose }: Omit<FormPartsProps, 'chosen' | 'problems'>) {
  const { t } = useTranslation();
  const words = usePlaceWords();
  const places = uncertainPlaces(form);
  if (places.length === 0) return null;
  const confirmAll = () =>
    onChange(places.reduce((changed, place) => changeField(changed, place, { certain: true }), form));
  return (
    <section className="guesses">
      <h2>{t('setUp.editor.guesses', { count: places.length })}</h2>
      <ul className="part-list">
        {places.map((place) => (
          <li key={`${place.kind}-${place.index}`}>
            <button type="button" className="part" onClick={() => onChoose(place)}>
              <Icon name="look" size={16} />
              <span>{words.describe(form, place)}</span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="button" onClick={confirmAll}>
        {t('setUp.editor.confirmAll')}
      </button>
    </section>
  );
}

/** `fields.2.box` → the part it is about. */
function placeOf(path: string): Place | null {
  const [list, second, third] = path.split('.');
  if (list === 'rows') return { kind: 'line', index: Number(third) };
  if (list === 'fields') return { kind: 'field', index: Number(second) };
  return list === 'header' ? { kind: 'header', index: Number(second) } : null;
}

export function FormProblems({ problems, onChoose }: Pick<FormPartsProps, 'problems' | 'onChoose'>) {
  const { t } = useTranslation();
  const tell = useTellFormProblem();
  if (problems.length === 0) return null;
  return (
    <section className="form-problems" role="alert">
      <h2>{t('setUp.editor.problems', { count: problems.length })}</h2>
      <ul className="part-list">
        {problems.slice(0, 8).map((problem) => {
          const place = placeOf(problem.path);
          return (
            <li key={`${problem.path}-${problem.code}-${problem.message}`}>
              {place === null ? (
                tell(problem)
              ) : (
                <button type="button" className="part" onClick={() => onChoose(place)}>
                  <Icon name="wrong" size={16} />
                  <span>{tell(problem)}</span>
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function FormParts({ form, chosen, onChange, onChoose }: FormPartsProps) {
  const { t } = useTranslation();
  const words = usePlaceWords();
  const add = (kind: 'field' | 'header') => {
    const added = addField(form, kind);
    onChange(added.form);
    onChoose(added.place);
  };
  const list = (kind: 'field' | 'header', count: number) => (
    <ul className="part-list">
      {Array.from({ length: count }, (_, index): Place => ({ kind, index })).map((place) => (
        <li key={place.index}>
          <button
            type="button"
            className="part"
            aria-pressed={samePlace(place, chosen)}
            onClick={() => onChoose(place)}
          >
            <span>{words.describe(form, place)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
  const addNotice = () => {
    const { width, height } = form.page;
    onChange({ ...form, notice: { text: '', box: [15, height - 40, width - 30, 25] } });
    onChoose({ kind: 'notice', index: 0 });
  };
  return (
    <section className="form-parts">
      <h2>{t('setUp.editor.columns')}</h2>
      {list('field', form.fields.length)}
      <button type="button" className="button" onClick={() => add('field')}>
        {t('setUp.editor.addField')}
      </button>
      <h2>{t('setUp.editor.lines')}</h2>
      <div className="line-count">
        <TextField
          label={t('setUp.editor.lineCount')}
          type="number"
          min={1}
          max={500}
          value={form.rows.boxes.length}
          onChange={(event) => onChange(setLineCount(form, Math.min(500, event.target.valueAsNumber || 1)))}
        />
        <button type="button" className="button" onClick={() => onChange(evenOut(form))}>
          {t('setUp.editor.evenOut')}
        </button>
      </div>
      <h2>{t('setUp.editor.headers')}</h2>
      {form.header.length > 0 && list('header', form.header.length)}
      <p className="buttons">
        <button type="button" className="button" onClick={() => add('header')}>
          {t('setUp.editor.addHeader')}
        </button>
        {!form.notice && (
          <button type="button" className="button" onClick={addNotice}>
            {t('setUp.editor.addNotice')}
          </button>
        )}
      </p>
    </section>
  );
}
