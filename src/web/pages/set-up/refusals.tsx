import { useTranslation } from 'react-i18next';
import { Note } from '../../parts/notes.tsx';
import { useTell } from '../../parts/tell-problem.ts';
import type { Outcome } from '../../uploads/outcome.ts';

/** Files that were not accepted, each with its reason. */
export function Refusals({ outcomes }: { outcomes: Outcome[] | undefined }) {
  const { t } = useTranslation();
  const tell = useTell();
  const refused = (outcomes ?? []).filter((one) => one.outcome === 'refused');
  if (refused.length === 0) return null;
  return (
    <Note tone="wrong" title={t('setUp.refused', { count: refused.length })}>
      <ul>
        {refused.map(({ file, code = 'unknown', params, message }) => {
          const told = tell({ code, ...(params && { params }), ...(message && { message }) });
          return (
            <li key={file}>
              <strong>{file}</strong>: {told.what}. {told.todo}
            </li>
          );
        })}
      </ul>
    </Note>
  );
}
