import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeyOf } from './key-names.tsx';

const STORED = 'paraphe.linesDecided';
/** Lines after which the keys are in the fingers. */
const LEARNT = 100;

const HINTED = ['accept', 'next_choice', 'ditto_field', 'reasons', 'undo', 'postpone', 'page', 'help'] as const;

function stored(): number {
  try {
    return Number(localStorage.getItem(STORED) ?? 0);
  } catch {
    return 0;
  }
}

/** The keys in one line, until a hundred lines have been decided on this desk. Their place stays: nothing moves. */
export function KeyHints({ decided }: { decided: number }) {
  const { t } = useTranslation();
  const keyOf = useKeyOf();
  const [before] = useState(stored);
  const total = before + decided;
  useEffect(() => {
    try {
      localStorage.setItem(STORED, String(total));
    } catch {
      // Then the hints stay.
    }
  }, [total]);
  const hints = HINTED.map((command) => t(`review.hint.${command}`, { key: keyOf(command) }));
  return <p className="key-hints">{total < LEARNT ? hints.join(' · ') : ''}</p>;
}
