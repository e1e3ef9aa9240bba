/** A document that is made by asking for it: no plain link could carry the session's token. */
import { csrfHeader, send } from './request.ts';

export async function downloadMade(path: string, body: unknown, fileName: string): Promise<void> {
  const answer = await send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...csrfHeader() },
    body: JSON.stringify(body),
  });
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(url);
}
