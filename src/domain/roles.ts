/** Who may do what is said per route; these are the words for it. A person may hold several roles. */
import { z } from 'zod';

export const ROLES = ['mailroom', 'reviewer', 'supervisor', 'dpo', 'auditor', 'administrator'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;
