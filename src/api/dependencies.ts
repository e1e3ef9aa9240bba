/** What the routes are given. Composed once in main.ts (and by tests); routes take nothing from anywhere else. */
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { FormProblem } from '../domain/form-problem.ts';
import type { Queues } from '../jobs/queues.ts';
import type { Database } from '../store/database.ts';
import type { ImageStore } from '../store/images.ts';
import type { StripImages } from './review/strip-images.ts';

export interface ApiSettings {
  /** Shown in the OpenAPI document and in /health. */
  version: string;
  /** True behind HTTPS: the cookie is `__Host-`, Secure, and browsers are told to stay with HTTPS. */
  isSecure: boolean;
  /** Addresses of reverse proxies whose X-Forwarded- headers are believed; false: nobody’s. */
  trustProxy: false | string[];
  /** Lets a monitoring machine read /metrics; null: only this machine may. */
  metricsToken: string | null;
  /** Folder of the built pages; null: none are served. */
  webFolder: string | null;
  /** Sign-in attempts a minute for one address and account. */
  signInAttempts: number;
}

/** Says what is wrong with a form definition, its schema first; empty when it can be used. */
export type FormCheck = (content: unknown) => FormProblem[];

export interface AppDependencies {
  config: ApiSettings;
  database: Database;
  images: ImageStore;
  queues: Queues;
  logger: FastifyBaseLogger | false;
  checkForm: FormCheck;
  /** Route plugins of other parts (intake, live events), registered beside our own under the same rules. */
  plugins?: ((app: FastifyInstance) => Promise<void>)[];
}

/** What our own routes share beyond that; made by `buildApp`. */
export interface RouteContext extends AppDependencies {
  strips: StripImages;
}
