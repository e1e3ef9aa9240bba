/** Who is signed in, and with what role. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect } from 'react';
import type { OwnKeys } from '../../domain/keys.ts';
import type { Role } from '../../domain/roles.ts';
import type { PersonWire, SessionWire } from '../../domain/wire-people.ts';
import { chooseLanguage } from '../i18n/i18n.ts';
import { problemOf } from './problem.ts';
import { change, get, setCsrfToken, whenSignedOut } from './request.ts';

export type Session = SessionWire;

const SESSION_KEY = ['session'];

async function readSession(): Promise<Session | null> {
  try {
    const session = await get<Session>('/api/session');
    setCsrfToken(session.csrfToken);
    return session;
  } catch (error) {
    if (problemOf(error).status === 401) return null;
    throw error;
  }
}

export function useSessionQuery() {
  const client = useQueryClient();
  useEffect(
    () =>
      whenSignedOut(() => {
        if (client.getQueryData<Session | null>(SESSION_KEY)) client.setQueryData(SESSION_KEY, null);
      }),
    [client],
  );
  return useQuery({ queryKey: SESSION_KEY, queryFn: readSession, staleTime: 60_000, retry: 1 });
}

export function useSessionActions() {
  const client = useQueryClient();
  return {
    async signIn(email: string, password: string): Promise<Session> {
      const session = await change<Session>('POST', '/api/session', { email, password });
      setCsrfToken(session.csrfToken);
      // The desk opens in the person's own language, and does not change it under their hands.
      await chooseLanguage(session.user.language);
      // Nothing of the person before must be left in front of the next one.
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      client.setQueryData(SESSION_KEY, session);
      return session;
    },
    async signOut(): Promise<void> {
      await change('DELETE', '/api/session');
      client.setQueryData(SESSION_KEY, null);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    },
    setUser(user: PersonWire): void {
      client.setQueryData<Session | null>(SESSION_KEY, (session) => session && { ...session, user });
    },
    /** Kept with the account, so that they are there on every computer. */
    async chooseKeys(keys: OwnKeys): Promise<void> {
      const session = await change<Session>('PATCH', '/api/session', { keys });
      client.setQueryData(SESSION_KEY, session);
    },
    refresh: () => client.invalidateQueries({ queryKey: SESSION_KEY }),
  };
}

export const PersonContext = createContext<PersonWire | null>(null);

/** The person signed in; only below the shell. */
export function usePerson(): PersonWire {
  const person = useContext(PersonContext);
  if (person === null) throw new Error('nobody is signed in here');
  return person;
}

/** The keys of the review station that this person has chosen. */
export function useOwnKeys(): OwnKeys {
  const { data } = useQuery({ queryKey: SESSION_KEY, queryFn: readSession, staleTime: 60_000, enabled: false });
  return data?.keys ?? NO_KEYS;
}

const NO_KEYS: OwnKeys = {};

export function hasRole(person: PersonWire, ...roles: Role[]): boolean {
  return roles.some((role) => person.roles.includes(role));
}
