/** Is this a usable form definition? Schema first, then geometry; every problem names the field and says what is wrong. */
import type { FormDefinition } from '../domain/form.ts';
import { formDefinitionSchema } from '../domain/form.ts';
import { type Box, boxesOverlap, isInside, offsetBox } from '../domain/geometry.ts';

export interface FormProblem {
  /** Where, as in `fields.2.box` or `rows.boxes.0`. */
  path: string;
  /** Stable, snake_case. */
  code:
    | 'form_schema'
    | 'box_outside'
    | 'boxes_overlap'
    | 'name_taken'
    | 'field_outside_line'
    | 'option_outside'
    | 'too_many_lines';
  /** English sentence. */
  message: string;
}

export type CheckedForm = { ok: true; form: FormDefinition } | { ok: false; problems: FormProblem[] };

/** mm: detection and drawing by hand leave boxes overlapping or sticking out by this much. */
const TOLERANCE = 0.8;
/** No sheet has more lines. */
const MOST_LINES = 500;
/** Named at most; the rest follows from the first. */
const MOST_PROBLEMS = 50;

/** @param content parsed JSON of any shape */
export function checkForm(content: unknown): CheckedForm {
  const parsed = formDefinitionSchema.safeParse(content);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue): FormProblem => {
      const path = issue.path.join('.');
      return { path, code: 'form_schema', message: `${describePath(path, content)}: ${issue.message}.` };
    });
    return { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
  }
  const form = parsed.data;
  const problems = [...checkLines(form), ...checkFields(form), ...checkHeader(form), ...checkNames(form)];
  return problems.length === 0 ? { ok: true, form } : { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
}

/** `fields.2.type` → `Field "Nom" (fields.2.type)`, as far as the content has a label there. */
function describePath(path: string, content: unknown): string {
  const [list, index] = path.split('.');
  if ((list !== 'fields' && list !== 'header') || index === undefined)
    return path === '' ? 'The form definition' : path;
  const field: unknown = (content as Record<string, unknown[]>)[list]?.[Number(index)];
  const named = field as { label?: unknown; name?: unknown } | null | undefined;
  const name = named?.label || named?.name;
  return typeof name === 'string' ? `Field "${name}" (${path})` : path;
}

const pageBox = ({ page }: FormDefinition): Box => [0, 0, page.width, page.height];

function checkLines(form: FormDefinition): FormProblem[] {
  const { boxes } = form.rows;
  if (boxes.length > MOST_LINES) {
    return [
      {
        path: 'rows.boxes',
        code: 'too_many_lines',
        message: `${boxes.length} lines; at most ${MOST_LINES} are possible.`,
      },
    ];
  }
  const problems: FormProblem[] = [];
  boxes.forEach((box, k) => {
    if (!isInside(box, pageBox(form), TOLERANCE)) {
      problems.push({ path: `rows.boxes.${k}`, code: 'box_outside', message: `Line ${k + 1} lies outside the page.` });
    }
    for (let other = 0; other < k; other++) {
      if (!boxesOverlap(box, boxes[other]!, TOLERANCE)) continue;
      const message = `Line ${k + 1} overlaps line ${other + 1}.`;
      problems.push({ path: `rows.boxes.${k}`, code: 'boxes_overlap', message });
    }
  });
  return problems;
}

const titleOf = (field: { label: string; name: string }) => field.label || field.name;

/** A column may stand apart from the table, but at the height of its line and on the page. */
function isBesideLines(box: Box, form: FormDefinition, height: number): boolean {
  const isLevel = box[1] >= -TOLERANCE && box[1] + box[3] <= height + TOLERANCE;
  // A line that is itself outside is named by its own problem.
  const lines = form.rows.boxes.filter((line) => isInside(line, pageBox(form), TOLERANCE));
  return isLevel && lines.every((line) => isInside(offsetBox(box, line), pageBox(form), TOLERANCE));
}

function checkFields(form: FormDefinition): FormProblem[] {
  const problems: FormProblem[] = [];
  // Lines may differ a little in height; a field must fit the largest.
  const height = Math.max(...form.rows.boxes.map((it) => it[3]));
  form.fields.forEach((field, k) => {
    const path = `fields.${k}.box`;
    if (!isBesideLines(field.box, form, height)) {
      problems.push({ path, code: 'field_outside_line', message: `Field "${titleOf(field)}" lies outside its line.` });
    }
    for (let other = 0; other < k; other++) {
      if (!boxesOverlap(field.box, form.fields[other]!.box, TOLERANCE)) continue;
      const message = `Field "${titleOf(field)}" overlaps field "${titleOf(form.fields[other]!)}".`;
      problems.push({ path, code: 'boxes_overlap', message });
    }
    problems.push(...checkOptions(field, `fields.${k}`));
  });
  return problems;
}

function checkOptions(field: FormDefinition['fields'][number], path: string): FormProblem[] {
  const inside: Box = [0, 0, field.box[2], field.box[3]];
  return (field.options ?? []).flatMap((option, k): FormProblem[] =>
    isInside(option.box, inside, TOLERANCE)
      ? []
      : [
          {
            path: `${path}.options.${k}.box`,
            code: 'option_outside',
            message: `Tick box "${option.label}" lies outside field "${titleOf(field)}".`,
          },
        ],
  );
}

function checkHeader(form: FormDefinition): FormProblem[] {
  const lines = form.rows.boxes.flatMap((line) => form.fields.map((field) => offsetBox(field.box, line)));
  const problems: FormProblem[] = [];
  form.header.forEach((field, k) => {
    const path = `header.${k}.box`;
    const name = titleOf(field);
    if (!isInside(field.box, pageBox(form), TOLERANCE)) {
      problems.push({ path, code: 'box_outside', message: `Field "${name}" lies outside the page.` });
    }
    if (lines.some((it) => boxesOverlap(field.box, it, TOLERANCE))) {
      problems.push({ path, code: 'boxes_overlap', message: `Field "${name}" overlaps a line for signers.` });
    }
    const other = form.header.findIndex((it, n) => n < k && boxesOverlap(field.box, it.box, TOLERANCE));
    if (other >= 0) {
      const message = `Field "${name}" overlaps field "${titleOf(form.header[other]!)}".`;
      problems.push({ path, code: 'boxes_overlap', message });
    }
  });
  return problems;
}

function checkNames(form: FormDefinition): FormProblem[] {
  const named = [
    ...form.fields.map((it, k) => ({ name: it.name, path: `fields.${k}.name` })),
    ...form.header.map((it, k) => ({ name: it.name, path: `header.${k}.name` })),
  ];
  return named
    .filter((it, k) => named.findIndex((other) => other.name === it.name) < k)
    .map(({ name, path }) => ({ path, code: 'name_taken', message: `Two fields are named "${name}".` }));
}
