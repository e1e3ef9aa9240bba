/** Petitions: their choices, notices and forms. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type FormDefinition, WORDLESS_TYPES } from '../../domain/form.ts';
import type { PetitionSettings } from '../../domain/policies.ts';
import { ROLES } from '../../domain/roles.ts';
import {
  formCreationSchema,
  formSummarySchema,
  idSchema,
  listOf,
  type PetitionWire,
  petitionChangeSchema,
  petitionCreationSchema,
  petitionSchema,
} from '../../domain/wire.ts';
import { recordAudit } from '../../store/audit.ts';
import { type Queryable, withTransaction } from '../../store/database.ts';
import {
  addForm,
  changePetition,
  countWaiting,
  createPetition,
  type FormVersion,
  getPetition,
  listForms,
  listPetitions,
  type Petition,
} from '../../store/petition.ts';
import { personOf } from '../auth/access.ts';
import type { AppDependencies } from '../dependencies.ts';
import { InvalidError } from '../error-handler.ts';

const params = z.object({ id: idSchema });
const everybody = { roles: ROLES } as const;
const makers = { roles: ['supervisor', 'administrator'] } as const;

function toFormWire(form: FormVersion): PetitionWire['forms'][number] {
  const { id, key, version, definition, noticeVersion } = form;
  return { id, key, version, definition, frozen: form.isFrozen, retired: form.isRetired, noticeVersion };
}

function toPetitionWire(petition: Petition & { awaitingReview: number }, forms: FormVersion[]): PetitionWire {
  return {
    ...petition,
    createdAt: petition.createdAt.toISOString(),
    forms: forms.filter((form) => form.petitionId === petition.id).map(toFormWire),
  };
}

async function readPetition(database: Queryable, id: string): Promise<PetitionWire> {
  const petition = await getPetition(database, id);
  const [forms, awaitingReview] = await Promise.all([
    listForms(database, { petitionIds: [id], withPrint: true }),
    countWaiting(database, id),
  ]);
  return toPetitionWire({ ...petition, awaitingReview }, forms);
}

interface Choices {
  countableFields?: string[] | undefined;
  settings?: Partial<PetitionSettings> | undefined;
}

/** Choices must name fields that the form has; what says nothing (a column for officials) makes no line countable. */
function choiceProblems(form: FormDefinition, { countableFields = [], settings = {} }: Choices) {
  const named = new Map(form.fields.map((field) => [field.name, field]));
  const problems = countableFields
    .filter((name) => !named.has(name) || named.get(name)?.type === 'office')
    .map((name) => ({ path: 'countableFields', message: `the form has no such field: ${name}` }));
  const contact = settings.contactField;
  if (contact != null && (!named.has(contact) || WORDLESS_TYPES.includes(named.get(contact)!.type))) {
    problems.push({ path: 'settings.contactField', message: `the form has no such field: ${contact}` });
  }
  return problems;
}

function refuse(problems: { path: string; message: string }[]): void {
  if (problems.length > 0) throw new InvalidError('form_invalid', 'The form cannot be used as it is.', problems);
}

export const petitionRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database, checkForm }) => {
  app.get('/api/petitions', { config: everybody, schema: { response: { 200: listOf(petitionSchema) } } }, async () => {
    const petitions = await listPetitions(database);
    const forms = await listForms(database, { petitionIds: petitions.map((petition) => petition.id) });
    return { items: petitions.map((petition) => toPetitionWire(petition, forms)) };
  });

  app.get(
    '/api/petitions/:id',
    { config: everybody, schema: { params, response: { 200: petitionSchema } } },
    async (request) => await readPetition(database, request.params.id),
  );

  app.post(
    '/api/petitions',
    { config: makers, schema: { body: petitionCreationSchema, response: { 201: petitionSchema } } },
    async (request, reply) => {
      const { body } = request;
      refuse([...checkForm(body.form), ...choiceProblems(body.form, body)]);
      const id = await withTransaction(database, async (transaction) => {
        const created = await createPetition(transaction, body);
        await recordAudit(transaction, {
          personId: personOf(request).id,
          kind: 'petition_created',
          subjectType: 'petition',
          subjectId: created,
        });
        return created;
      });
      return reply.code(201).send(await readPetition(database, id));
    },
  );

  app.patch(
    '/api/petitions/:id',
    { config: makers, schema: { params, body: petitionChangeSchema, response: { 200: petitionSchema } } },
    async (request) => {
      const { id } = request.params;
      const forms = await listForms(database, { petitionIds: [id] });
      // Any of the petition's forms may carry the field: older sheets keep arriving.
      const fields = forms.flatMap((form) => form.definition.fields);
      const [first] = forms;
      if (first !== undefined) refuse(choiceProblems({ ...first.definition, fields }, request.body));
      await withTransaction(database, async (transaction) => {
        await changePetition(transaction, id, request.body);
        await recordAudit(transaction, {
          personId: personOf(request).id,
          kind: 'petition_changed',
          subjectType: 'petition',
          subjectId: id,
          details: { changed: Object.keys(request.body) },
        });
      });
      return await readPetition(database, id);
    },
  );

  app.post(
    '/api/petitions/:id/forms',
    { config: makers, schema: { params, body: formCreationSchema, response: { 201: formSummarySchema } } },
    async (request, reply) => {
      const { id } = request.params;
      const { form, notice } = request.body;
      refuse(checkForm(form));
      const formId = await withTransaction(database, async (transaction) => {
        await getPetition(transaction, id);
        const created = await addForm(transaction, { petitionId: id, form, notice });
        await recordAudit(transaction, {
          personId: personOf(request).id,
          kind: 'form_added',
          subjectType: 'form_definition',
          subjectId: created,
        });
        return created;
      });
      const [created] = await listForms(database, { formId, withPrint: true });
      return reply.code(201).send(toFormWire(created!));
    },
  );
};
