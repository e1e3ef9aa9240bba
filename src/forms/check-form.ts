/** Is this a usable form definition? Schema first, then geometry; every problem names the field and says what is wrong. */
import type { z } from 'zod';
import type { FormDefinition } from '../domain/form.ts';
import { formDefinitionSchema } from '../domain/form.ts';
import type { FormProblem } from '../domain/form-problem.ts';
import { type Box, boxesOverlap, isInside, offsetBox } from '../domain/geometry.ts';

/** Empty when the content is a form definition that can be used. */
export function findFormProblems(content: unknown): FormProblem[] {
  const checked = checkForm(content);
  return checked.ok ? [] : checked.problems;
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
      const params = { what: describePath(path, content), ...expectationOf(issue) };
      return { path, code: 'form_schema', message: `${describePath(path, content)}: ${issue.message}.`, params };
    });
    return { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
  }
  const form = parsed.data;
  const problems = [...checkLines(form), ...checkFields(form), ...checkHeader(form), ...checkNames(form)];
  return problems.length === 0 ? { ok: true, form } : { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
}

/** What the schema wanted there, as far as that is a word or a number: the rest of zod's sentence is English. */
function expectationOf(issue: z.core.$ZodIssue): Record<string, string | number> {
  if (issue.code === 'invalid_type') return { expected: issue.expected };
  if (issue.code === 'invalid_value') return { expected: issue.values.map(String).join(', ') };
  if (issue.code === 'too_small' && typeof issue.minimum === 'number') return { least: issue.minimum };
  return {};
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
        params: { lines: boxes.length, most: MOST_LINES },
      },
    ];
  }
  const problems: FormProblem[] = [];
  boxes.forEach((box, k) => {
    if (!isInside(box, pageBox(form), TOLERANCE)) {
      const message = `Line ${k + 1} lies outside the page.`;
      problems.push({ path: `rows.boxes.${k}`, code: 'box_outside', message, params: { line: k + 1 } });
    }
    for (let other = 0; other < k; other++) {
      if (!boxesOverlap(box, boxes[other]!, TOLERANCE)) continue;
      const message = `Line ${k + 1} overlaps line ${other + 1}.`;
      const params = { line: k + 1, otherLine: other + 1 };
      problems.push({ path: `rows.boxes.${k}`, code: 'boxes_overlap', message, params });
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
      const message = `Field "${titleOf(field)}" lies outside its line.`;
      problems.push({ path, code: 'field_outside_line', message, params: { what: titleOf(field) } });
    }
    for (let other = 0; other < k; other++) {
      if (!boxesOverlap(field.box, form.fields[other]!.box, TOLERANCE)) continue;
      const params = { what: titleOf(field), other: titleOf(form.fields[other]!) };
      const message = `Field "${params.what}" overlaps field "${params.other}".`;
      problems.push({ path, code: 'boxes_overlap', message, params });
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
            params: { what: option.label, other: titleOf(field) },
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
      const message = `Field "${name}" lies outside the page.`;
      problems.push({ path, code: 'box_outside', message, params: { what: name } });
    }
    if (lines.some((it) => boxesOverlap(field.box, it, TOLERANCE))) {
      const message = `Field "${name}" overlaps a line for signers.`;
      problems.push({ path, code: 'boxes_overlap', message, params: { what: name } });
    }
    const other = form.header.findIndex((it, n) => n < k && boxesOverlap(field.box, it.box, TOLERANCE));
    if (other >= 0) {
      const params = { what: name, other: titleOf(form.header[other]!) };
      const message = `Field "${name}" overlaps field "${params.other}".`;
      problems.push({ path, code: 'boxes_overlap', message, params });
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
    .map(({ name, path }) => ({
      path,
      code: 'name_taken',
      message: `Two fields are named "${name}".`,
      params: { what: name },
    }));
}
