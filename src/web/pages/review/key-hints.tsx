import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const STORED = 'paraphe.linesDecided';
/** Lines after which the keys are in the fingers. */
const LEARNT = 100;

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
  const [before] = useState(stored);
  const total = before + decided;
  useEffect(() => {
    try {
      localStorage.setItem(STORED, String(total));
    } catch {
      // Then the hints stay.
    }
  }, [total]);
  return <p className="key-hints">{total < LEARNT ? t('review.hints') : ''}</p>;
}
