/** The review station: keys a line, milliseconds to the next strip, kilobytes of the first load. */
import type { Section } from './section.ts';

export const measureReview: Section = async () => ({
  'review.keys_right_line': null,
  'review.keys_per_line_median': null,
  'review.next_strip_ms_p50': null,
  'review.next_strip_ms_p95': null,
  'web.first_load_kb': null,
});
