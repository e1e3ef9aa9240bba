/** The entrance under load: how the server grows, how soon the first strip can be reviewed. */
import type { Section } from './section.ts';

export const measureIntake: Section = async () => ({
  'intake.server_rss_growth_mb': null,
  'intake.first_strip_seconds': null,
});
