/** What became of a reviewer's own lines, and how long decisions took, in sums. */
import type { RejectionReason } from '../domain/reasons.ts';
import type { Queryable } from './database.ts';
import { sheetName } from './line.ts';

type Fields = Record<string, string>;

export interface CorrectedLine {
  lineId: string;
  index: number;
  sheet: string;
  formDefinitionId: string;
  at: Date;
  /** How the line came to its end. */
  kind: 'review' | 'second_keying' | 'adjudication' | 'correction';
  own: { outcome: string; reason: RejectionReason | null; fields: Fields };
  final: { outcome: string; reason: RejectionReason | null; fields: Fields };
  /** What the machine had read. */
  machine: Fields;
}

interface CorrectedRow {
  lineId: string;
  index: number;
  formDefinitionId: string;
  number: number;
  scanId: string;
  fileName: string | null;
  pageCount: number;
  at: Date;
  kind: CorrectedLine['kind'];
  ownOutcome: string;
  ownReason: RejectionReason | null;
  ownFields: Fields | null;
  outcome: string;
  reason: RejectionReason | null;
  fields: Fields | null;
  machine: Fields | null;
}

/** Lines of the last weeks are what somebody learns from. */
const MOST = 50;

/**
 * Settled lines that this person keyed and that ended otherwise, newest first. Lines still being keyed are left out: the
 * values of the others must not reach anybody who may key again.
 */
export async function listOwnCorrections(
  database: Queryable,
  { petitionId, personId }: { petitionId: string; personId: string },
): Promise<CorrectedLine[]> {
  const rows = await database.$queryRaw<CorrectedRow[]>`
    SELECT line.id AS "lineId", line.index, line.form_definition_id AS "formDefinitionId", page.number,
      scan.id AS "scanId", scan.file_name AS "fileName", scan.page_count AS "pageCount",
      final.created_at AS at, final.kind, own.outcome AS "ownOutcome", own.reason AS "ownReason",
      own.fields AS "ownFields", final.outcome, final.reason, final.fields,
      (SELECT jsonb_object_agg(field, COALESCE(normalised, value, '')) FROM reading
        JOIN reading_run AS run ON run.id = reading.run_id AND run.generation = line.generation
        WHERE reading.line_id = line.id) AS machine
    FROM line JOIN page ON page.id = line.page_id JOIN scan ON scan.id = page.scan_id
      CROSS JOIN LATERAL (SELECT * FROM decision WHERE decision.line_id = line.id
        AND decision.person_id = ${personId}::uuid AND decision.kind IN ('review', 'second_keying')
        ORDER BY decision.created_at DESC LIMIT 1) AS own
      CROSS JOIN LATERAL (SELECT * FROM decision WHERE decision.line_id = line.id AND decision.kind <> 'reopening'
        ORDER BY decision.created_at DESC, decision.line_version DESC LIMIT 1) AS final
    WHERE line.petition_id = ${petitionId}::uuid AND line.state IN ('counted', 'rejected')
      AND line.restricted_at IS NULL AND line.erased_at IS NULL
      AND final.person_id IS DISTINCT FROM ${personId}::uuid AND final.kind <> 'machine'
      AND ((final.outcome, final.reason) IS DISTINCT FROM (own.outcome, own.reason)
        OR (final.outcome = 'accepted' AND final.fields IS DISTINCT FROM own.fields))
    ORDER BY final.created_at DESC, line.id LIMIT ${MOST}`;
  return rows.map((row) => ({
    lineId: row.lineId,
    index: row.index,
    sheet: sheetName({
      number: row.number,
      scan: { id: row.scanId, fileName: row.fileName, pageCount: row.pageCount },
    }),
    formDefinitionId: row.formDefinitionId,
    at: row.at,
    kind: row.kind,
    own: { outcome: row.ownOutcome, reason: row.ownReason, fields: row.ownFields ?? {} },
    final: { outcome: row.outcome, reason: row.reason, fields: row.fields ?? {} },
    machine: row.machine ?? {},
  }));
}

export interface WorkDay {
  /** YYYY-MM-DD; null: all days on which too few people worked, together. */
  day: string | null;
  lines: number;
  /** ms; null where a figure would be about one or two people. */
  medianMs: number | null;
  medianKeys: number | null;
}

/** People behind a figure at the least: below, it would say how one of them works. */
export const LEAST_PEOPLE = 3;
/** Days looked back. */
const LOOK_BACK = 60;

/** Time and keys of decisions by day, newest first. Never by person: that is not what they are recorded for. */
export async function listWorkDays(database: Queryable, petitionId: string): Promise<WorkDay[]> {
  const rows = await database.$queryRaw<(WorkDay & { people: number })[]>`
    WITH done AS (
      SELECT decision.created_at::date AS day, decision.person_id, decision.elapsed_ms, decision.keys
      FROM decision JOIN line ON line.id = decision.line_id
      WHERE line.petition_id = ${petitionId}::uuid AND decision.elapsed_ms IS NOT NULL
        AND decision.kind IN ('review', 'second_keying', 'adjudication')
        AND decision.created_at > now() - ${LOOK_BACK} * interval '1 day'),
    days AS (SELECT day, count(DISTINCT person_id) AS people FROM done GROUP BY day)
    SELECT CASE WHEN days.people >= ${LEAST_PEOPLE} THEN done.day::text END AS day, count(*)::int AS lines,
      count(DISTINCT done.person_id)::int AS people,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY done.elapsed_ms)::float AS "medianMs",
      percentile_cont(0.5) WITHIN GROUP (ORDER BY done.keys)::float AS "medianKeys"
    FROM done JOIN days USING (day) GROUP BY 1 ORDER BY 1 DESC NULLS LAST`;
  return rows.map(({ people, ...row }) => (people < LEAST_PEOPLE ? { ...row, medianMs: null, medianKeys: null } : row));
}
