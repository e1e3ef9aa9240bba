import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

/** Kinds are the server's words (line_decided …); those without a translation are shown as they are. */
export function useKindWords(): (kind: string) => string {
  const { t, i18n } = useTranslation();
  const say = t as unknown as (key: string) => string;
  return (kind) => (i18n.exists(`audit.${kind}`) ? say(`audit.${kind}`) : kind.replaceAll('_', ' '));
}

/** Characters of an id that tell subjects apart at a glance. */
const SHORT = 8;
const PLACES: Record<string, string> = { batch: '/arrivals', page: '/pages' };

export function AuditSubject({ type, id }: { type: string | null; id: string | null }) {
  if (type === null || id === null) return null;
  const words = `${type.replaceAll('_', ' ')} ${id.slice(0, SHORT)}`;
  const place = PLACES[type];
  return place === undefined ? <span title={id}>{words}</span> : <Link href={`${place}/${id}`}>{words}</Link>;
}
