/** The process behind a worker's entrance lane: it loads nothing of reading, so that it starts quickly and stays small. */
import { z } from 'zod';
import { serveProcess } from '../src/intake/recycled-process.ts';
import { createImageStore } from '../src/store/images.ts';
import { createEntranceStages } from './entrance-stages.ts';
import type { EntranceStages } from './stages.ts';

const settingsSchema = z.object({ dataFolder: z.string() });

serveProcess<EntranceStages>(async (given) => {
  const { dataFolder } = settingsSchema.parse(given);
  return createEntranceStages(await createImageStore({ folder: dataFolder }));
});
