/** Whether the shipped model files are whole, without loading them: a worker says so before it reads its first page. */
import type { Reason } from '../domain/page.ts';
import { verifyModel } from './handwriting-engine.ts';
import { openLanguageModels } from './language-model.ts';

/**
 * Null when all is well.
 * @param paths other places of the files, for tests
 */
export async function checkModels(paths: { network?: string; language?: string } = {}): Promise<Reason | null> {
  const network = await verifyModel(paths.network);
  return network.status === 'refused' ? network.reason : (await openLanguageModels(paths.language)).refused;
}
