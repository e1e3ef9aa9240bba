/** The form as it is being edited, with every step back and forth. */
import { useCallback, useReducer } from 'react';
import type { FormDefinition } from '../../../../domain/form.ts';

interface History {
  past: FormDefinition[];
  now: FormDefinition;
  future: FormDefinition[];
}

type Step = { kind: 'change'; form: FormDefinition } | { kind: 'undo' } | { kind: 'redo' };

/** Steps kept. A form is a few kilobytes beside its print, which the steps share. */
const MOST_STEPS = 200;

export function step({ past, now, future }: History, action: Step): History {
  if (action.kind === 'undo') {
    const before = past.at(-1);
    return before === undefined
      ? { past, now, future }
      : { past: past.slice(0, -1), now: before, future: [now, ...future] };
  }
  if (action.kind === 'redo') {
    const [after, ...rest] = future;
    return after === undefined ? { past, now, future } : { past: [...past, now], now: after, future: rest };
  }
  if (action.form === now) return { past, now, future };
  return { past: [...past, now].slice(-MOST_STEPS), now: action.form, future: [] };
}

export function useHistory(begin: FormDefinition) {
  const [history, dispatch] = useReducer(step, { past: [], now: begin, future: [] });
  return {
    form: history.now,
    change: useCallback((form: FormDefinition) => dispatch({ kind: 'change', form }), []),
    undo: useCallback(() => dispatch({ kind: 'undo' }), []),
    redo: useCallback(() => dispatch({ kind: 'redo' }), []),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  };
}
