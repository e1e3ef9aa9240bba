import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchWire } from '../../../domain/wire-batch.ts';
import { change } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { ProblemNote } from '../../parts/notes.tsx';
import { useTell } from '../../parts/tell-problem.ts';
import { Word, type WordTone } from '../../parts/word.tsx';
import type { BatchScan } from './batches.ts';
import { MoveDialog } from './move-dialog.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

const TONES: Record<BatchScan['state'], WordTone> = {
  received: 'busy',
  split: 'good',
  refused: 'wrong',
  withdrawn: 'quiet',
};

export function ScanTable({ batch }: { batch: BatchWire }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<{ scan: BatchScan; about: 'withdraw' | 'move' } | null>(null);
  return (
    <section className="section" aria-labelledby="files-title">
      <h2 id="files-title">{t('arrivals.files')}</h2>
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('arrivals.file')}</th>
              <th scope="col">{t('arrivals.state')}</th>
              <th scope="col" className="number">
                {t('arrivals.pageCount')}
              </th>
              <th scope="col" className="number">
                {t('arrivals.size')}
              </th>
              <th scope="col">
                <span className="unseen">{t('arrivals.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {batch.scans.map((scan) => (
              <ScanRow key={scan.id} scan={scan} onAsk={(about) => setAsked({ scan, about })} />
            ))}
          </tbody>
        </table>
      </div>
      {asked?.about === 'withdraw' && <WithdrawDialog scan={asked.scan} onClose={() => setAsked(null)} />}
      {asked?.about === 'move' && <MoveDialog scan={asked.scan} batch={batch} onClose={() => setAsked(null)} />}
    </section>
  );
}

function ScanRow({ scan, onAsk }: { scan: BatchScan; onAsk: (about: 'withdraw' | 'move') => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tell = useTell();
  const told = scan.reason === null ? null : tell(scan.reason);
  const isHere = scan.state !== 'withdrawn';
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => change('POST', `/api/scans/${scan.id}/retry`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['batch'] }),
  });
  return (
    <tr>
      <th scope="row" className="file-name">
        {scan.file}
        <p className="small soft">
          {format.time(scan.receivedAt)}
          {scan.isPart && ` · ${t('arrivals.partOf')}`}
        </p>
      </th>
      <td>
        <Word tone={TONES[scan.state]}>{t(`arrivals.scanState.${scan.state}`)}</Word>
        {told !== null && (
          <p className="small soft">
            {told.what}. {told.todo}
          </p>
        )}
        {retry.isError && <ProblemNote error={retry.error} />}
      </td>
      <td className="number">{format.number(scan.pageCount)}</td>
      <td className="number">{format.bytes(scan.bytes)}</td>
      <td>
        {isHere && (
          <span className="buttons">
            {scan.state === 'refused' && (
              <button
                type="button"
                className="button"
                aria-label={`${t('common.retry')}: ${scan.file}`}
                disabled={retry.isPending}
                onClick={() => retry.mutate()}
              >
                {t('common.retry')}
              </button>
            )}
            <button
              type="button"
              className="button"
              data-kind="quiet"
              aria-label={`${t('arrivals.move')}: ${scan.file}`}
              onClick={() => onAsk('move')}
            >
              {t('arrivals.move')}
            </button>
            <button
              type="button"
              className="button"
              data-kind="quiet"
              aria-label={`${t('arrivals.withdraw')}: ${scan.file}`}
              onClick={() => onAsk('withdraw')}
            >
              {t('arrivals.withdraw')}
            </button>
          </span>
        )}
      </td>
    </tr>
  );
}
