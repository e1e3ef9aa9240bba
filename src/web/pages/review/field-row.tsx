/** The fields, each under its own ink. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldType } from '../../../domain/form.ts';
import { LONGEST_VALUE } from '../../../domain/limits.ts';
import type { ClaimWire } from '../../../domain/wire-review.ts';
import { Icon } from '../../parts/icon.tsx';
import { Word } from '../../parts/word.tsx';
import type { Draft } from './draft.ts';
import { type ClaimField, isKeyed } from './field-kinds.ts';
import { type FieldPlace, layOutFields } from './lay-out-fields.ts';
import { fitOf } from './fit-value.ts';
import { UncertainMarks } from './uncertain-marks.tsx';

/** px a field needs at least: its usual content in the values' face. */
const LEAST: Partial<Record<FieldType, number>> = {
  postcode: 84,
  date: 132,
  date_of_birth: 132,
  number: 64,
  checkbox: 64,
  signature: 84,
};
const LEAST_ELSE = 120;
/** px: label, input and the marks below it. */
export const ROW_HEIGHT = 76;

interface FieldRowProps {
  claim: ClaimWire;
  draft: Draft;
  contactField: string | null;
  width: number;
  focused: string | null;
  doesDisagree: boolean;
  inputs: Map<string, HTMLInputElement>;
  onFocus(name: string): void;
  onLeave(name: string): void;
  onType(name: string, value: string): void;
  onConsent(consent: boolean | null): void;
}

export function FieldRow(props: FieldRowProps) {
  const { claim, width, contactField } = props;
  const shown = useMemo(() => claim.formFields.filter((field) => field.type !== 'office'), [claim.formFields]);
  const places = useMemo(
    () =>
      layOutFields(
        shown.map(({ name, type, box }) => ({ name, box, least: LEAST[type] ?? LEAST_ELSE })),
        { scale: width / claim.strip.width, width },
      ),
    [shown, width, claim.strip.width],
  );
  if (width === 0) return <div className="field-rows" style={{ height: ROW_HEIGHT }} />;
  const rows = Math.max(...places.map(({ row }) => row), 0) + 1;
  const placeOf = (name: string) =>
    places.find((place) => place.name === name) ?? { name, left: 0, width: LEAST_ELSE, row: 0 };
  return (
    <div className="field-rows" style={{ height: rows * ROW_HEIGHT }}>
      {shown.map((field) => {
        const place = placeOf(field.name);
        if (field.name === contactField)
          return <ConsentField key={field.name} {...props} field={field} place={place} />;
        if (!isKeyed(field)) return <SignatureFinding key={field.name} claim={claim} field={field} place={place} />;
        return <KeyedField key={field.name} {...props} field={field} place={place} />;
      })}
    </div>
  );
}

interface PlacedField {
  field: ClaimField;
  place: FieldPlace;
}

const styleOf = ({ left, width, row }: FieldPlace) => ({ left, width, top: row * ROW_HEIGHT });

function KeyedField({ field, place, claim, draft, focused, doesDisagree, inputs, ...on }: FieldRowProps & PlacedField) {
  const { t } = useTranslation();
  const { name } = field;
  const value = draft.values[name] ?? '';
  const isReading = value !== '' && value === claim.fields[name];
  const isDitto = claim.ditto[name] === true && value !== '';
  const isChecked = claim.confirmed.includes(name) && value === claim.fields[name];
  const isContested = claim.mode === 'adjudication' && draft.isRevealed && (claim.alternatives[name]?.length ?? 0) > 1;
  const isTooLong = value.length > LONGEST_VALUE;
  const isWrong = isTooLong || isContested || (doesDisagree && (field.type === 'city' || field.type === 'postcode'));
  const id = `field-${name}`;
  return (
    <div
      className="keyed"
      style={styleOf(place)}
      data-focused={focused === name || undefined}
      data-flag={isWrong || undefined}
    >
      <label htmlFor={id} title={field.label}>
        {field.label}
        {field.required && <span aria-hidden="true"> *</span>}
        {isChecked && <Checked />}
        {isDitto && <span className="ditto"> {t('review.ditto')}</span>}
      </label>
      <div className="keyed-input" data-fit={fitOf(value, place.width)}>
        <input
          id={id}
          ref={(element) => {
            if (element) inputs.set(name, element);
            else inputs.delete(name);
          }}
          value={value}
          required={field.required}
          aria-invalid={(isWrong && !isContested) || undefined}
          aria-describedby="station-message"
          autoComplete="off"
          autoCorrect="off"
          autoCapitalize="off"
          spellCheck={false}
          dir="auto"
          // Somebody has looked at it already; a key of its own leads there all the same.
          tabIndex={isChecked ? -1 : undefined}
          onFocus={(event) => {
            event.currentTarget.select();
            on.onFocus(name);
          }}
          onBlur={() => on.onLeave(name)}
          onChange={(event) => on.onType(name, event.target.value)}
        />
        {isReading && <UncertainMarks value={value} alternatives={claim.alternatives[name] ?? []} />}
      </div>
    </div>
  );
}

function Checked() {
  const { t } = useTranslation();
  return (
    <span className="checked">
      {' '}
      <Icon name="done" size={13} /> {t('review.checked')}
    </span>
  );
}

function SignatureFinding({ claim, field, place }: PlacedField & { claim: ClaimWire }) {
  const { t } = useTranslation();
  const { signed } = claim.found;
  return (
    <div className="keyed" style={styleOf(place)}>
      <span className="label" title={field.label}>
        {field.label}
        {claim.confirmed.includes(field.name) && <Checked />}
      </span>
      <p className="finding">
        {signed === null || claim.mode !== 'review' ? (
          '—'
        ) : (
          <Word tone={signed ? 'good' : 'look'}>{signed ? t('review.signed') : t('review.unsigned')}</Word>
        )}
      </p>
    </div>
  );
}

/** Two decisions, never one: the signature counts; the signer may be contacted. Never set before somebody sets it. */
function ConsentField({ field, place, draft, onFocus, onConsent }: FieldRowProps & PlacedField) {
  const { t } = useTranslation();
  return (
    <fieldset className="keyed consent" style={styleOf(place)} onFocus={() => onFocus(field.name)}>
      <legend title={field.label}>{t('review.contact')}</legend>
      {([true, false] as const).map((answer) => (
        <label key={String(answer)} className="consent-answer">
          <input
            className="consent-mark"
            type="radio"
            name="contact-consent"
            checked={draft.consent === answer}
            onChange={() => onConsent(answer)}
          />
          {answer ? t('common.yes') : t('common.no')}
        </label>
      ))}
    </fieldset>
  );
}
