/** Petitions: their choices, notices and forms. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '../../domain/roles.ts';
import {
  formCreationSchema,
  formSummarySchema,
  petitionChangeSchema,
  petitionCreationSchema,
  petitionSchema,
} from '../../domain/wire-petition.ts';
import { idSchema, listOf } from '../../domain/wire.ts';
import { printRequestSchema } from '../../domain/wire-draft.ts';
import { checkPrintable, printSheets } from '../../forms/print-form.ts';
import { recordAudit } from '../../store/audit.ts';
import { withTransaction } from '../../store/database.ts';
import {
  addForm,
  changePetition,
  createPetition,
  getPetition,
  listForms,
  listPetitions,
  refuseSettled,
  takeSheetNumbers,
} from '../../store/petition.ts';
import { personOf } from '../auth/access.ts';
import type { AppDependencies } from '../dependencies.ts';
import { choiceProblems, refuse } from '../petitions/check-choices.ts';
import { findPetitionParts, readPetition, toFormWire, toPetitionWire } from '../petitions/petition-wire.ts';

const params = z.object({ id: idSchema });
const everybody = { roles: ROLES } as const;
const makers = { roles: ['supervisor', 'administrator'] } as const;

export const petitionRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database, checkForm }) => {
  app.get('/api/petitions', { config: everybody, schema: { response: { 200: listOf(petitionSchema) } } }, async () => {
    const petitions = await listPetitions(database);
    const ids = petitions.map((petition) => petition.id);
    const parts = await findPetitionParts(database, ids);
    return { items: petitions.map((petition) => toPetitionWire(petition, parts)) };
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
        await refuseSettled(transaction, id, request.body);
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

  // Not a download by address: every call takes the next numbers.
  app.post(
    '/api/petitions/:id/forms/:formId/print',
    { config: makers, schema: { params: params.extend({ formId: idSchema }), body: printRequestSchema } },
    async (request, reply) => {
      const { id, formId } = request.params;
      const { copies, introduction } = request.body;
      const { form, firstSheet } = await withTransaction(database, async (transaction) => {
        const taken = await takeSheetNumbers(transaction, { petitionId: id, formId, copies });
        // A refusal takes no numbers: a gap would have to be explained when sheets are counted.
        checkPrintable(taken.form);
        await recordAudit(transaction, {
          personId: personOf(request).id,
          kind: 'sheets_printed',
          subjectType: 'form_definition',
          subjectId: formId,
          details: { copies, firstSheet: taken.firstSheet },
        });
        return taken;
      });
      const options = { petitionId: id, copies, firstSheet, ...(introduction !== undefined && { introduction }) };
      const name = `${form.id}-${form.version}-${firstSheet}.pdf`;
      reply.header('content-disposition', `attachment; filename="${name}"`);
      return reply.type('application/pdf').send(Buffer.from(await printSheets(form, options)));
    },
  );
};
