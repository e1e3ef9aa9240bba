/** The fields of a petition that may be checked in columns, with what speaks for and against them. */
import { ConflictError, NotFoundError } from '../../domain/errors.ts';
import type { FormField } from '../../domain/form.ts';
import type { ColumnWire } from '../../domain/wire-columns.ts';
import { barOf, columnFields, judgeColumn, MAY_BE_EMPTY } from '../../review/column-fields.ts';
import { type ColumnAsk, countCells, measureColumn } from '../../store/column.ts';
import type { Database } from '../../store/database.ts';
import { getPetition, listForms, type Petition } from '../../store/petition.ts';

function askFor(petition: Petition, { name, type }: FormField): ColumnAsk {
  const bar = barOf(petition.prefillPolicy, type);
  return { petitionId: petition.id, field: name, type, bar, mayBeEmpty: MAY_BE_EMPTY.includes(type) };
}

/** Of all the petition's forms; a name that stands for different types on two of them is no one column. */
async function fieldsOf(database: Database, petition: Petition): Promise<FormField[]> {
  const forms = await listForms(database, { petitionIds: [petition.id] });
  const byName = new Map<string, FormField>();
  const types = new Map<string, Set<string>>();
  for (const { definition } of forms) {
    for (const { name, type } of definition.fields) types.set(name, (types.get(name) ?? new Set()).add(type));
    for (const field of columnFields(definition, petition.settings.contactField)) byName.set(field.name, field);
  }
  return [...byName.values()].filter(({ name }) => types.get(name)?.size === 1);
}

async function judge(database: Database, petition: Petition, field: FormField) {
  const ask = askFor(petition, field);
  const measured = await measureColumn(database, ask);
  return { ask, measured, verdict: judgeColumn(field.type, measured, ask.bar) };
}

export async function listColumns(database: Database, petitionId: string, personId: string): Promise<ColumnWire[]> {
  const petition = await getPetition(database, petitionId);
  const fields = await fieldsOf(database, petition);
  return await Promise.all(
    fields.map(async (field) => {
      const { ask, measured, verdict } = await judge(database, petition, field);
      const waiting = verdict === 'offered' ? await countCells(database, ask, personId) : 0;
      return { field: field.name, type: field.type, label: field.label, waiting, verdict, measured, bar: ask.bar };
    }),
  );
}

/** @throws NotFoundError column_unknown; ConflictError column_not_offered */
export async function offeredColumn(
  database: Database,
  wish: { petitionId: string; field: string },
): Promise<{ ask: ColumnAsk; label: string }> {
  const petition = await getPetition(database, wish.petitionId);
  const field = (await fieldsOf(database, petition)).find(({ name }) => name === wish.field);
  if (field === undefined) throw new NotFoundError('column_unknown', 'This field cannot be checked in a column.');
  const { ask, verdict } = await judge(database, petition, field);
  if (verdict !== 'offered') {
    throw new ConflictError(
      'column_not_offered',
      'The readings of this field are not precise enough to be checked in a column.',
      {
        remedy: 'Review the lines one by one.',
      },
    );
  }
  return { ask, label: field.label };
}
