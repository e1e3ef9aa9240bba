import { accuracy } from './en/accuracy.ts';
import { arrivals } from './en/arrivals.ts';
import { audit } from './en/audit.ts';
import { columns } from './en/columns.ts';
import { common } from './en/common.ts';
import { count } from './en/count.ts';
import { live } from './en/live.ts';
import { people } from './en/people.ts';
import { petitions } from './en/petitions.ts';
import { problems } from './en/problems.ts';
import { reason } from './en/reason.ts';
import { review } from './en/review.ts';
import { signers } from './en/signers.ts';
import { triage } from './en/triage.ts';
import type { Catalogue } from './catalogue.ts';

export const en: Catalogue = {
  ...common,
  accuracy,
  arrivals,
  audit,
  columns,
  count,
  live,
  people,
  petitions,
  problems,
  reason,
  review,
  signers,
  triage,
};
