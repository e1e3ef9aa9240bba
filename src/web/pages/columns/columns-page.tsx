import './columns.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PetitionWire } from '../../../domain/wire-petition.ts';
import type { ColumnWire } from '../../../domain/wire-columns.ts';
import { get } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePetition } from '../../shell/petition.tsx';
import { CarpetView } from './carpet-view.tsx';

export default function ColumnsPage() {
  const { t } = useTranslation();
  const { petition, isPending, error } = usePetition();
  if (petition !== null) return <Columns key={petition.id} petition={petition} />;
  return (
    <>
      <PageHead title={t('columns.title')} lead={t('columns.lead')} />
      {isPending ? <Waiting /> : error ? <ProblemNote error={error} /> : <NoPetition />}
    </>
  );
}

function NoPetition() {
  const { t } = useTranslation();
  return <BlankState icon="columns" title={t('arrivals.needPetition')} />;
}

function Columns({ petition }: { petition: PetitionWire }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ColumnWire | null>(null);
  const queryKey = ['columns', petition.id];
  const columns = useQuery({
    queryKey,
    queryFn: ({ signal }) => get<{ items: ColumnWire[] }>(`/api/petitions/${petition.id}/columns`, signal),
  });
  const list = useRef<HTMLUListElement>(null);
  // Hands on the keys: the first field that can be chosen has the focus.
  const isHere = columns.isSuccess && chosen === null;
  useEffect(() => {
    if (isHere) list.current?.querySelector<HTMLButtonElement>('button:not(:disabled)')?.focus();
  }, [isHere]);
  function goBack() {
    setChosen(null);
    void queries.invalidateQueries({ queryKey });
  }
  if (chosen !== null) {
    return (
      <>
        <PageHead title={t('columns.titleOf', { field: chosen.label })} lead={t('columns.leadOf')} />
        <CarpetView petitionId={petition.id} field={chosen.field} onBack={goBack} />
      </>
    );
  }
  return (
    <>
      <PageHead title={t('columns.title')} lead={t('columns.lead')} />
      {columns.isPending && <Waiting />}
      {columns.isError && <ProblemNote error={columns.error} onRetry={() => void columns.refetch()} />}
      {columns.data?.items.length === 0 && (
        <BlankState icon="columns" title={t('columns.noField')}>
          <p>{t('columns.noFieldTodo')}</p>
        </BlankState>
      )}
      <ul className="column-list" ref={list}>
        {columns.data?.items.map((column) => (
          <ColumnChoice key={column.field} column={column} onChoose={() => setChosen(column)} />
        ))}
      </ul>
    </>
  );
}

function ColumnChoice({ column, onChoose }: { column: ColumnWire; onChoose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { measured, verdict, waiting } = column;
  const bar = format.percent(column.bar);
  return (
    <li>
      <button
        type="button"
        className="button column-choice"
        onClick={onChoose}
        disabled={verdict !== 'offered' || waiting === 0}
      >
        <strong>{column.label}</strong>
        {verdict === 'offered' && (
          <span>{t('columns.waiting', { count: waiting, number: format.number(waiting) })}</span>
        )}
      </button>
      <p className="small soft">
        {verdict === 'too_few' && t('columns.tooFew', { lines: format.number(measured.lines) })}
        {verdict === 'not_precise' &&
          t('columns.notPrecise', {
            share: format.percent(measured.right / measured.lines),
            lines: format.number(measured.lines),
            bar,
          })}
        {verdict === 'offered' &&
          (measured.lines === 0
            ? t('columns.byConfidence', { bar })
            : t('columns.precise', {
                right: format.number(measured.right),
                lines: format.number(measured.lines),
                bar,
              }))}
      </p>
    </li>
  );
}
