/** Other reviewers at the same server, as their stations would do it: some lines held ahead, strips fetched, a decision every few seconds. */
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { cookieName, hashToken, newToken } from '../../../src/api/auth/access.ts';
import type { ClaimWire } from '../../../src/domain/wire-review.ts';
import type { Database } from '../../../src/store/database.ts';
import { createPerson } from '../../../src/store/person.ts';
import { createSession } from '../../../src/store/session.ts';
import { type Ask, askAs, type House } from '../house.ts';

/** As the station: so many lines held, more asked for when fewer are ahead. */
const HELD = 6;
const LOW = 4;

export interface CrowdOptions {
  house: House;
  database: Database;
  petitionId: string;
  people: number;
  /** ms between two decisions of one person. */
  every: number;
}

export interface Crowd {
  /** Ends the work; answers how many decisions were taken. */
  stop(): Promise<number>;
}

async function enter(database: Database, house: House, number: number): Promise<{ ask: Ask; cookie: string }> {
  const person = await createPerson(database, {
    email: `reviewer-${number}@localhost`,
    displayName: `Reviewer ${number}`,
    // Nobody signs in with it: the session is made here.
    passwordHash: 'none',
    roles: ['reviewer'],
    language: 'fr',
    mustChangePassword: false,
  });
  const [token, csrfToken] = [newToken(), newToken()];
  await createSession(database, { tokenHash: hashToken(token), csrfToken, personId: person.id });
  const cookie = `${cookieName(false)}=${token}`;
  return { ask: askAs(house, { cookie, 'x-csrf-token': csrfToken }), cookie };
}

const filled = ({ fields, formFields }: ClaimWire) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const isWanted = formFields.some((field) => field.name === name && field.required);
      return [name, value === '' && isWanted ? 'Durand' : value];
    }),
  );

async function work(
  { house, petitionId, every }: CrowdOptions,
  { ask, cookie }: { ask: Ask; cookie: string },
  signal: AbortSignal,
) {
  const ahead: ClaimWire[] = [];
  let decisions = 0;
  const refill = async () => {
    if (ahead.length >= LOW) return;
    const body = { petitionId, limit: HELD - ahead.length };
    const { items } = await ask<{ items: ClaimWire[] }>('POST', '/api/review/claims', body);
    ahead.push(...items);
    const strips = items.map(async ({ imageUrl }) =>
      (await fetch(house.address + imageUrl, { headers: { cookie } })).arrayBuffer(),
    );
    await Promise.all(strips);
  };
  while (!signal.aborted) {
    const began = performance.now();
    await refill();
    const claim = ahead.shift();
    if (claim !== undefined) {
      const body = { version: claim.version, outcome: 'accepted', fields: filled(claim) };
      await ask('POST', `/api/rows/${claim.id}/decisions`, body);
      decisions += 1;
    }
    await wait(Math.max(0, every - (performance.now() - began)), undefined, { signal }).catch(() => {});
  }
  return decisions;
}

/** ms within which everybody comes in, one after the other: each one's first lines must be cut out of their sheets. */
const ARRIVAL = 45_000;

/** Answers once everybody is at work, spread over the interval so that not everybody decides in the same instant. */
export async function gatherCrowd(options: CrowdOptions): Promise<Crowd> {
  const { people } = options;
  const end = new AbortController();
  // Everybody waits for it.
  setMaxListeners(0, end.signal);
  const failures: unknown[] = [];
  const members: Awaited<ReturnType<typeof enter>>[] = [];
  for (let number = 1; number <= people; number++) members.push(await enter(options.database, options.house, number));
  const working = members.map(async (member, number) => {
    await wait((number * ARRIVAL) / people, undefined, { signal: end.signal }).catch(() => {});
    return await work(options, member, end.signal).catch((error: unknown) => {
      failures.push(error);
      return 0;
    });
  });
  await wait(ARRIVAL);
  return {
    async stop() {
      end.abort();
      const counts = await Promise.all(working);
      if (failures.length > 0) throw failures[0];
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}
