/** Why a scan or page stopped for reasons that lie with the machine, in words. Reasons of the sheet itself carry theirs. */
import type { Reason } from './page.ts';

const STOPS: Record<string, string> = {
  step_failed: 'Something went wrong while this was processed. Try again; if it fails again, tell your administrator.',
  worker_died:
    'The process working on this ended several times. Try again; if it fails again, scan the sheet once more.',
  process_died: 'Reading this made the reader fail. Try again; if it fails again, scan the sheet once more.',
  process_hung: 'Reading this took too long. Try again; if it fails again, scan the sheet once more.',
  content_missing: 'The stored file is missing. Restore the data folder from the backup, then try again.',
  content_damaged: 'The stored file is damaged. Restore the data folder from the backup, then try again.',
  disk_full: 'The disk was full. Free some space, then try again.',
  database_unreachable: 'The database did not answer. Try again.',
  empty_file: 'The file is empty. Send it once more.',
  unsupported_type: 'Only PDF, TIFF, JPEG, PNG and WebP files are accepted. Scan to PDF, TIFF or JPEG.',
  unsupported_heic: 'HEIC photos cannot be read. Export the photo as JPEG.',
  too_large: 'The file is larger than one file may be. Split it into parts.',
  too_many_pages: 'The file has too many pages. Split it into parts.',
  image_corrupt: 'The image is damaged or incomplete. Scan the page again or send the file once more.',
  page_too_large: 'A page is larger than a scanned sheet can be. Scan at 300 dpi, A3 or smaller.',
  pdf_encrypted: 'The PDF is protected by a password. Save it without a password and upload it again.',
  pdf_corrupt: 'The PDF is damaged or incomplete. Scan again or save the file once more.',
  pdf_too_many_pages: 'The PDF has too many pages. Split it into parts.',
  file_breaks_reader: 'Reading this file makes the reader fail. Scan the sheets again.',
  same_paper: 'This page shows a paper that is there already. Compare the two pictures and decide.',
  same_paper_erased:
    'This page shows a paper of which lines were erased at their signers’ wish. Keep the earlier page and withdraw this scan.',
  replaced: 'Another page took the place of this one; decisions that still hold moved with it.',
  separator: 'A separator sheet: the pages behind it belong to its batch.',
  separator_repeated: 'A separator sheet that was seen before. Check that both stacks belong to its batch.',
  separator_unknown: 'This house has not printed this separator sheet. Print a new one, or part the stack by hand.',
  separator_closed: 'The batch of this separator sheet is closed. Reopen it, or part the stack by hand.',
  practice_stays_apart: 'Practice sheets and real ones stay apart. Part the stack by hand.',
  insert_letter: 'A letter that lay between the sheets.',
  insert_cheque: 'A cheque that lay between the sheets.',
  insert_other: 'Something that lay between the sheets.',
  twin_erased: 'Lines of the earlier page were erased at their signers’ wish. Withdraw the new scan.',
};

/** A code with the sentence that stands for it; the interface translates by the code. */
export function stopReason(code: string, params?: Record<string, string | number>): Reason {
  const message = STOPS[code] ?? 'This could not be processed.';
  return { code, message, ...(params === undefined || Object.keys(params).length === 0 ? {} : { params }) };
}
