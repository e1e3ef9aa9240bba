/** Keys of machines: made here, shown once, revoked here. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccessTokenWire } from '../../../domain/wire-machines.ts';
import { change, get } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import { Word } from '../../parts/word.tsx';

const KEY = ['tokens'];

export function MachineTokens() {
  const { t } = useTranslation();
  const tokens = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<{ items: AccessTokenWire[] }>('/api/tokens', signal),
  });
  const [isNew, setNew] = useState(false);
  return (
    <section className="section" aria-labelledby="tokens-title">
      <h2 id="tokens-title">{t('people.tokens.title')}</h2>
      <p className="soft">{t('people.tokens.lead')}</p>
      <p className="buttons">
        <button type="button" className="button" onClick={() => setNew(true)}>
          {t('people.tokens.create')}
        </button>
      </p>
      {tokens.isError && <ProblemNote error={tokens.error} onRetry={() => void tokens.refetch()} />}
      {tokens.data !== undefined && tokens.data.items.length > 0 && <TokenTable tokens={tokens.data.items} />}
      {isNew && <TokenDialog onClose={() => setNew(false)} />}
    </section>
  );
}

function TokenTable({ tokens }: { tokens: AccessTokenWire[] }) {
  const { t } = useTranslation();
  return (
    <div className="table-frame">
      <table className="table" aria-labelledby="tokens-title">
        <thead>
          <tr>
            <th scope="col">{t('people.tokens.name')}</th>
            <th scope="col">{t('people.tokens.used')}</th>
            <th scope="col">{t('people.state')}</th>
            <th scope="col">
              <span className="unseen">{t('people.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TokenRow({ token }: { token: AccessTokenWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => change('DELETE', `/api/tokens/${token.id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const isRevoked = token.revokedAt !== null;
  return (
    <tr>
      <th scope="row">
        {token.name}
        <p className="small soft">
          {t('people.tokens.made', { time: format.time(token.createdAt), person: token.createdBy ?? '–' })}
        </p>
      </th>
      <td>{token.lastUsedAt === null ? t('people.tokens.never') : format.time(token.lastUsedAt)}</td>
      <td>
        <Word tone={isRevoked ? 'quiet' : 'good'}>
          {isRevoked ? t('people.tokens.revoked', { time: format.time(token.revokedAt ?? '') }) : t('people.active')}
        </Word>
        {revoke.isError && <ProblemNote error={revoke.error} />}
      </td>
      <td>
        {!isRevoked && (
          <button
            type="button"
            className="button"
            data-kind="quiet"
            aria-label={`${t('people.tokens.revoke')}: ${token.name}`}
            disabled={revoke.isPending}
            onClick={() => revoke.mutate()}
          >
            {t('people.tokens.revoke')}
          </button>
        )}
      </td>
    </tr>
  );
}

function TokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: (name: string) => change<{ token: string }>('POST', '/api/tokens', { name }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    create.mutate(String(new FormData(event.currentTarget).get('name') ?? ''));
  }
  return (
    <Dialog title={t('people.tokens.create')} onClose={onClose}>
      {create.data === undefined ? (
        <form className="form" onSubmit={submit}>
          {create.isError && <ProblemNote error={create.error} />}
          <TextField
            label={t('people.tokens.name')}
            hint={t('people.tokens.nameHint')}
            name="name"
            maxLength={120}
            required
            autoFocus
          />
          <div className="buttons">
            <button type="submit" className="button" data-kind="primary" disabled={create.isPending}>
              {t('people.tokens.submit')}
            </button>
            <button type="button" className="button" data-kind="quiet" onClick={onClose}>
              {t('common.cancel')}
            </button>
          </div>
        </form>
      ) : (
        <div className="form">
          <p>{t('people.tokens.once')}</p>
          <TextField
            className="value"
            label={t('people.tokens.token')}
            value={create.data.token}
            readOnly
            autoFocus
            onFocus={(event) => event.currentTarget.select()}
          />
          <div className="buttons">
            <button type="button" className="button" data-kind="primary" onClick={onClose}>
              {t('common.close')}
            </button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
