/** Who is signed in, and with what role. */
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect } from 'react';
import type { OwnKeys } from '../../domain/keys.ts';
import type { Role } from '../../domain/roles.ts';
import type { PersonWire, SessionWire } from '../../domain/wire-people.ts';
import { chooseLanguage } from '../i18n/i18n.ts';
import { problemOf } from './problem.ts';
import { change, get, renewTokenWith, setCsrfToken, tellSignedInAgain, whenSignedOut } from './request.ts';
import { setSessionEnd } from './session-end.ts';

export type Session = SessionWire;

const SESSION_KEY = ['session'];

async function fetchSession(): Promise<Session | null> {
  try {
    return await get<Session>('/api/session');
  } catch (error) {
    if (problemOf(error).status === 401) return null;
    throw error;
  }
}

/** The session of whoever is at work on this page stays theirs: that it ended, or is now somebody else's, is told apart. */
async function readSession(client: QueryClient): Promise<Session | null> {
  const before = client.getQueryData<Session | null>(SESSION_KEY) ?? null;
  const session = await fetchSession();
  const isSame = before === null || session?.user.id === before.user.id;
  if (before !== null) tellEnd(before, isSame ? session : null);
  if (!isSame) return before;
  if (session !== null) setCsrfToken(session.csrfToken);
  return session;
}

/** Between a reset of the password and one of their own, the session of whoever is at work has not begun again. */
function tellEnd(before: Session, after: Session | null): void {
  if (after === null) setSessionEnd(true);
  else if (!after.user.mustChangePassword && !before.user.mustChangePassword) setSessionEnd(false);
  else if (!before.user.mustChangePassword) setSessionEnd(true);
}

export function useSessionQuery() {
  const client = useQueryClient();
  useEffect(() => {
    renewTokenWith(async () => {
      const before = client.getQueryData<Session | null>(SESSION_KEY);
      const session = await fetchSession();
      const isSame = session !== null && session.user.id === before?.user.id;
      if (isSame) setCsrfToken(session.csrfToken);
      else if (before) setSessionEnd(true);
      return isSame;
    });
    return whenSignedOut(() => {
      if (client.getQueryData<Session | null>(SESSION_KEY)) setSessionEnd(true);
    });
  }, [client]);
  return useQuery({ queryKey: SESSION_KEY, queryFn: () => readSession(client), staleTime: 60_000, retry: 1 });
}

export function useSessionActions() {
  const client = useQueryClient();
  const forget = () => {
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    setSessionEnd(false);
  };
  const goOn = async () => {
    setSessionEnd(false);
    tellSignedInAgain();
    await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  };
  return {
    async signIn(email: string, password: string): Promise<Session> {
      const session = await change<Session>('POST', '/api/session', { email, password });
      setCsrfToken(session.csrfToken);
      // The desk opens in the person's own language, and does not change it under their hands.
      await chooseLanguage(session.user.language);
      // Nothing of the person before must be left in front of the next one.
      forget();
      client.setQueryData(SESSION_KEY, session);
      return session;
    },
    /** The same person on the same page, as they left it; after a reset once more, with a password of their own. */
    async signInAgain({ email }: PersonWire, password: string): Promise<void> {
      const session = await change<Session>('POST', '/api/session', { email, password });
      setCsrfToken(session.csrfToken);
      client.setQueryData(SESSION_KEY, session);
      if (!session.user.mustChangePassword) await goOn();
    },
    /** The password is one's own now. */
    async goOnWithNewPassword(): Promise<void> {
      await client.invalidateQueries({ queryKey: SESSION_KEY });
      await goOn();
    },
    /** Gives up what stands on the page of a session that has ended. */
    leave(): void {
      client.setQueryData(SESSION_KEY, null);
      forget();
    },
    async signOut(): Promise<void> {
      await change('DELETE', '/api/session');
      client.setQueryData(SESSION_KEY, null);
      forget();
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
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: SESSION_KEY,
    queryFn: () => readSession(client),
    staleTime: 60_000,
    enabled: false,
  });
  return data?.keys ?? NO_KEYS;
}

const NO_KEYS: OwnKeys = {};

export function hasRole(person: PersonWire, ...roles: Role[]): boolean {
  return roles.some((role) => person.roles.includes(role));
}
