/** The list of signers as a file. Its hash is in the audit trail before the first byte leaves. */
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { exportQuerySchema } from '../../domain/wire-ledger.ts';
import { idSchema } from '../../domain/wire.ts';
import { BYTE_ORDER_MARK, type CsvStyle, csvRecord } from '../../ledger/csv.ts';
import { wordFields } from '../../review/show-fields.ts';
import { recordAudit } from '../../store/audit.ts';
import { type Transaction, withSnapshot } from '../../store/database.ts';
import { sheetName } from '../../store/line.ts';
import { getPetition, listForms } from '../../store/petition.ts';
import { type ExportRow, readExportRows } from '../../store/signer.ts';
import { personOf } from '../auth/access.ts';
import type { AppDependencies } from '../dependencies.ts';

const params = z.object({ id: idSchema });
/** ms. A million rows take about a minute. */
const EXPORT_TIMEOUT = 15 * 60_000;

/** A file without a name: gone from the disk as soon as it is closed, whatever happens to this process. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `paraphe-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

/** Names of the columns between place and notice: the fields of all the petition's forms, oldest form first. */
async function listColumns(transaction: Transaction, petitionId: string): Promise<string[]> {
  const forms = await listForms(transaction, { petitionIds: [petitionId] });
  return [...new Set(forms.flatMap((form) => wordFields(form.definition).map((field) => field.name)))];
}

function toRecord(row: ExportRow, columns: string[]): (string | number)[] {
  const sheet = sheetName({ number: row.page, scan: { ...row, id: row.scanId } });
  return [row.signerId, sheet, row.line, ...columns.map((name) => row.fields[name] ?? ''), row.noticeVersion];
}

async function writeList(
  transaction: Transaction,
  file: FileHandle,
  { petitionId, style }: { petitionId: string; style: CsvStyle },
): Promise<{ rows: number; sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const write = async (text: string) => {
    const chunk = Buffer.from(text, 'utf8');
    hash.update(chunk);
    bytes += chunk.length;
    await file.write(chunk);
  };
  const columns = await listColumns(transaction, petitionId);
  const head = csvRecord(['signer_id', 'sheet', 'line', ...columns, 'notice_version'], style);
  await write(`${style.bom ? BYTE_ORDER_MARK : ''}${head}`);
  let rows = 0;
  for await (const chunk of readExportRows(transaction, petitionId)) {
    await write(chunk.map((row) => csvRecord(toRecord(row, columns), style)).join(''));
    rows += chunk.length;
  }
  return { rows, bytes, sha256: hash.digest('hex') };
}

export const exportRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database }) => {
  app.get(
    '/api/petitions/:id/signers.csv',
    { config: { roles: ['supervisor', 'dpo'] }, schema: { params, querystring: exportQuerySchema } },
    async (request, reply) => {
      const petition = await getPetition(database, request.params.id);
      const { separator, bom } = request.query;
      const style: CsvStyle = { separator: separator === 'tab' ? '\t' : separator, bom: bom === '1' || bom === 'true' };
      const file = await openNameless();
      try {
        const list = await withSnapshot(
          database,
          (transaction) => writeList(transaction, file, { petitionId: petition.id, style }),
          EXPORT_TIMEOUT,
        );
        await recordAudit(database, {
          personId: personOf(request).id,
          kind: 'signers_exported',
          subjectType: 'petition',
          subjectId: petition.id,
          details: { rows: list.rows, sha256: list.sha256 },
        });
        const name = petition.isPractice ? 'practice-signers.csv' : 'signers.csv';
        reply
          .header('content-disposition', `attachment; filename="${name}"`)
          .header('content-length', list.bytes)
          .type('text/csv; charset=utf-8');
        return reply.send(file.createReadStream({ start: 0 }));
      } catch (error) {
        await file.close();
        throw error;
      }
    },
  );
};
