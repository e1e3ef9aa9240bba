/** Accounts of the people who work here: created, changed, disabled, reset by an administrator. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idSchema, listOf } from '../../domain/wire.ts';
import {
  passwordResetSchema,
  personChangeSchema,
  personCreatedSchema,
  personCreationSchema,
  personSchema,
} from '../../domain/wire-people.ts';
import { recordAudit } from '../../store/audit.ts';
import { withTransaction } from '../../store/database.ts';
import { changePerson, createPerson, getPerson, listPeople, setPassword } from '../../store/person.ts';
import { personOf } from '../auth/access.ts';
import { generatePassword, hashPassword } from '../auth/passwords.ts';
import type { AppDependencies } from '../dependencies.ts';
import { toPersonWire } from './person-wire.ts';

const config = { roles: ['administrator'] } as const;
const params = z.object({ id: idSchema });

export const peopleRoutes: FastifyPluginAsyncZod<AppDependencies> = async (app, { database }) => {
  app.get('/api/people', { config, schema: { response: { 200: listOf(personSchema) } } }, async () => ({
    items: (await listPeople(database)).map(toPersonWire),
  }));

  app.post(
    '/api/people',
    { config, schema: { body: personCreationSchema, response: { 201: personCreatedSchema } } },
    async (request, reply) => {
      const password = generatePassword();
      const passwordHash = await hashPassword(password);
      const person = await withTransaction(database, async (transaction) => {
        const created = await createPerson(transaction, { ...request.body, passwordHash, mustChangePassword: true });
        await recordAudit(transaction, {
          personId: personOf(request).id,
          kind: 'person_created',
          subjectType: 'person',
          subjectId: created.id,
          details: { roles: created.roles },
        });
        return created;
      });
      return reply.code(201).send({ ...toPersonWire(person), password });
    },
  );

  app.patch(
    '/api/people/:id',
    { config, schema: { params, body: personChangeSchema, response: { 200: personSchema } } },
    async (request) => {
      const { id } = request.params;
      const { roles, disabled } = request.body;
      const person = await withTransaction(database, async (transaction) => {
        const changed = await changePerson(transaction, id, request.body);
        await recordAudit(transaction, {
          personId: personOf(request).id,
          kind: 'person_changed',
          subjectType: 'person',
          subjectId: id,
          details: { ...(roles && { roles }), ...(disabled === undefined ? {} : { disabled }) },
        });
        return changed;
      });
      return toPersonWire(person);
    },
  );

  app.post(
    '/api/people/:id/password',
    { config, schema: { params, response: { 200: passwordResetSchema } } },
    async (request) => {
      const { id } = request.params;
      const password = generatePassword();
      const hash = await hashPassword(password);
      await withTransaction(database, async (transaction) => {
        await getPerson(transaction, id);
        await setPassword(transaction, { personId: id, hash, mustChange: true });
        await recordAudit(transaction, {
          personId: personOf(request).id,
          kind: 'password_reset',
          subjectType: 'person',
          subjectId: id,
        });
      });
      return { password };
    },
  );
};
