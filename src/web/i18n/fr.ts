import { accuracy } from './fr/accuracy.ts';
import { arrivals } from './fr/arrivals.ts';
import { audit } from './fr/audit.ts';
import { columns } from './fr/columns.ts';
import { common } from './fr/common.ts';
import { count } from './fr/count.ts';
import { live } from './fr/live.ts';
import { people } from './fr/people.ts';
import { petitions } from './fr/petitions.ts';
import { problems } from './fr/problems.ts';
import { reason } from './fr/reason.ts';
import { review } from './fr/review.ts';
import { signers } from './fr/signers.ts';
import { triage } from './fr/triage.ts';

export const fr = {
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
