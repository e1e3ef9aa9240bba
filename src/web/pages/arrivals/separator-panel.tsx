import '../triage/triage.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { SeparatorWire } from '../../../domain/wire-triage.ts';
import { downloadMade } from '../../http/download.ts';
import { get } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { TextField } from '../../parts/field.tsx';
import { ProblemNote } from '../../parts/notes.tsx';
import { Word } from '../../parts/word.tsx';

/** Separator sheets of a petition: printed as many as wanted, and what became of each. */
export function SeparatorPanel({ petitionId }: { petitionId: string }) {
  const { t } = useTranslation();
  const list = useQuery({
    queryKey: ['batches', 'separators', petitionId],
    queryFn: ({ signal }) => get<{ items: SeparatorWire[] }>(`/api/petitions/${petitionId}/separators`, signal),
  });
  const items = list.data?.items ?? [];
  return (
    <details className="section separators">
      <summary>{t('arrivals.separators.title')}</summary>
      <p className="soft">{t('arrivals.separators.lead')}</p>
      <PrintForm petitionId={petitionId} />
      {list.isError && <ProblemNote error={list.error} onRetry={() => void list.refetch()} />}
      {items.length > 0 && (
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('arrivals.separators.label')}</th>
                <th scope="col">{t('arrivals.separators.printed')}</th>
                <th scope="col">{t('arrivals.batch')}</th>
                <th scope="col">{t('arrivals.state')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <SeparatorRow key={one.id} one={one} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

function SeparatorRow({ one }: { one: SeparatorWire }) {
  const { t } = useTranslation();
  const format = useFormat();
  const seen = one.pageIds.length;
  return (
    <tr>
      <th scope="row">{one.label}</th>
      <td>{format.time(one.printedAt)}</td>
      <td>{one.batchId === null ? '–' : <Link href={`/arrivals/${one.batchId}`}>{one.batchName}</Link>}</td>
      <td>
        {seen === 0 && <Word tone="busy">{t('arrivals.separators.unseen')}</Word>}
        {seen === 1 && <Word tone="good">{t('arrivals.separators.seen')}</Word>}
        {seen > 1 && <Word tone="look">{t('arrivals.separators.repeated', { count: seen })}</Word>}
      </td>
    </tr>
  );
}

function PrintForm({ petitionId }: { petitionId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [copies, setCopies] = useState('5');
  const print = useMutation({
    mutationFn: () =>
      downloadMade(`/api/petitions/${petitionId}/separators`, { copies: Number(copies) }, 'separators.pdf'),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['batches'] }),
  });
  function send(event: FormEvent): void {
    event.preventDefault();
    print.mutate();
  }
  return (
    <form className="form-choice" onSubmit={send}>
      {print.isError && <ProblemNote error={print.error} />}
      <TextField
        label={t('arrivals.separators.copies')}
        type="number"
        min={1}
        max={200}
        required
        name="copies"
        value={copies}
        onChange={(event) => setCopies(event.target.value)}
      />
      <button type="submit" className="button" disabled={print.isPending}>
        {t('arrivals.separators.print')}
      </button>
    </form>
  );
}

/** One sheet for one batch, with what its sender declared. */
export function BatchSeparatorButton({ batchId }: { batchId: string }) {
  const { t } = useTranslation();
  const print = useMutation({
    mutationFn: () => downloadMade(`/api/batches/${batchId}/separators`, { copies: 1 }, 'separator.pdf'),
  });
  return (
    <>
      {print.isError && <ProblemNote error={print.error} />}
      <button type="button" className="button" disabled={print.isPending} onClick={() => print.mutate()}>
        {t('arrivals.separators.forBatch')}
      </button>
    </>
  );
}
