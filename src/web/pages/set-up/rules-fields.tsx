/** The rules of a petition, each choice with what it means: in the set-up, and later on the petition's own page. */
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../domain/form.ts';
import type { RejectionReason } from '../../../domain/reasons.ts';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import { SelectField, TextField } from '../../parts/field.tsx';

type Settings = PetitionWire['settings'];

export interface Rules {
  countableFields: string[];
  reasons: RejectionReason[];
  secondKeying: PetitionWire['secondKeying'];
  settings: Pick<Settings, 'duplicateScope' | 'lateRule' | 'contactField' | 'capitals' | 'retentionMonths'>;
}

/** Choices that a petition under way no longer takes back. */
export type LockedRule = 'countableFields' | 'contactField' | 'capitals';

export interface RulesFieldsProps {
  rules: Rules;
  fields: FormField[];
  locked?: readonly LockedRule[];
  /** Reasons that decisions already gave: they stay. */
  onChange(rules: Rules): void;
}

const KEYING_MODES = ['none', 'all', 'random', 'low_confidence', 'new_reviewers'] as const;
const SCOPES = ['petition', 'batch', 'none'] as const;
const LATE_RULES = ['postmark', 'arrival', 'none'] as const;
const CAPITALS = ['title', 'as_written'] as const;

export function RulesFields(props: RulesFieldsProps) {
  return (
    <>
      <CountableFields {...props} />
      <Reasons {...props} />
      <SecondKeying {...props} />
      <Scopes {...props} />
      <Contact {...props} />
      <Retention {...props} />
    </>
  );
}

function CountableFields({ rules, fields, locked = [], onChange }: RulesFieldsProps) {
  const { t } = useTranslation();
  const isLocked = locked.includes('countableFields');
  const asked = fields.filter((field) => field.type !== 'office');
  const toggle = (name: string, isOn: boolean) => {
    const names = isOn ? [...rules.countableFields, name] : rules.countableFields.filter((one) => one !== name);
    onChange({ ...rules, countableFields: asked.map((field) => field.name).filter((one) => names.includes(one)) });
  };
  return (
    <fieldset className="choices" disabled={isLocked}>
      <legend>{t('petitions.countable')}</legend>
      <p className="hint">{isLocked ? t('setUp.rules.locked') : t('setUp.rules.countableHint')}</p>
      {asked.map((field) => (
        <label key={field.name} className="check">
          <input
            type="checkbox"
            checked={rules.countableFields.includes(field.name)}
            onChange={(event) => toggle(field.name, event.target.checked)}
          />
          {field.label.replace(/\s+/g, ' ') || t(`setUp.type.${field.type}`)}
        </label>
      ))}
      {rules.countableFields.length === 0 && <p className="wrong">{t('setUp.rules.countableMissing')}</p>}
    </fieldset>
  );
}

function Reasons({ rules, onChange }: RulesFieldsProps) {
  const { t, i18n } = useTranslation();
  const words = i18n.getResource(i18n.language, 'translation', 'reason') as Record<RejectionReason, string>;
  const all = Object.keys(words) as RejectionReason[];
  const toggle = (reason: RejectionReason, isOn: boolean) =>
    onChange({ ...rules, reasons: all.filter((one) => (one === reason ? isOn : rules.reasons.includes(one))) });
  return (
    <details className="choices">
      <summary>{t('setUp.rules.reasons', { chosen: rules.reasons.length, all: all.length })}</summary>
      <fieldset>
        <legend className="unseen">{t('setUp.rules.reasonsLegend')}</legend>
        <p className="hint">{t('setUp.rules.reasonsHint')}</p>
        <div className="reason-choices">
          {all.map((reason) => (
            <label key={reason} className="check">
              <input
                type="checkbox"
                checked={rules.reasons.includes(reason)}
                disabled={rules.reasons.length === 1 && rules.reasons[0] === reason}
                onChange={(event) => toggle(reason, event.target.checked)}
              />
              {words[reason]}
            </label>
          ))}
        </div>
      </fieldset>
    </details>
  );
}

/** What a new choice of the mode begins with. */
function policyOf(mode: (typeof KEYING_MODES)[number]): Rules['secondKeying'] {
  if (mode === 'random') return { mode, share: 0.1 };
  if (mode === 'low_confidence') return { mode, below: 0.8 };
  return mode === 'new_reviewers' ? { mode, decisions: 200 } : { mode };
}

function SecondKeying({ rules, onChange }: RulesFieldsProps) {
  const { t } = useTranslation();
  const keying = rules.secondKeying;
  const set = (secondKeying: Rules['secondKeying']) => onChange({ ...rules, secondKeying });
  const share = keying.mode === 'random' ? keying.share : keying.mode === 'low_confidence' ? keying.below : null;
  return (
    <div className="pair">
      <SelectField
        label={t('petitions.secondKeying')}
        hint={t(`setUp.rules.keyingHint.${keying.mode}`)}
        value={keying.mode}
        onChange={(event) => set(policyOf(event.target.value as (typeof KEYING_MODES)[number]))}
      >
        {KEYING_MODES.map((mode) => (
          <option key={mode} value={mode}>
            {t(`setUp.rules.keying.${mode}`)}
          </option>
        ))}
      </SelectField>
      {share !== null && (
        <TextField
          label={keying.mode === 'random' ? t('setUp.rules.share') : t('setUp.rules.below')}
          type="number"
          min={1}
          max={100}
          value={Math.round(share * 100)}
          onChange={(event) => {
            const value = Math.min(100, Math.max(1, event.target.valueAsNumber || 1)) / 100;
            set(keying.mode === 'random' ? { mode: 'random', share: value } : { mode: 'low_confidence', below: value });
          }}
        />
      )}
      {keying.mode === 'new_reviewers' && (
        <TextField
          label={t('setUp.rules.decisions')}
          type="number"
          min={1}
          value={keying.decisions}
          onChange={(event) =>
            set({ mode: 'new_reviewers', decisions: Math.max(1, Math.floor(event.target.valueAsNumber || 1)) })
          }
        />
      )}
    </div>
  );
}

function Scopes({ rules, onChange }: RulesFieldsProps) {
  const { t } = useTranslation();
  const { settings } = rules;
  const set = (change: Partial<Rules['settings']>) => onChange({ ...rules, settings: { ...settings, ...change } });
  return (
    <>
      <SelectField
        label={t('setUp.rules.duplicates')}
        hint={t(`setUp.rules.duplicatesHint.${settings.duplicateScope}`)}
        value={settings.duplicateScope}
        onChange={(event) => set({ duplicateScope: event.target.value as (typeof SCOPES)[number] })}
      >
        {SCOPES.map((scope) => (
          <option key={scope} value={scope}>
            {t(`setUp.rules.scope.${scope}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('setUp.rules.late')}
        hint={t(`setUp.rules.lateHint.${settings.lateRule}`)}
        value={settings.lateRule}
        onChange={(event) => set({ lateRule: event.target.value as (typeof LATE_RULES)[number] })}
      >
        {LATE_RULES.map((rule) => (
          <option key={rule} value={rule}>
            {t(`setUp.rules.lateRule.${rule}`)}
          </option>
        ))}
      </SelectField>
    </>
  );
}

function Contact({ rules, fields, locked = [], onChange }: RulesFieldsProps) {
  const { t } = useTranslation();
  const { settings } = rules;
  const boxes = fields.filter((field) => field.type === 'checkbox' || field.type === 'choice');
  const set = (change: Partial<Rules['settings']>) => onChange({ ...rules, settings: { ...settings, ...change } });
  const hint = locked.includes('contactField')
    ? t('setUp.rules.locked')
    : boxes.length === 0
      ? t('setUp.rules.contactNone')
      : t('setUp.rules.contactHint');
  return (
    <>
      <SelectField
        label={t('setUp.rules.contact')}
        hint={hint}
        value={settings.contactField ?? ''}
        disabled={locked.includes('contactField') || boxes.length === 0}
        onChange={(event) => set({ contactField: event.target.value || null })}
      >
        <option value="">{t('setUp.rules.notAsked')}</option>
        {boxes.map((field) => (
          <option key={field.name} value={field.name}>
            {field.label || field.name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('petitions.capitals')}
        hint={
          locked.includes('capitals') ? t('setUp.rules.locked') : t(`setUp.rules.capitalsHint.${settings.capitals}`)
        }
        value={settings.capitals}
        disabled={locked.includes('capitals')}
        onChange={(event) => set({ capitals: event.target.value as (typeof CAPITALS)[number] })}
      >
        {CAPITALS.map((rule) => (
          <option key={rule} value={rule}>
            {t(`petitions.capitalsRule.${rule}`)}
          </option>
        ))}
      </SelectField>
    </>
  );
}

function Retention({ rules, onChange }: RulesFieldsProps) {
  const { t } = useTranslation();
  const { settings } = rules;
  return (
    <TextField
      label={t('setUp.rules.retention')}
      hint={t('setUp.rules.retentionHint')}
      type="number"
      min={1}
      max={240}
      value={settings.retentionMonths ?? ''}
      onChange={(event) => {
        const months = Math.floor(event.target.valueAsNumber);
        const retentionMonths = Number.isFinite(months) ? Math.min(240, Math.max(1, months)) : null;
        onChange({ ...rules, settings: { ...settings, retentionMonths } });
      }}
    />
  );
}
