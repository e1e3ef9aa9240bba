import './signers.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { z } from 'zod';
import type { signerHistorySchema } from '../../../domain/wire-signer.ts';
import { get } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { Note, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { LINE_TONES } from '../../parts/states.ts';
import { Word } from '../../parts/word.tsx';
import { CorrectionForm } from './correction-form.tsx';
import { LineRights } from './line-rights.tsx';
import { ReopenDialog } from './reopen-dialog.tsx';
import { SignerHistory } from './signer-history.tsx';

export type SignerHistoryWire = z.infer<typeof signerHistorySchema>;
type Doing = 'correcting' | 'reopening' | null;

export default function SignerPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [doing, setDoing] = useState<Doing>(null);
  const [said, setSaid] = useState<'corrected' | 'reopened' | null>(null);
  const {
    data: signer,
    error,
    isError,
    refetch,
  } = useQuery({
    queryKey: ['signer', id],
    queryFn: ({ signal }) => get<SignerHistoryWire>(`/api/signers/${id}`, signal),
    // Every look is entered in the audit trail: no looks without a reader.
    refetchOnWindowFocus: false,
  });
  if (signer === undefined) return isError ? <ProblemNote error={error} onRetry={() => void refetch()} /> : <Waiting />;
  const mayChange = signer.fields !== null && !signer.restricted && !signer.erased && signer.lineState === 'counted';
  const done = (what: 'corrected' | 'reopened') => {
    setDoing(null);
    setSaid(what);
    void queries.invalidateQueries({ queryKey: ['signer', id] });
  };
  return (
    <>
      <p className="small trail">
        <Link href="/signers">{t('signers.title')}</Link>
      </p>
      <PageHead
        title={t('signers.sheetLine', { sheet: signer.sheet, line: signer.line })}
        lead={<Place signer={signer} />}
      >
        {mayChange && doing !== 'correcting' && (
          <>
            <button type="button" className="button" onClick={() => setDoing('correcting')}>
              {t('signers.correct')}
            </button>
            <button type="button" className="button" onClick={() => setDoing('reopening')}>
              {t('signers.reopen')}
            </button>
          </>
        )}
      </PageHead>
      {said !== null && <Note tone="good" title={t(`signers.${said}`)} />}
      {signer.restricted && <Note tone="look" title={t('signers.restricted')} />}
      {signer.erased ? (
        <Note title={t('signers.erased')} />
      ) : (
        <img
          className="signer-strip"
          src={signer.stripUrl}
          alt={t('review.stripOf', { file: signer.sheet, line: signer.line })}
        />
      )}
      {doing === 'correcting' && signer.fields !== null ? (
        <CorrectionForm signer={signer} onDone={() => done('corrected')} onCancel={() => setDoing(null)} />
      ) : (
        <Values signer={signer} />
      )}
      <LineRights
        lineId={signer.lineId}
        name={t('signers.sheetLine', { sheet: signer.sheet, line: signer.line })}
        isRestricted={signer.restricted}
        isErased={signer.erased}
        onChanged={() => void queries.invalidateQueries({ queryKey: ['signer', id] })}
      />
      <SignerHistory signer={signer} />
      {doing === 'reopening' && (
        <ReopenDialog signer={signer} onDone={() => done('reopened')} onClose={() => setDoing(null)} />
      )}
    </>
  );
}

function Place({ signer }: { signer: SignerHistoryWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {t('signers.batch')} <Link href={`/arrivals/${signer.batch.id}`}>{signer.batch.name}</Link> ·{' '}
      {signer.batch.box !== null && `${t('arrivals.account.box')} ${signer.batch.box} · `}
      {signer.batch.folder !== null && `${t('arrivals.account.folder')} ${signer.batch.folder} · `}
      <Link href={`/pages/${signer.pageId}`}>{t('signers.sheet')}</Link> ·{' '}
      {t('signers.stored', { time: format.time(signer.storedAt) })} ·{' '}
      {t('signers.notice', { version: signer.noticeVersion })}
    </>
  );
}

function Values({ signer }: { signer: SignerHistoryWire }) {
  const { t } = useTranslation();
  const contact =
    signer.contactConsent === null ? 'contactNull' : signer.contactConsent ? 'contactYes' : ('contactNo' as const);
  return (
    <dl className="values">
      {signer.fields === null && <dd className="soft">{t('signers.hidden')}</dd>}
      {signer.fields !== null &&
        signer.formFields.map(({ name, label }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd className="value">{signer.fields?.[name] || '—'}</dd>
          </div>
        ))}
      <div>
        <dt>{t('signers.contact')}</dt>
        <dd>
          {t(`signers.${contact}`)}
          {signer.contactEvidenceUrl !== null && (
            <img className="contact-evidence" src={signer.contactEvidenceUrl} alt={t('signers.contactEvidence')} />
          )}
        </dd>
      </div>
      <div>
        <dt>{t('signers.state')}</dt>
        <dd>
          <Word tone={LINE_TONES[signer.lineState]}>{t(`state.${signer.lineState}`)}</Word>
          {signer.reason !== null && <> · {t(`reason.${signer.reason}`)}</>}
        </dd>
      </div>
    </dl>
  );
}
