/** Turns a problem's or a reason's stable code into what happened and what to do, in the reader's language. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../http/problem.ts';

export interface Told {
  what: string;
  todo: string;
}

type Coded = Pick<Problem, 'code' | 'params' | 'detail' | 'title' | 'remedy'> & { status?: number; message?: string };

/** Codes are the server's, so they are looked up by name: an unknown one falls back on the server's own sentence. */
export function useTell(): (problem: Coded) => Told {
  const { t, i18n } = useTranslation();
  return useCallback(
    (problem) => {
      const say = t as unknown as (key: string, params?: Record<string, string | number>) => string;
      const part = (name: 'what' | 'todo') => {
        const key = `problems.${problem.code}.${name}`;
        return i18n.exists(key) ? say(key, { status: problem.status ?? 0, ...problem.params }) : undefined;
      };
      const ownWords = problem.detail ?? problem.message ?? problem.title;
      return {
        what: part('what') ?? ownWords ?? say('problems.unknown.what', { status: problem.status ?? 0 }),
        todo: part('todo') ?? problem.remedy ?? (ownWords === undefined ? say('problems.unknown.todo') : ''),
      };
    },
    [t, i18n],
  );
}
