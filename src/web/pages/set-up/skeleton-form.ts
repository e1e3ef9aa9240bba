/** A form to begin with on a sheet whose lines were not found: a person moves the boxes where they belong. */
import type { FormDefinition, FormField } from '../../../domain/form.ts';

/** mm: the short and the long side of A4, unless the picture has other proportions. */
const A4 = { short: 210, long: 297 };
const LINES = 10;

async function proportions(url: string): Promise<number> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image.naturalWidth / image.naturalHeight;
}

export async function skeletonForm(url: string): Promise<FormDefinition> {
  const ratio = await proportions(url);
  const width = ratio > 1 ? A4.long : A4.short;
  const height = Math.round((width / ratio) * 10) / 10;
  const [left, top, wide, high] = [15, height * 0.35, width - 30, (height * 0.5) / LINES];
  const round = (value: number) => Math.round(value * 100) / 100;
  const column = (type: FormField['type'], k: number): FormField => ({
    name: type,
    type,
    label: '',
    box: [round((k * wide) / 3), 0, round(wide / 3), round(high)],
    certain: false,
  });
  return {
    id: 'form',
    version: 1,
    title: '',
    languages: [],
    page: { width, height },
    header: [],
    rows: {
      boxes: Array.from({ length: LINES }, (_, k) => [left, round(top + k * high), wide, round(high)]),
    },
    fields: [column('family_name', 0), column('given_name', 1), column('signature', 2)],
  };
}
