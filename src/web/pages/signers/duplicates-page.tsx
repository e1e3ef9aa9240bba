/** Pairs of counted lines that one person may have signed: compared side by side, decided one by one. */
import './signers.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ClaimWire } from '../../../domain/wire-review.ts';
import type { DuplicatesWire } from '../../../domain/wire-duplicates.ts';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import type { SignerWire } from '../../../domain/wire-signer.ts';
import { change, get } from '../../http/request.ts';
import { hasRole, usePerson } from '../../http/session.ts';
import { useFormat } from '../../i18n/format.ts';
import { BlankState, Note, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePetition } from '../../shell/petition.tsx';

type Pair = DuplicatesWire['items'][number];
const keyOf = (petitionId: string) => ['duplicates', petitionId];

export default function DuplicatesPage() {
  const { t } = useTranslation();
  const { petition, isPending } = usePetition();
  return (
    <>
      <p className="small trail">
        <Link href="/signers">{t('signers.title')}</Link>
      </p>
      <PageHead title={t('signers.duplicates.title')} lead={t('signers.duplicates.lead')} />
      {petition === null && !isPending && <BlankState icon="signers" title={t('arrivals.needPetition')} />}
      {petition !== null && <Pairs petition={petition} key={petition.id} />}
    </>
  );
}

function Pairs({ petition }: { petition: PetitionWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery({
    queryKey: keyOf(petition.id),
    queryFn: ({ signal }) => get<DuplicatesWire>(`/api/petitions/${petition.id}/duplicates`, signal),
    // Every look is entered in the audit trail: no looks without a reader.
    refetchOnWindowFocus: false,
  });
  if (query.data === undefined) {
    return query.isError ? <ProblemNote error={query.error} onRetry={() => void query.refetch()} /> : <Waiting />;
  }
  const { scope, total, items } = query.data;
  const rule = t(`signers.duplicates.scope.${scope}`);
  if (total === 0) {
    return (
      <BlankState icon="quiet" title={t(`signers.duplicates.${scope === 'none' ? 'off' : 'none'}`)}>
        <p className="soft">{rule}</p>
      </BlankState>
    );
  }
  return (
    <>
      <p className="soft">
        {rule} {t('signers.duplicates.found', { count: total, value: format.number(total) })}
        {items.length < total && ` ${t('signers.duplicates.first', { value: format.number(items.length) })}`}
      </p>
      <ul className="pairs">
        {items.map((pair) => (
          <PairEntry key={`${pair.first.id} ${pair.second.id}`} pair={pair} petition={petition} />
        ))}
      </ul>
    </>
  );
}

/** Reopened and rejected by the same person at once: the reason names the line that is kept. */
async function rejectAsTwin(gone: SignerWire, kept: SignerWire): Promise<void> {
  const reopened = await change<{ version: number; claim: ClaimWire | null }>(
    'POST',
    `/api/rows/${gone.lineId}/reopen`,
    { version: gone.lineVersion },
  );
  await change('POST', `/api/rows/${gone.lineId}/decisions`, {
    version: reopened.version,
    outcome: 'rejected',
    reason: 'duplicate',
    duplicateOf: kept.lineId,
  });
}

/** In the order of the sheet. */
function valuesOf({ fields }: SignerWire, petition: PetitionWire): string[] {
  const names = new Set(petition.forms.flatMap((form) => form.definition.fields.map(({ name }) => name)));
  return [...names].flatMap((name) => fields?.[name] || []);
}

function PairEntry({ pair, petition }: { pair: Pair; petition: PetitionWire }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const isSupervisor = hasRole(usePerson(), 'supervisor');
  const onSettled = () => queries.invalidateQueries({ queryKey: keyOf(petition.id) });
  const reject = useMutation({
    mutationFn: ({ gone, kept }: { gone: SignerWire; kept: SignerWire }) => rejectAsTwin(gone, kept),
    onSettled,
  });
  const apart = useMutation({
    mutationFn: () =>
      change('POST', `/api/petitions/${petition.id}/duplicates/apart`, { ids: [pair.first.id, pair.second.id] }),
    onSettled,
  });
  const isBusy = reject.isPending || apart.isPending;
  const mayReject = petition.reasons.includes('duplicate');
  const { first, second } = pair;
  return (
    <li className="pair-entry">
      {reject.isError && <ProblemNote error={reject.error} />}
      {apart.isError && <ProblemNote error={apart.error} />}
      {[
        { signer: first, other: second },
        { signer: second, other: first },
      ].map(({ signer, other }) => (
        <div key={signer.id} className="pair-line">
          <p>
            <Link href={`/signers/${signer.id}`}>
              {t('signers.sheetLine', { sheet: signer.sheet, line: signer.line })}
            </Link>
            <span className="soft"> {valuesOf(signer, petition).join(' · ')}</span>
          </p>
          <img
            className="signer-strip"
            src={signer.stripUrl}
            alt={t('review.stripOf', { file: signer.sheet, line: signer.line })}
          />
          {isSupervisor && mayReject && (
            <button
              type="button"
              className="button"
              disabled={isBusy}
              onClick={() => reject.mutate({ gone: signer, kept: other })}
            >
              {t('signers.duplicates.reject')}
              <span className="unseen"> {t('signers.sheetLine', { sheet: signer.sheet, line: signer.line })}</span>
            </button>
          )}
        </div>
      ))}
      {isSupervisor && (
        <p className="buttons">
          <button type="button" className="button" data-kind="quiet" disabled={isBusy} onClick={() => apart.mutate()}>
            {t('signers.duplicates.apart')}
          </button>
        </p>
      )}
      {isSupervisor && !mayReject && <Note title={t('signers.duplicates.noReason')} />}
    </li>
  );
}
