/** Postgres refuses to run as root; these decide as whom it runs then, and what that user can reach. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { SurroundingsError } from '../domain/errors.ts';

/** Somebody without rights of their own, by number. */
export interface SystemUser {
  uid: number;
  gid: number;
}

/** In this order: made for the purpose on many systems; there on every one. */
const CANDIDATES = ['postgres', 'nobody'];

export const isRoot = (): boolean => process.getuid?.() === 0;

function ask(name: string, flag: '-u' | '-g'): number | undefined {
  const answer: SpawnSyncReturns<string> = spawnSync('id', [flag, name], { encoding: 'utf8' });
  const id = Number(answer.stdout?.trim() || Number.NaN);
  return answer.status === 0 && Number.isInteger(id) ? id : undefined;
}

function unprivilegedUser(): SystemUser {
  for (const name of CANDIDATES) {
    const [uid, gid] = [ask(name, '-u'), ask(name, '-g')];
    if (uid !== undefined && gid !== undefined && uid !== 0) return { uid, gid };
  }
  throw new SurroundingsError('no_system_user', 'Postgres does not run as root, and there is no user to run it as.', {
    remedy: 'Start Paraphe as an ordinary user, or add one: useradd --system postgres.',
  });
}

/**
 * As whom the cluster in `folder` runs: null means as ourselves. As root, a cluster that exists keeps its owner, so that
 * one made by an ordinary user can be used by root as well.
 */
export function clusterUser(folder: string): SystemUser | null {
  if (!isRoot()) return null;
  const owner = statSync(folder, { throwIfNoEntry: false });
  return owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : unprivilegedUser();
}

/** Whether `user` can read and enter `path`: asked of the system itself, which also knows mounts and access lists. */
export function canReach(user: SystemUser | null, path: string): boolean {
  if (user === null) return true;
  const answer = spawnSync('/bin/sh', ['-c', 'test -r "$0" && test -x "$0"', path], { ...user, cwd: '/' });
  return answer.status === 0;
}

export function giveTo(user: SystemUser | null, path: string): void {
  if (user !== null) chownSync(path, user.uid, user.gid);
}
