/**
 * Work in a process of its own, one call at a time. Decoding foreign files takes memory that WebAssembly heaps never
 * give back, and may crash or hang: the process is replaced after a number of calls, above a size, when it dies and
 * when it takes too long; the process that asks stays small and alive.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { getPriority, setPriority } from 'node:os';
import { ConflictError, InputError, NotFoundError, ParapheError, SurroundingsError } from '../domain/errors.ts';
import { processCommand } from '../process-command.ts';

/** Methods of the process by name: one argument, one answer, both structured-cloneable. */
export type ProcessMethods = { [name: string]: (argument: never) => Promise<unknown> };

export interface RecycledProcess<Methods extends ProcessMethods> {
  /**
   * @throws what the method threw, when it is of our error family; SurroundingsError `process_died` or `process_hung`
   * (retryable), after which the next call starts a new process
   */
  call<Name extends keyof Methods & string>(
    name: Name,
    argument: Parameters<Methods[Name]>[0],
    options: { timeoutMs: number },
  ): Promise<Awaited<ReturnType<Methods[Name]>>>;
  /** Of the process as it is now; null while there is none. For tests that kill it. */
  pid(): number | null;
  close(): Promise<void>;
}

export interface RecycledProcessOptions {
  /** The module to run: it calls `serveProcess`. */
  entry: URL;
  /** Handed to the module; no secrets, it is visible in the list of processes. */
  settings?: Record<string, unknown>;
  /** Calls after which the process is replaced. */
  maxCalls: number;
  /** Resident size after a call above which the process is replaced, bytes. */
  maxBytes: number;
  /** ms without a call after which the process ends, to be started again when needed. */
  idleMs?: number;
  /** Priority of the process as `os.setPriority` has it, 0 unless given; higher numbers stand back. */
  niceness?: number;
}

interface Request {
  id: number;
  name: string;
  argument: unknown;
}
type Response = { id: number; bytes: number } & ({ value: unknown } | { error: SentError });
interface SentError {
  family: string;
  code: string;
  message: string;
  remedy?: string;
  params?: Record<string, string | number>;
  retryable: boolean;
  stack?: string;
}

const FAMILY = { InputError, NotFoundError, ConflictError, SurroundingsError } as const;
const IDLE_MS = 120_000;

function toSent(error: unknown): SentError {
  const thrown = error instanceof Error ? error : new Error(String(error));
  if (!(thrown instanceof ParapheError)) {
    return {
      family: '',
      code: '',
      message: thrown.message,
      retryable: true,
      ...(thrown.stack && { stack: thrown.stack }),
    };
  }
  const { name, code, message, remedy, params, retryable } = thrown;
  return { family: name, code, message, params, retryable, ...(remedy === undefined ? {} : { remedy }) };
}

function fromSent({ family, code, message, remedy, params, retryable, stack }: SentError): Error {
  if (family in FAMILY) {
    const options = { retryable, ...(params && { params }), ...(remedy !== undefined && { remedy }) };
    return new FAMILY[family as keyof typeof FAMILY](code, message, options);
  }
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

function lost(code: 'process_died' | 'process_hung', detail: string): SurroundingsError {
  return new SurroundingsError(code, `The process that reads files ${detail}.`, { retryable: true });
}

interface Running {
  child: ChildProcess;
  calls: number;
  bytes: number;
  exited: Promise<void>;
}

export function createRecycledProcess<Methods extends ProcessMethods>(
  options: RecycledProcessOptions,
): RecycledProcess<Methods> {
  const { entry, settings = {}, maxCalls, maxBytes, idleMs = IDLE_MS, niceness = 0 } = options;
  let running: Running | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let nextId = 1;

  function start(): Running {
    const { path, execArgv } = processCommand(entry);
    const child = fork(path, [JSON.stringify(settings)], {
      execArgv,
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    // At once: threads have the priority their process had when they began. Nobody may come forward again.
    if (child.pid !== undefined && niceness > getPriority()) setPriority(child.pid, niceness);
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    const started = { child, calls: 0, bytes: 0, exited };
    void exited.then(() => {
      if (running === started) running = null;
    });
    return started;
  }

  /** The process ends when its channel closes and its work is done. */
  function retire(): void {
    if (running?.child.connected) running.child.disconnect();
    running = null;
  }

  function ask(name: string, argument: unknown, timeoutMs: number): Promise<unknown> {
    clearTimeout(idle);
    if (running !== null && (running.calls >= maxCalls || running.bytes > maxBytes)) retire();
    // A killed process closes its channel before its exit is announced: asking it again would lose the second try too.
    if (running !== null && !running.child.connected) running = null;
    running ??= start();
    const current = running;
    const request: Request = { id: nextId++, name, argument };
    current.calls += 1;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        settle(() => reject(lost('process_hung', 'took too long')));
        current.child.kill('SIGKILL');
        if (running === current) running = null;
      }, timeoutMs);
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        current.child.off('message', onMessage);
        finish();
      };
      const onMessage = (message: Response) => {
        if (message.id !== request.id) return;
        current.bytes = message.bytes;
        settle(() => ('error' in message ? reject(fromSent(message.error)) : resolve(message.value)));
      };
      current.child.on('message', onMessage);
      void current.exited.then(() => settle(() => reject(lost('process_died', 'ended unexpectedly'))));
      current.child.send(request, (error) => {
        if (error === null) return;
        if (running === current) running = null;
        settle(() => reject(lost('process_died', 'could not be reached')));
      });
    });
  }

  return {
    call(name, argument, { timeoutMs }) {
      const answer = queue.then(() => ask(name, argument, timeoutMs));
      queue = answer.then(
        () => {},
        () => {},
      );
      void queue.then(() => {
        clearTimeout(idle);
        idle = setTimeout(retire, idleMs).unref();
      });
      return answer as Promise<Awaited<ReturnType<Methods[typeof name]>>>;
    },
    pid: () => running?.child.pid ?? null,
    async close() {
      await queue;
      clearTimeout(idle);
      const exited = running?.exited;
      retire();
      await exited;
    },
  };
}

/** The other side: answers calls until the channel closes. `parse` gets the settings given to the process. */
export function serveProcess<Methods extends ProcessMethods>(create: (settings: unknown) => Promise<Methods>): void {
  const methods = create(JSON.parse(process.argv[2] ?? '{}'));
  // A Ctrl-C at the terminal reaches the whole group: whoever started this process ends it when it is no longer needed.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  process.on('disconnect', () => process.exit(0));
  process.on('message', (request: Request) => {
    void answer(methods, request).then((response) => {
      if (process.connected) process.send?.(response);
    });
  });
}

async function answer(methods: Promise<ProcessMethods>, { id, name, argument }: Request): Promise<Response> {
  try {
    const method = (await methods)[name];
    if (method === undefined) throw new Error(`This process has no method ${name}`);
    const value = await method(argument as never);
    return { id, bytes: process.memoryUsage.rss(), value };
  } catch (error) {
    return { id, bytes: process.memoryUsage.rss(), error: toSent(error) };
  }
}
