/** What a person can do to a form definition: each change a pure function from form to form. Lengths in mm. */
import type { FieldType, FormDefinition, FormField } from '../../../../domain/form.ts';
import type { Box } from '../../../../domain/geometry.ts';

/** A part of the form that can be chosen. Fields are shown, and moved, in the first line. */
export type Place =
  | { kind: 'line' | 'field' | 'header'; index: number }
  | { kind: 'option'; index: number; option: number }
  | { kind: 'notice'; index: 0 };

/** mm: nothing smaller can be written in, nor taken hold of. */
const LEAST_SIDE = 1;
/** mm; of a new field, and of a tick box. */
const NEW_FIELD = 25;
const TICK_BOX = 4;

const round = (value: number) => Math.round(value * 100) / 100;
const tidy = ([x, y, w, h]: Box): Box => [
  round(x),
  round(y),
  round(Math.max(LEAST_SIDE, w)),
  round(Math.max(LEAST_SIDE, h)),
];
const replaced = <T>(list: readonly T[], index: number, value: T): T[] =>
  list.map((one, k) => (k === index ? value : one));

export const samePlace = (a: Place | null, b: Place | null): boolean =>
  a !== null &&
  b !== null &&
  a.kind === b.kind &&
  a.index === b.index &&
  (a.kind !== 'option' || (b.kind === 'option' && a.option === b.option));

export const firstLine = (form: FormDefinition): Box => form.rows.boxes[0]!;

export function fieldAt(form: FormDefinition, place: Place): FormField | undefined {
  if (place.kind === 'header') return form.header[place.index];
  return place.kind === 'field' || place.kind === 'option' ? form.fields[place.index] : undefined;
}

/** On the page; undefined when there is no such part (any more). */
export function boxOf(form: FormDefinition, place: Place): Box | undefined {
  if (place.kind === 'line') return form.rows.boxes[place.index];
  if (place.kind === 'notice') return form.notice?.box;
  if (place.kind === 'header') return form.header[place.index]?.box;
  const field = form.fields[place.index];
  if (field === undefined) return undefined;
  const [x, y] = firstLine(form);
  const onPage: Box = [x + field.box[0], y + field.box[1], field.box[2], field.box[3]];
  if (place.kind !== 'option') return onPage;
  const option = field.options?.[place.option]?.box;
  return option && [onPage[0] + option[0], onPage[1] + option[1], option[2], option[3]];
}

export function changeField(form: FormDefinition, place: Place, change: Partial<FormField>): FormDefinition {
  if (place.kind === 'header') {
    const field = form.header[place.index];
    return field === undefined
      ? form
      : { ...form, header: replaced(form.header, place.index, { ...field, ...change }) };
  }
  const field = fieldAt(form, place);
  return field === undefined ? form : { ...form, fields: replaced(form.fields, place.index, { ...field, ...change }) };
}

/** `box` on the page. */
export function setBox(form: FormDefinition, place: Place, box: Box): FormDefinition {
  const [x, y, w, h] = tidy(box);
  if (place.kind === 'line') return { ...form, rows: { boxes: replaced(form.rows.boxes, place.index, [x, y, w, h]) } };
  if (place.kind === 'notice') return form.notice ? { ...form, notice: { ...form.notice, box: [x, y, w, h] } } : form;
  if (place.kind === 'header') return changeField(form, place, { box: [x, y, w, h] });
  const line = firstLine(form);
  if (place.kind !== 'option') return changeField(form, place, { box: tidy([x - line[0], y - line[1], w, h]) });
  const field = form.fields[place.index]!;
  const options = (field.options ?? []).map((option, k) => {
    if (k !== place.option) return option;
    return { ...option, box: tidy([x - line[0] - field.box[0], y - line[1] - field.box[1], w, h]) };
  });
  return changeField(form, place, { options });
}

export function moveBy(form: FormDefinition, place: Place, dx: number, dy: number): FormDefinition {
  const box = boxOf(form, place);
  return box === undefined ? form : setBox(form, place, [box[0] + dx, box[1] + dy, box[2], box[3]]);
}

export function resizeBy(form: FormDefinition, place: Place, dw: number, dh: number): FormDefinition {
  const box = boxOf(form, place);
  return box === undefined ? form : setBox(form, place, [box[0], box[1], box[2] + dw, box[3] + dh]);
}

/** The last line and the last field stay: without them it is no form. */
export function remove(form: FormDefinition, place: Place): FormDefinition {
  const without = <T>(list: readonly T[], index: number) => list.filter((_, k) => k !== index);
  if (place.kind === 'notice') return { ...form, notice: null };
  if (place.kind === 'header') return { ...form, header: without(form.header, place.index) };
  if (place.kind === 'line') {
    if (form.rows.boxes.length === 1) return form;
    return { ...form, rows: { boxes: without(form.rows.boxes, place.index) } };
  }
  if (place.kind === 'option') {
    const options = without(form.fields[place.index]?.options ?? [], place.option);
    return changeField(form, place, { options });
  }
  return form.fields.length === 1 ? form : { ...form, fields: without(form.fields, place.index) };
}

const slug = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40);

/** A field's name in exports: its type, what is written over it where the type says little; numbered when taken. */
function freeName(
  form: FormDefinition,
  place: Place | null,
  { type, label }: { type: FieldType; label: string },
): string {
  const others = [
    ...form.fields.filter((_, k) => place === null || place.kind !== 'field' || place.index !== k),
    ...form.header.filter((_, k) => place === null || place.kind !== 'header' || place.index !== k),
  ];
  const taken = new Set(others.map((field) => field.name));
  const stem = (type === 'text' || type === 'number') && slug(label) !== '' ? slug(label) : type;
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem : `${stem}_${number}`;
    if (!taken.has(name)) return name;
  }
}

export function setType(form: FormDefinition, place: Place, type: FieldType): FormDefinition {
  const field = fieldAt(form, place);
  if (field === undefined) return form;
  const name = freeName(form, place, { type, label: field.label });
  return changeField(form, place, { type, name, certain: true });
}

/** A name made from the label follows it; else it stays, since exports and rules know the field by it. */
export function setLabel(form: FormDefinition, place: Place, label: string): FormDefinition {
  const field = fieldAt(form, place);
  if (field === undefined) return form;
  const isNamedAfter = field.type === 'text' || field.type === 'number';
  return changeField(form, place, {
    label,
    ...(isNamedAfter && { name: freeName(form, place, { type: field.type, label }) }),
  });
}

/** In two, side by side or one above the other; tick boxes stay with the first. */
export function split(form: FormDefinition, place: Place, way: 'across' | 'down'): FormDefinition {
  const halves = (box: Box): [Box, Box] => {
    const [x, y, w, h] = box;
    if (way === 'across') return [tidy([x, y, w / 2, h]), tidy([x + w / 2, y, w / 2, h])];
    return [tidy([x, y, w, h / 2]), tidy([x, y + h / 2, w, h / 2])];
  };
  const spread = <T>(list: readonly T[], index: number, first: T, second: T) =>
    list.flatMap((one, k) => (k === index ? [first, second] : [one]));
  if (place.kind === 'line') {
    const [first, second] = halves(form.rows.boxes[place.index]!);
    return { ...form, rows: { boxes: spread(form.rows.boxes, place.index, first, second) } };
  }
  const field = fieldAt(form, place);
  if (field === undefined || (place.kind !== 'field' && place.kind !== 'header')) return form;
  const [first, second] = halves(field.box);
  const twin: FormField = {
    name: freeName(form, null, { type: 'text', label: '' }),
    type: 'text',
    label: '',
    box: second,
    certain: false,
  };
  const list = spread(place.kind === 'header' ? form.header : form.fields, place.index, { ...field, box: first }, twin);
  return place.kind === 'header' ? { ...form, header: list } : { ...form, fields: list };
}

const around = (a: Box, b: Box): Box => {
  const [left, top] = [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
  const [right, bottom] = [Math.max(a[0] + a[2], b[0] + b[2]), Math.max(a[1] + a[3], b[1] + b[3])];
  return tidy([left, top, right - left, bottom - top]);
};

/** One with the next in the list: its box grows around both. */
export function mergeWithNext(form: FormDefinition, place: Place): FormDefinition {
  const next = place.index + 1;
  const a = boxOf(form, place);
  const b = boxOf(form, { ...place, index: next } as Place);
  if (a === undefined || b === undefined || place.kind === 'option' || place.kind === 'notice') return form;
  return remove(setBox(form, place, around(a, b)), { kind: place.kind, index: next });
}

/** `box` on the page: over the lines it becomes a field of every line, elsewhere one that is filled once a sheet. */
export function drawField(form: FormDefinition, box: Box): { form: FormDefinition; place: Place } {
  const middle = box[1] + box[3] / 2;
  const line = form.rows.boxes.find(([, y, , h]) => middle >= y && middle <= y + h);
  const common = {
    name: freeName(form, null, { type: 'text', label: '' }),
    type: 'text' as const,
    label: '',
    certain: false,
  };
  if (line === undefined) {
    const place: Place = { kind: 'header', index: form.header.length };
    return { form: { ...form, header: [...form.header, { ...common, box: tidy(box) }] }, place };
  }
  const field: FormField = { ...common, box: tidy([box[0] - line[0], box[1] - line[1], box[2], box[3]]) };
  return { form: { ...form, fields: [...form.fields, field] }, place: { kind: 'field', index: form.fields.length } };
}

/** A field behind the last one of the first line, or a header field above the lines. */
export function addField(form: FormDefinition, kind: 'field' | 'header'): { form: FormDefinition; place: Place } {
  const line = firstLine(form);
  if (kind === 'header') return drawField(form, [line[0], Math.max(0, line[1] - 20), NEW_FIELD * 2, 8]);
  const end = Math.max(0, ...form.fields.map(({ box }) => box[0] + box[2]));
  const room = Math.max(LEAST_SIDE, Math.min(NEW_FIELD, form.page.width - line[0] - end));
  return drawField(form, [line[0] + Math.min(end, form.page.width - line[0] - room), line[1], room, line[3]]);
}

export function addOption(form: FormDefinition, place: Place): FormDefinition {
  const field = form.fields[place.index];
  if (field === undefined) return form;
  const options = field.options ?? [];
  const side = Math.min(TICK_BOX, field.box[3]);
  const x = Math.min(1 + options.length * (side + 2), Math.max(0, field.box[2] - side));
  const box = tidy([x, Math.max(0, (field.box[3] - side) / 2), side, side]);
  return changeField(form, place, { options: [...options, { label: '', box }] });
}

export function setOptionLabel(form: FormDefinition, place: Place & { kind: 'option' }, label: string): FormDefinition {
  const options = (form.fields[place.index]?.options ?? []).map((option, k) =>
    k === place.option ? { ...option, label } : option,
  );
  return changeField(form, place, { options });
}

/** As many lines as the sheet has: new ones follow at the distance of the others. */
export function setLineCount(form: FormDefinition, count: number): FormDefinition {
  const { boxes } = form.rows;
  if (count < 1) return form;
  const [first, second] = [boxes[0]!, boxes[1]];
  const pitch = second === undefined ? first[3] : second[1] - first[1];
  const last = boxes.at(-1)!;
  const more = Array.from({ length: Math.max(0, count - boxes.length) }, (_, k) =>
    tidy([last[0], last[1] + (k + 1) * pitch, last[2], last[3]]),
  );
  return { ...form, rows: { boxes: [...boxes.slice(0, count), ...more] } };
}

/** All lines as wide and high as the first, at even distances between the first and the last. */
export function evenOut(form: FormDefinition): FormDefinition {
  const { boxes } = form.rows;
  const [first, last] = [boxes[0]!, boxes.at(-1)!];
  const pitch = boxes.length === 1 ? 0 : (last[1] - first[1]) / (boxes.length - 1);
  return { ...form, rows: { boxes: boxes.map((_, k) => tidy([first[0], first[1] + k * pitch, first[2], first[3]])) } };
}

export const uncertainPlaces = (form: FormDefinition): Place[] => [
  ...form.header.flatMap((field, index): Place[] => (field.certain ? [] : [{ kind: 'header', index }])),
  ...form.fields.flatMap((field, index): Place[] => (field.certain ? [] : [{ kind: 'field', index }])),
];
