/**
 * What travels over HTTP: request bodies and answers, one schema each. The server validates and documents with
 * them (OpenAPI), the pages take their types from them. Times are ISO 8601, dates YYYY-MM-DD, ids UUIDs.
 */
import { z } from 'zod';
import { HANDWRITING_STATES } from './candidate.ts';
import { fieldTypeSchema, formDefinitionSchema } from './form.ts';
import { LINE_STATES } from './ledger.ts';
import { LONGEST_NOTE, LONGEST_VALUE } from './limits.ts';
import { ownKeysSchema } from './own-keys.ts';
import {
  petitionSettingsChangeSchema,
  petitionSettingsSchema,
  prefillPolicySchema,
  secondKeyingPolicySchema,
} from './policies.ts';
import { rejectionReasonSchema } from './reasons.ts';
import { roleSchema } from './roles.ts';
import { claimNoteSchema, handedBackSchema } from './wire-questions.ts';

export const idSchema = z.uuid();
export const dateSchema = z.iso.date();
export const timeSchema = z.iso.datetime();
export const textSchema = (max: number) => z.string().trim().min(1).max(max);
export const fieldValueSchema = z.string().max(LONGEST_VALUE);
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullish() });

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  /** Stable code; the interface translates by it and `params`. */
  code: z.string(),
  detail: z.string().optional(),
  remedy: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** For invalid bodies: which field, what is wrong. */
  problems: z
    .array(
      z.object({
        path: z.string(),
        message: z.string(),
        code: z.string().optional(),
        params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      }),
    )
    .optional(),
});

// --- people and sessions -------------------------------------------------------------------------------------------

export const signInSchema = z.object({
  email: z.string().trim().toLowerCase().max(254),
  password: z.string().min(1).max(256),
});
export const personSchema = z.object({
  id: idSchema,
  email: z.string(),
  displayName: z.string(),
  roles: z.array(roleSchema),
  language: z.enum(['fr', 'en']),
  mustChangePassword: z.boolean(),
  disabled: z.boolean(),
  createdAt: timeSchema,
});
export type PersonWire = z.infer<typeof personSchema>;
export const sessionSchema = z.object({
  user: personSchema,
  csrfToken: z.string(),
  /** Keys of the review station that differ from the usual ones. */
  keys: ownKeysSchema,
});
export type SessionWire = z.infer<typeof sessionSchema>;
export const passwordChangeSchema = z.object({ current: z.string().max(256), next: z.string().min(12).max(256) });
/** What a person may change about the own account. */
export const ownSettingsSchema = z.object({
  displayName: textSchema(120).optional(),
  language: z.enum(['fr', 'en']).optional(),
  keys: ownKeysSchema.optional(),
});
export const personCreationSchema = z.object({
  email: z.email().toLowerCase().max(254),
  displayName: textSchema(120),
  roles: z.array(roleSchema).min(1),
  language: z.enum(['fr', 'en']).default('fr'),
});
/** The first password is shown once, to whoever created the account. */
export const personCreatedSchema = personSchema.extend({ password: z.string() });
export const personChangeSchema = z.object({
  displayName: textSchema(120).optional(),
  roles: z.array(roleSchema).min(1).optional(),
  language: z.enum(['fr', 'en']).optional(),
  disabled: z.boolean().optional(),
});
export const passwordResetSchema = z.object({ password: z.string() });

// --- petitions -----------------------------------------------------------------------------------------------------

export const petitionCreationSchema = z.object({
  title: textSchema(300),
  language: z.string().regex(/^[a-z]{2}$/),
  form: formDefinitionSchema,
  addressees: z.array(textSchema(300)).max(50).optional(),
  closesOn: dateSchema.nullish(),
  notice: z.object({ text: z.string().max(20_000), recipients: z.array(textSchema(300)).max(50) }).optional(),
  countableFields: z.array(z.string()).min(1).optional(),
  reasons: z.array(rejectionReasonSchema).min(1).optional(),
  prefillPolicy: prefillPolicySchema.optional(),
  secondKeying: secondKeyingPolicySchema.optional(),
  settings: petitionSettingsChangeSchema.optional(),
});
export const petitionChangeSchema = petitionCreationSchema
  .omit({ form: true, notice: true })
  .partial()
  .extend({
    state: z.enum(['open', 'closed']).optional(),
  });
/** A new version of a petition's form; the notice when its text changed. */
export const formCreationSchema = petitionCreationSchema.pick({ form: true, notice: true });
export const formSummarySchema = z.object({
  id: idSchema,
  key: z.string(),
  version: z.number(),
  definition: formDefinitionSchema,
  frozen: z.boolean(),
  retired: z.boolean(),
  noticeVersion: z.number(),
  /** Sheets of its print edition so far. */
  printedSheets: z.number(),
});
export const petitionSchema = z.object({
  id: idSchema,
  title: z.string(),
  language: z.string(),
  addressees: z.array(z.string()),
  state: z.enum(['open', 'closed']),
  isPractice: z.boolean(),
  closesOn: dateSchema.nullable(),
  countableFields: z.array(z.string()),
  reasons: z.array(rejectionReasonSchema),
  prefillPolicy: prefillPolicySchema,
  secondKeying: secondKeyingPolicySchema,
  settings: petitionSettingsSchema,
  createdAt: timeSchema,
  forms: z.array(formSummarySchema),
  /** The latest notice. */
  notice: z.object({ version: z.number(), text: z.string(), recipients: z.array(z.string()) }),
  /** A person has decided a line: what all lines are judged by no longer changes. */
  isDecided: z.boolean(),
  /** Lines waiting for this petition's reviewers. */
  awaitingReview: z.number(),
});
export type PetitionWire = z.infer<typeof petitionSchema>;

// --- batches, scans, pages -----------------------------------------------------------------------------------------

/** How a delivery came. */
export const batchChannelSchema = z.enum(['post', 'courier', 'hand', 'email', 'other']);
export const batchCreationSchema = z.object({
  name: textSchema(200),
  declaredSheets: z.number().int().min(0).max(1_000_000).nullish(),
  declaredSignatures: z.number().int().min(0).max(10_000_000).nullish(),
  sender: textSchema(300).nullish(),
  receivedOn: dateSchema.nullish(),
  postmarkedOn: dateSchema.nullish(),
  channel: batchChannelSchema.nullish(),
  box: textSchema(100).nullish(),
  folder: textSchema(100).nullish(),
});
export const PAGE_STATES = [
  'queued',
  'preprocessed',
  'read',
  'blank',
  'unrecognised',
  'unreadable',
  'failed',
  'withdrawn',
] as const;
export const reasonSchema = z.object({
  code: z.string(),
  message: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export const batchPageSchema = z.object({
  id: idSchema,
  scanId: idSchema,
  file: z.string(),
  page: z.number(),
  state: z.enum(PAGE_STATES),
  reason: reasonSchema.nullable(),
  /** Printed lines known on this page, superseded ones left out. */
  lines: z.number(),
  petitionId: idSchema.nullable(),
  /** Given back to the mailroom to be scanned again. */
  handedBack: handedBackSchema,
  /** What a person should know about how it was scanned; there while the page still waits to be read. */
  warnings: z.array(reasonSchema),
  /** Whether the scan itself was looked at. */
  assessed: z.boolean(),
  /** The page whose paper this one shows again, or whose place it takes. */
  twin: z
    .object({
      pageId: idSchema,
      likeness: z.number().nullable(),
      verdict: z.enum(['held', 'different', 'replaces', 'dropped']),
    })
    .nullable(),
  replacedBy: idSchema.nullable(),
  insertKind: z.enum(['letter', 'cheque', 'other']).nullable(),
  separatorId: idSchema.nullable(),
  /** A person looked at what the machine settled by itself. */
  glanced: z.boolean(),
});
/** A received file whose pages are not split yet, or never will be. */
export const batchScanSchema = z.object({
  id: idSchema,
  file: z.string(),
  state: z.enum(['received', 'split', 'refused', 'withdrawn']),
  reason: reasonSchema.nullable(),
  /** Other pages of the same file are in another batch, or were read before. */
  isPart: z.boolean(),
  pageCount: z.number(),
  bytes: z.number(),
  receivedAt: timeSchema,
});
export const batchSummarySchema = z.object({
  id: idSchema,
  petitionId: idSchema,
  name: z.string(),
  sender: z.string().nullable(),
  receivedOn: dateSchema,
  postmarkedOn: dateSchema.nullable(),
  declaredSheets: z.number().nullable(),
  declaredSignatures: z.number().nullable(),
  channel: batchChannelSchema.nullable(),
  box: z.string().nullable(),
  folder: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  isPractice: z.boolean(),
  createdAt: timeSchema,
  /** Counts for the progress strip. */
  progress: z.object({
    scans: z.number(),
    pages: z.number(),
    pagesByState: z.partialRecord(z.enum(PAGE_STATES), z.number()),
    lines: z.number(),
    linesByState: z.partialRecord(z.enum(LINE_STATES), z.number()),
    /** Pages held because their paper seems to be there already. */
    held: z.number(),
  }),
});
export const batchSchema = batchSummarySchema.extend({
  pages: z.array(batchPageSchema),
  scans: z.array(batchScanSchema),
});
export type BatchWire = z.infer<typeof batchSchema>;

export const scanOutcomeSchema = z.object({
  file: z.string(),
  outcome: z.enum(['accepted', 'duplicate', 'refused']),
  code: z.string().optional(),
  message: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  scanId: idSchema.optional(),
  /** For a duplicate: where the same bytes already are. */
  batchId: idSchema.optional(),
  batchName: z.string().optional(),
});
export const scanMoveSchema = z.object({ batchId: idSchema });

export const lineWireSchema = z.object({
  id: idSchema,
  index: z.number(),
  state: z.enum(LINE_STATES),
  reason: rejectionReasonSchema.nullable(),
  version: z.number(),
  box: z.array(z.number()),
  found: z.string().nullable(),
  foundSigned: z.boolean().nullable(),
  restricted: z.boolean(),
  erased: z.boolean(),
  stripUrl: z.string(),
});
/** A line with its place, for lists by state or reason. */
export const placedLineSchema = lineWireSchema.extend({
  pageId: idSchema,
  sheet: z.string(),
  duplicateOfId: idSchema.nullable(),
});
export const lineFilterSchema = z.object({
  state: z.enum(LINE_STATES).optional(),
  reason: rejectionReasonSchema.optional(),
  pageId: idSchema.optional(),
  /** `next` of the page before. */
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const pageSchema = batchPageSchema.extend({
  batchId: idSchema,
  petitionTitle: z.string().nullable(),
  formDefinitionId: idSchema.nullable(),
  orientation: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  dpi: z.number().nullable(),
  /** For an unrecognised page: the nearest forms, best first. */
  nearest: z.array(z.object({ formDefinitionId: idSchema, petitionTitle: z.string(), score: z.number() })),
  imageUrl: z.string(),
  /** Where the paper lies. */
  paper: z.object({ batchName: z.string(), box: z.string().nullable(), folder: z.string().nullable() }),
  /** A counted line names its signer. */
  items: z.array(lineWireSchema.extend({ signerId: idSchema.nullable() })),
});
export type PageWire = z.infer<typeof pageSchema>;
export const formChoiceSchema = z.object({ formDefinitionId: idSchema });
export const turnSchema = z.object({ degrees: z.union([z.literal(90), z.literal(180), z.literal(270)]) });

// --- review --------------------------------------------------------------------------------------------------------

export const claimRequestSchema = z.object({
  petitionId: idSchema,
  limit: z.number().int().min(1).max(200).default(1),
  /** Give back first what this person already holds: after a reload of the page. */
  resume: z.boolean().default(false),
  /** Also what was put off until later. */
  postponed: z.boolean().default(false),
});
/** Leases to prolong or to give back, by the lines' ids. */
export const leasesSchema = z.object({ ids: z.array(idSchema).min(1).max(200) });
export const leaseSchema = z.object({ id: idSchema, leaseExpiresAt: timeSchema });
export const alternativeSchema = z.object({ value: z.string(), probability: z.number() });
export const claimSchema = z.object({
  /** The line's id. */
  id: idSchema,
  version: z.number(),
  leaseExpiresAt: timeSchema,
  pageId: idSchema,
  index: z.number(),
  /** review: first sight. second_keying: blind. adjudication: two values, unattributed. */
  mode: z.enum(['review', 'second_keying', 'adjudication']),
  /** Field name to the value that would be stored; '' where nothing was read. In second keying all are ''. */
  fields: z.record(z.string(), z.string()),
  prefill: z.record(z.string(), z.boolean()),
  confidence: z.record(z.string(), z.number()),
  ditto: z.record(z.string(), z.boolean()),
  alternatives: z.record(z.string(), z.array(alternativeSchema)),
  imageUrl: z.string(),
  /** px of the strip image served at imageUrl. */
  strip: z.object({
    width: z.number(),
    height: z.number(),
    /** The line inside the strip: neighbours show around it. */ line: z.array(z.number()),
  }),
  /** In the order of the form; box in px of the strip image. */
  formFields: z.array(
    z.object({
      name: z.string(),
      type: fieldTypeSchema,
      label: z.string(),
      box: z.array(z.number()),
      required: z.boolean(),
      /** For `choice`. */
      options: z.array(z.string()).optional(),
    }),
  ),
  found: z.object({ state: z.string().nullable(), signed: z.boolean().nullable() }),
  /** Fields that somebody confirmed among many of their kind; none in second keying. */
  confirmed: z.array(z.string()),
  /** In adjudication: the reasons that the two gave, unattributed. */
  reasons: z.array(rejectionReasonSchema),
  /** While something is asked about the line: who is to answer; asker: the answer is there. */
  waitsFor: z.enum(['colleague', 'supervisor', 'asker']).nullable(),
  /** What was said about the line in this keying, oldest first; never anything of an earlier keying. */
  notes: z.array(claimNoteSchema),
  /** Where this is, for the status line. */
  place: z.object({
    batchName: z.string(),
    file: z.string(),
    page: z.number(),
    linesOnPage: z.number(),
    reviewedOnPage: z.number(),
    remaining: z.number(),
    /** Of the envelope, by the petition's rule; the reason `late` is suggested, never given by itself. */
    lateness: z.enum(['in_time', 'late', 'unknown']).nullable(),
  }),
  /** Values confirmed on the line above, for dittos; null when there are none. */
  above: z.record(z.string(), z.string()).nullable(),
});
export type ClaimWire = z.infer<typeof claimSchema>;

export const decisionRequestSchema = z
  .object({
    version: z.number().int().positive(),
    outcome: z.enum(['accepted', 'rejected']),
    fields: z.record(z.string().max(64), fieldValueSchema).optional(),
    reason: rejectionReasonSchema.optional(),
    contactConsent: z.boolean().nullish(),
    /** With reason `duplicate`: the line that is kept. */
    duplicateOf: idSchema.optional(),
    note: z.string().max(LONGEST_NOTE).optional(),
    elapsedMs: z.number().int().min(0).max(86_400_000).optional(),
    keys: z.number().int().min(0).max(100_000).optional(),
  })
  .refine((decision) => decision.outcome === 'accepted' || decision.reason !== undefined, {
    path: ['reason'],
    message: 'a rejected line needs a reason',
  });
export const decisionSchema = z.object({
  id: idSchema,
  lineId: idSchema,
  /** The line's version after the decision. */
  version: z.number(),
  state: z.enum(LINE_STATES),
  signerId: idSchema.nullable(),
});
export const reopenSchema = z.object({ version: z.number().int().positive() });
/** After reopening the line is leased to whoever reopened it, who goes on at once. */
export const reopenedSchema = decisionSchema.extend({ claim: claimSchema.nullable() });
export const postponementSchema = z.object({
  /** Minutes; a day at most, so that nothing is put off for ever. */
  minutes: z.number().int().min(1).max(1440).default(60),
});
export const townSchema = z.object({ postcode: z.string(), city: z.string() });

// --- signers, ledger, audit ----------------------------------------------------------------------------------------

/** A search travels in the body: names do not belong in URLs, which end up in logs. */
export const signerSearchSchema = z.object({
  petitionId: idSchema,
  text: z.string().trim().max(200).default(''),
  pageId: idSchema.optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const signerSchema = z.object({
  id: idSchema,
  lineId: idSchema,
  lineVersion: z.number(),
  lineState: z.enum(LINE_STATES),
  reason: rejectionReasonSchema.nullable(),
  petitionId: idSchema,
  pageId: idSchema,
  sheet: z.string(),
  line: z.number(),
  fields: z.record(z.string(), z.string()).nullable(),
  storedAt: timeSchema,
  restricted: z.boolean(),
  erased: z.boolean(),
  contactConsent: z.boolean().nullable(),
  stripUrl: z.string(),
});
export type SignerWire = z.infer<typeof signerSchema>;
export const signerHistorySchema = signerSchema.extend({
  formFields: z.array(z.object({ name: z.string(), type: fieldTypeSchema, label: z.string() })),
  batch: z.object({ id: idSchema, name: z.string(), box: z.string().nullable(), folder: z.string().nullable() }),
  noticeVersion: z.number(),
  /** The tick box as it stood when contact was decided; null when there is none, or not for this person. */
  contactEvidenceUrl: z.string().nullable(),
  history: z.array(
    z.object({
      id: idSchema,
      kind: z.enum(['machine', 'review', 'second_keying', 'adjudication', 'correction', 'reopening']),
      outcome: z.string(),
      reason: rejectionReasonSchema.nullable(),
      fields: z.record(z.string(), z.string()).nullable(),
      person: z.string().nullable(),
      at: timeSchema,
    }),
  ),
});
export const correctionSchema = z.object({
  version: z.number().int().positive(),
  fields: z.record(z.string().max(64), fieldValueSchema),
});

export const ledgerSchema = z.object({
  printedLines: z.number(),
  openPages: z.number(),
  states: z.record(z.enum(LINE_STATES), z.number()),
  reasons: z.partialRecord(rejectionReasonSchema, z.number()),
  balanced: z.boolean(),
});

export const dayCountSchema = z.object({
  day: dateSchema,
  arrived: z.number(),
  counted: z.number(),
  rejected: z.number(),
  reopened: z.number(),
  superseded: z.number(),
});
/** `separator=;&bom=1` suits French spreadsheets. */
export const exportQuerySchema = z.object({
  separator: z.enum([',', ';', '\t', 'tab']).default(','),
  bom: z.enum(['0', '1', 'true', 'false']).default('0'),
});
export const auditQuerySchema = z.object({
  kind: z.string().max(64).optional(),
  personId: idSchema.optional(),
  subjectId: z.string().max(64).optional(),
  since: timeSchema.optional(),
  until: timeSchema.optional(),
  /** `next` of the page before. */
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
/** `head` is the hash of the last event: written down elsewhere, it shows later whether the end was cut off. */
export const auditVerdictSchema = z.object({
  intact: z.boolean(),
  events: z.number(),
  head: z.string().nullable(),
  brokenAt: z.string().nullable(),
});
export const auditEventSchema = z.object({
  id: z.string(),
  at: timeSchema,
  person: z.string().nullable(),
  kind: z.string(),
  subjectType: z.string().nullable(),
  subjectId: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
});

// --- rights of the signers -----------------------------------------------------------------------------------------

/** `keep`: the signature goes on counting without content; `remove`: it does not count any more. */
export const erasureRequestSchema = z.object({ count: z.enum(['keep', 'remove']).default('keep') });
export const erasureSchema = z.object({
  lineId: idSchema,
  state: z.enum(LINE_STATES),
  /** Where the paper is that has to be blacked out as well. */
  paper: z.object({ batch: z.string(), sheet: z.string(), line: z.number() }),
  /** False: old versions of the rows are still on the disk until the nightly scrub. */
  scrubbed: z.boolean(),
});
export const restrictionSchema = z.object({ lineId: idSchema, restricted: z.boolean() });

// --- live ----------------------------------------------------------------------------------------------------------

export const healthSchema = z.object({
  status: z.enum(['ok', 'failing']),
  database: z.boolean(),
  queue: z.boolean(),
  worker: z.boolean(),
  /** `refused`: a worker's model file is missing or not the shipped one, Tesseract reads alone. Null without a worker. */
  handwriting: z.enum(HANDWRITING_STATES).nullable(),
});
