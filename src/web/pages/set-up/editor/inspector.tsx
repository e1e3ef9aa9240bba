/** What is chosen, in words and numbers: everything the mouse can do, and what it cannot. */
import { useTranslation } from 'react-i18next';
import { FIELD_TYPES, type FieldType } from './field-types.ts';
import type { FormDefinition, FormField } from '../../../../domain/form.ts';
import type { Box } from '../../../../domain/geometry.ts';
import { AreaField, SelectField, TextField } from '../../../parts/field.tsx';
import {
  addOption,
  boxOf,
  changeField,
  fieldAt,
  mergeWithNext,
  type Place,
  remove,
  setBox,
  setLabel,
  setOptionLabel,
  setType,
  split,
} from './form-edit.ts';
import { usePlaceWords } from './place-words.ts';

export interface PartProps {
  form: FormDefinition;
  place: Place;
  onChange(form: FormDefinition): void;
  onChoose(place: Place | null): void;
}

export function Inspector(props: PartProps) {
  const { form, place } = props;
  const words = usePlaceWords();
  const field = fieldAt(form, place);
  return (
    <section className="inspector" aria-labelledby="inspected">
      <h2 id="inspected">{words.short(form, place)}</h2>
      {place.kind === 'option' && <OptionPart {...props} place={place} />}
      {field !== undefined && place.kind !== 'option' && <FieldPart {...props} field={field} />}
      {place.kind === 'notice' && <NoticePart {...props} />}
      <BoxPart {...props} />
      <Actions {...props} />
    </section>
  );
}

function FieldPart({ form, place, field, onChange }: PartProps & { field: FormField }) {
  const { t } = useTranslation();
  const hasOptions = place.kind === 'field' && (field.type === 'choice' || field.type === 'checkbox');
  return (
    <>
      {!field.certain && (
        <p className="guess">
          <span>{t('setUp.editor.guessed')}</span>
          <button
            type="button"
            className="button"
            onClick={() => onChange(changeField(form, place, { certain: true }))}
          >
            {t('setUp.editor.confirm')}
          </button>
        </p>
      )}
      <TextField
        label={t('setUp.editor.label')}
        value={field.label}
        onChange={(event) => onChange(setLabel(form, place, event.target.value))}
      />
      <SelectField
        label={t('setUp.editor.type')}
        value={field.type}
        onChange={(event) => onChange(setType(form, place, event.target.value as FieldType))}
      >
        {FIELD_TYPES.map((type) => (
          <option key={type} value={type}>
            {t(`setUp.type.${type}`)}
          </option>
        ))}
      </SelectField>
      {place.kind === 'field' && field.type !== 'office' && (
        <label className="check">
          <input
            type="checkbox"
            checked={field.required ?? false}
            onChange={(event) => onChange(changeField(form, place, { required: event.target.checked }))}
          />
          {t('setUp.editor.required')}
        </label>
      )}
      {hasOptions && (
        <button type="button" className="button" onClick={() => onChange(addOption(form, place))}>
          {t('setUp.editor.addOption')}
        </button>
      )}
    </>
  );
}

function OptionPart({ form, place, onChange }: PartProps & { place: Place & { kind: 'option' } }) {
  const { t } = useTranslation();
  const option = form.fields[place.index]?.options?.[place.option];
  return (
    <TextField
      label={t('setUp.editor.optionLabel')}
      value={option?.label ?? ''}
      onChange={(event) => onChange(setOptionLabel(form, place, event.target.value))}
    />
  );
}

function NoticePart({ form, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <AreaField
      label={t('setUp.editor.noticeText')}
      rows={6}
      value={form.notice?.text ?? ''}
      onChange={(event) => form.notice && onChange({ ...form, notice: { ...form.notice, text: event.target.value } })}
    />
  );
}

const SIDES = ['left', 'top', 'width', 'height'] as const;

function BoxPart({ form, place, onChange }: PartProps) {
  const { t } = useTranslation();
  const box = boxOf(form, place);
  if (box === undefined) return null;
  return (
    <fieldset className="box-sides">
      <legend className="unseen">{t('setUp.editor.measures')}</legend>
      {SIDES.map((side, index) => (
        <TextField
          key={side}
          label={t(`setUp.editor.${side}`)}
          type="number"
          step={0.5}
          value={Math.round(box[index]! * 100) / 100}
          onChange={(event) => {
            const value = event.target.valueAsNumber;
            if (Number.isFinite(value)) {
              onChange(setBox(form, place, box.map((old, k) => (k === index ? value : old)) as Box));
            }
          }}
        />
      ))}
    </fieldset>
  );
}

function Actions({ form, place, onChange, onChoose }: PartProps) {
  const { t } = useTranslation();
  const isField = place.kind === 'field' || place.kind === 'header';
  const count =
    place.kind === 'line' ? form.rows.boxes.length : place.kind === 'field' ? form.fields.length : form.header.length;
  const canMerge = (isField || place.kind === 'line') && place.index + 1 < count;
  const isLast = (place.kind === 'line' || place.kind === 'field') && count === 1;
  const act = (label: string, change: () => FormDefinition) => (
    <button type="button" className="button" onClick={() => onChange(change())}>
      {label}
    </button>
  );
  return (
    <p className="buttons">
      {isField && act(t('setUp.editor.splitAcross'), () => split(form, place, 'across'))}
      {(isField || place.kind === 'line') && act(t('setUp.editor.splitDown'), () => split(form, place, 'down'))}
      {canMerge && act(t('setUp.editor.merge'), () => mergeWithNext(form, place))}
      <button
        type="button"
        className="button"
        data-kind="grave"
        disabled={isLast}
        onClick={() => {
          onChange(remove(form, place));
          onChoose(null);
        }}
      >
        {t('setUp.editor.remove')}
      </button>
    </p>
  );
}
