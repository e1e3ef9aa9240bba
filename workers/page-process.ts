/** The process behind a worker that touches pixels: see src/intake/recycled-process.ts for why it is one of its own. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { serveProcess } from '../src/intake/recycled-process.ts';
import { createImageStore } from '../src/store/images.ts';
import { createPageStages } from './page-stages.ts';
import type { Stages } from './stages.ts';

const settingsSchema = z.object({ dataFolder: z.string(), handwriting: z.boolean() });

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));

serveProcess<Stages>(async (given) => {
  const { dataFolder, handwriting } = settingsSchema.parse(given);
  return createPageStages({
    images: await createImageStore({ folder: dataFolder }),
    handwriting,
    softwareVersion: version,
  });
});
