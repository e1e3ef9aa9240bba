/** What is wrong with a form definition, in the reader's language. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

interface Told {
  path: string;
  message: string;
  code?: string;
  params?: Record<string, string | number>;
}

const KNOWN = ['box_outside', 'boxes_overlap', 'name_taken', 'field_outside_line', 'option_outside', 'too_many_lines'];

/** The sentence's variant: lines are named by number, fields by what is printed over them. */
function variantOf({ code = '', params = {} }: Told): string | null {
  if (code === 'form_schema') {
    if (params.expected !== undefined) return 'schema_expected';
    return params.least === undefined ? 'schema' : 'schema_least';
  }
  if (!KNOWN.includes(code)) return null;
  if (code === 'boxes_overlap' && params.line === undefined && params.other === undefined) return 'overlaps_line';
  return params.line === undefined ? code : `${code}_line`;
}

export function useTellFormProblem(): (problem: Told) => string {
  const { t } = useTranslation();
  return useCallback(
    (problem) => {
      const variant = variantOf(problem);
      if (variant === null) return problem.message;
      const say = t as unknown as (key: string, params?: Record<string, string | number>) => string;
      return say(`setUp.problem.${variant}`, { what: problem.path, ...problem.params });
    },
    [t],
  );
}
