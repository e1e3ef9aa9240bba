/** A labelled field: label, control, hint and what is wrong, tied together for everybody. */
import { type ComponentProps, type ReactNode, useId } from 'react';

interface FieldProps {
  label: string;
  hint?: ReactNode;
  wrong?: string | undefined;
}

export function TextField({ label, hint, wrong, ...input }: FieldProps & ComponentProps<'input'>) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        className={`input ${input.className ?? ''}`}
        aria-invalid={wrong !== undefined || undefined}
        aria-describedby={hint !== undefined || wrong !== undefined ? hintId : undefined}
      />
      <FieldNotes id={hintId} hint={hint} wrong={wrong} />
    </div>
  );
}

export function AreaField({ label, hint, wrong, ...area }: FieldProps & ComponentProps<'textarea'>) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        rows={4}
        {...area}
        id={id}
        className={`input ${area.className ?? ''}`}
        aria-invalid={wrong !== undefined || undefined}
        aria-describedby={hint !== undefined || wrong !== undefined ? hintId : undefined}
      />
      <FieldNotes id={hintId} hint={hint} wrong={wrong} />
    </div>
  );
}

export function SelectField({ label, hint, wrong, ...select }: FieldProps & ComponentProps<'select'>) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        {...select}
        id={id}
        className="input"
        aria-describedby={hint !== undefined || wrong !== undefined ? hintId : undefined}
      />
      <FieldNotes id={hintId} hint={hint} wrong={wrong} />
    </div>
  );
}

function FieldNotes({ id, hint, wrong }: { id: string; hint: ReactNode; wrong: string | undefined }) {
  if (hint === undefined && wrong === undefined) return null;
  return (
    <p id={id} className={wrong === undefined ? 'hint' : 'wrong'}>
      {wrong ?? hint}
    </p>
  );
}
