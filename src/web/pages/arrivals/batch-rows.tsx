import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormat } from '../../i18n/format.ts';
import { TextField } from '../../parts/field.tsx';
import { Word } from '../../parts/word.tsx';
import type { BatchSummary } from './batches.ts';
import { LinesStrip, PagesStrip, problemCount } from './progress-strips.tsx';

/** Newest first, but a batch that needs a hand rises to the top. */
function inOrder(batches: BatchSummary[]): BatchSummary[] {
  return batches.toSorted(
    (a, b) => Number(problemCount(b) > 0) - Number(problemCount(a) > 0) || b.createdAt.localeCompare(a.createdAt),
  );
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Every word somewhere in what is known of the envelope: its name, its sender, where its paper lies. */
function matches(batch: BatchSummary, words: string[]): boolean {
  const text = fold([batch.name, batch.sender, batch.box, batch.folder].filter((part) => part !== null).join(' '));
  return words.every((word) => text.includes(word));
}

/** Batches from which on a list is searched rather than looked over. */
const MANY = 3;

export function BatchRows({ batches }: { batches: BatchSummary[] }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState('');
  const words = fold(wanted)
    .split(' ')
    .filter((word) => word !== '');
  const found = batches.filter((batch) => matches(batch, words));
  return (
    <section className="section" aria-labelledby="batches-title">
      <h2 id="batches-title">{t('arrivals.batches')}</h2>
      {batches.length >= MANY && (
        <search className="batch-search">
          <TextField
            label={t('arrivals.find')}
            type="search"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
          <p className="unseen" role="status">
            {t('arrivals.foundBatches', { count: found.length })}
          </p>
        </search>
      )}
      <div className="table-frame">
        <table className="table batch-table">
          <thead>
            <tr>
              <th scope="col">{t('arrivals.column.batch')}</th>
              <th scope="col">{t('arrivals.column.pages')}</th>
              <th scope="col">{t('arrivals.column.lines')}</th>
            </tr>
          </thead>
          <tbody>
            {inOrder(found).map((batch) => (
              <BatchRow key={batch.id} batch={batch} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function BatchRow({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const problems = problemCount(batch);
  return (
    <tr>
      <th scope="row">
        <Link href={`/arrivals/${batch.id}`}>{batch.name}</Link>
        <p className="small soft">{[format.date(batch.receivedOn), batch.sender].filter(Boolean).join(' · ')}</p>
        <Declared batch={batch} />
        {batch.state === 'closed' && <Word tone="good">{t('arrivals.account.closed')}</Word>}
        {problems > 0 && (
          <Link href="/triage" className="small">
            <Word tone="look">{t('arrivals.problems', { count: problems })}</Word>
          </Link>
        )}
      </th>
      <td>
        <PagesStrip batch={batch} />
      </td>
      <td>
        <LinesStrip batch={batch} />
      </td>
    </tr>
  );
}

function Declared({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const { declaredSheets, declaredSignatures, box, folder } = batch;
  const words = [
    declaredSheets === null ? null : t('arrivals.declaredSheets', { count: declaredSheets }),
    declaredSignatures === null ? null : t('arrivals.declaredSignatures', { count: declaredSignatures }),
    box === null ? null : `${t('arrivals.account.box')} ${box}`,
    folder === null ? null : `${t('arrivals.account.folder')} ${folder}`,
  ].filter((word) => word !== null);
  if (words.length === 0) return null;
  return <p className="small soft">{words.join(' · ')}</p>;
}
