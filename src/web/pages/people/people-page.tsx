import './people.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonWire } from '../../../domain/wire-people.ts';
import { change, get } from '../../http/request.ts';
import { usePerson } from '../../http/session.ts';
import { ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Word } from '../../parts/word.tsx';
import { MachineTokens } from './machine-tokens.tsx';
import { PasswordDialog } from './password-dialog.tsx';
import { PersonDialog } from './person-dialog.tsx';

const PEOPLE_KEY = ['people'];
interface Shown {
  name: string;
  password: string;
}

export default function PeoplePage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const people = useQuery({
    queryKey: PEOPLE_KEY,
    queryFn: ({ signal }) => get<{ items: PersonWire[] }>('/api/people', signal),
  });
  const [edited, setEdited] = useState<PersonWire | 'new' | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: PEOPLE_KEY });
  return (
    <>
      <PageHead title={t('people.title')} lead={t('people.lead')}>
        <button type="button" className="button" data-kind="primary" onClick={() => setEdited('new')}>
          {t('people.create')}
        </button>
      </PageHead>
      {people.isPending && <Waiting />}
      {people.isError && <ProblemNote error={people.error} onRetry={() => void people.refetch()} />}
      {people.data !== undefined && (
        <div className="table-frame">
          <table className="table" aria-label={t('people.title')}>
            <thead>
              <tr>
                <th scope="col">{t('people.name')}</th>
                <th scope="col">{t('people.roles')}</th>
                <th scope="col">{t('people.state')}</th>
                <th scope="col">
                  <span className="unseen">{t('people.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {people.data.items.map((person) => (
                <PersonRow
                  key={person.id}
                  person={person}
                  onEdit={() => setEdited(person)}
                  onPassword={(password) => setShown({ name: person.displayName, password })}
                  onChanged={() => void refresh()}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MachineTokens />
      {edited !== null && (
        <PersonDialog
          person={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={(person, password) => {
            setEdited(null);
            if (password !== null) setShown({ name: person.displayName, password });
            void refresh();
          }}
        />
      )}
      {shown !== null && <PasswordDialog {...shown} onClose={() => setShown(null)} />}
    </>
  );
}

interface PersonRowProps {
  person: PersonWire;
  onEdit(): void;
  onPassword(password: string): void;
  onChanged(): void;
}

function PersonRow({ person, onEdit, onPassword, onChanged }: PersonRowProps) {
  const { t } = useTranslation();
  const me = usePerson();
  const isMe = me.id === person.id;
  const setDisabled = useMutation({
    mutationFn: (disabled: boolean) => change('PATCH', `/api/people/${person.id}`, { disabled }),
    onSuccess: onChanged,
  });
  const reset = useMutation({
    mutationFn: () => change<{ password: string }>('POST', `/api/people/${person.id}/password`),
    onSuccess: ({ password }) => {
      onPassword(password);
      onChanged();
    },
  });
  const error = setDisabled.error ?? reset.error;
  const named = (what: string) => `${what}: ${person.displayName}`;
  return (
    <tr>
      <th scope="row">
        {person.displayName} {isMe && <span className="soft small">({t('people.you')})</span>}
        <p className="small soft">{person.email}</p>
      </th>
      <td>{person.roles.map((role) => t(`role.${role}`)).join(', ')}</td>
      <td>
        <Word tone={person.disabled ? 'quiet' : 'good'}>
          {person.disabled ? t('people.disabled') : t('people.active')}
        </Word>
        {person.mustChangePassword && !person.disabled && <p className="small soft">{t('people.mustChange')}</p>}
        {error && <ProblemNote error={error} />}
      </td>
      <td>
        <span className="buttons">
          <button
            type="button"
            className="button"
            data-kind="quiet"
            aria-label={named(t('people.edit'))}
            onClick={onEdit}
          >
            {t('people.edit')}
          </button>
          {!isMe && (
            <>
              <button
                type="button"
                className="button"
                data-kind="quiet"
                aria-label={named(t('people.reset'))}
                disabled={reset.isPending}
                onClick={() => reset.mutate()}
              >
                {t('people.reset')}
              </button>
              <button
                type="button"
                className="button"
                data-kind="quiet"
                aria-label={named(person.disabled ? t('people.enable') : t('people.disable'))}
                disabled={setDisabled.isPending}
                onClick={() => setDisabled.mutate(!person.disabled)}
              >
                {person.disabled ? t('people.enable') : t('people.disable')}
              </button>
            </>
          )}
        </span>
      </td>
    </tr>
  );
}
