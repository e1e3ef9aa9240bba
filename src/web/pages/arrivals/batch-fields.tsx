/** What is known of an envelope, as fields of a form; the same for a new one and for a change. */
import { useTranslation } from 'react-i18next';
import { SelectField, TextField } from '../../parts/field.tsx';
import type { BatchSummary } from './batches.ts';

const CHANNELS = ['post', 'courier', 'hand', 'email', 'other'] as const;

function text(form: FormData, name: string): string | null {
  return String(form.get(name) ?? '').trim() || null;
}

function whole(form: FormData, name: string): number | null {
  const value = text(form, name);
  return value === null ? null : Number(value);
}

/** Where the paper lies. */
export function readPlace(form: FormData) {
  return { box: text(form, 'box'), folder: text(form, 'folder') };
}

export function readEnvelope(form: FormData) {
  return {
    name: text(form, 'name'),
    sender: text(form, 'sender'),
    receivedOn: text(form, 'receivedOn'),
    postmarkedOn: text(form, 'postmarkedOn'),
    channel: text(form, 'channel'),
    declaredSheets: whole(form, 'declaredSheets'),
    declaredSignatures: whole(form, 'declaredSignatures'),
    ...readPlace(form),
  };
}

/** YYYY-MM-DD of the person's own day. */
export function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

export function PlaceFields({ batch }: { batch?: BatchSummary }) {
  const { t } = useTranslation();
  const optional = t('common.optional');
  return (
    <div className="pair">
      <TextField
        label={t('arrivals.account.box')}
        hint={optional}
        name="box"
        maxLength={100}
        defaultValue={batch?.box ?? ''}
      />
      <TextField
        label={t('arrivals.account.folder')}
        hint={optional}
        name="folder"
        maxLength={100}
        defaultValue={batch?.folder ?? ''}
      />
    </div>
  );
}

export function EnvelopeFields({ batch, name }: { batch?: BatchSummary; name: string }) {
  const { t } = useTranslation();
  const optional = t('common.optional');
  return (
    <>
      <TextField
        label={t('arrivals.create.name')}
        hint={t('arrivals.create.nameHint')}
        name="name"
        maxLength={200}
        defaultValue={name}
        required
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="pair">
        <TextField
          label={t('arrivals.create.declaredSheets')}
          hint={optional}
          name="declaredSheets"
          type="number"
          min={0}
          max={1_000_000}
          defaultValue={batch?.declaredSheets ?? ''}
        />
        <TextField
          label={t('arrivals.create.declaredSignatures')}
          hint={optional}
          name="declaredSignatures"
          type="number"
          min={0}
          max={10_000_000}
          defaultValue={batch?.declaredSignatures ?? ''}
        />
      </div>
      <div className="pair">
        <TextField
          label={t('arrivals.create.sender')}
          hint={optional}
          name="sender"
          maxLength={300}
          defaultValue={batch?.sender ?? ''}
        />
        <SelectField label={t('arrivals.account.channelLabel')} name="channel" defaultValue={batch?.channel ?? ''}>
          <option value="">{t('arrivals.account.channelUnknown')}</option>
          {CHANNELS.map((channel) => (
            <option key={channel} value={channel}>
              {t(`arrivals.channel.${channel}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="pair">
        <TextField
          label={t('arrivals.create.receivedOn')}
          name="receivedOn"
          type="date"
          defaultValue={batch?.receivedOn ?? today()}
        />
        <TextField
          label={t('arrivals.create.postmarkedOn')}
          hint={optional}
          name="postmarkedOn"
          type="date"
          defaultValue={batch?.postmarkedOn ?? ''}
        />
      </div>
      <PlaceFields {...(batch && { batch })} />
    </>
  );
}
