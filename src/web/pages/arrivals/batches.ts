/** Batches as the server tells them. */
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { batchSummarySchema, BatchWire } from '../../../domain/wire-batch.ts';
import type { EnvelopeAccountWire } from '../../../domain/wire-envelope.ts';
import { get } from '../../http/request.ts';

export type BatchSummary = z.infer<typeof batchSummarySchema>;
export type BatchPageRow = BatchWire['pages'][number];
export type BatchScan = BatchWire['scans'][number];

export function useBatches(petitionId: string | undefined) {
  return useQuery({
    queryKey: ['batches', petitionId],
    queryFn: ({ signal }) => get<{ items: BatchSummary[] }>(`/api/petitions/${petitionId}/batches`, signal),
    enabled: petitionId !== undefined,
  });
}

export function useBatch(id: string) {
  return useQuery({
    queryKey: ['batch', id],
    queryFn: ({ signal }) => get<BatchWire>(`/api/batches/${id}`, signal),
  });
}

export function useAccount(id: string) {
  return useQuery({
    queryKey: ['batch', id, 'account'],
    queryFn: ({ signal }) => get<EnvelopeAccountWire>(`/api/batches/${id}/account`, signal),
  });
}

/** Blank sides that nobody has looked at; separator sheets say what they are by themselves. */
export const blanksToGlanceAt = ({ pages }: BatchWire): BatchPageRow[] =>
  pages.filter((page) => page.state === 'blank' && page.separatorId === null && !page.glanced);
