/** A state: a shape and a word, never colour alone. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export type WordTone = 'good' | 'look' | 'wrong' | 'busy' | 'quiet';
const SHAPES: Record<WordTone, IconName> = { good: 'done', look: 'look', wrong: 'wrong', busy: 'busy', quiet: 'quiet' };

export function Word({ tone, children }: { tone: WordTone; children: ReactNode }) {
  return (
    <span className="word" data-tone={tone}>
      <Icon name={SHAPES[tone]} size={16} />
      <span>{children}</span>
    </span>
  );
}
