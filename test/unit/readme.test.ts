import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../../src/config.ts';

const readme = readFileSync('README.md', 'utf8');

/** The part between a heading and the next of the same rank. */
function section(heading: string): string {
  const start = readme.indexOf(`\n## ${heading}\n`);
  const end = readme.indexOf('\n## ', start + 1);
  expect(start).toBeGreaterThan(0);
  return readme.slice(start, end === -1 ? undefined : end);
}

describe('README.md', () => {
  it('lists every setting and no other', () => {
    const named = section('Settings').matchAll(/^\| (`[A-Z_`, ]+) \|/gm);
    const names = [...named].flatMap(([, cell = '']) => cell.match(/[A-Z_]+/g) ?? []);
    expect(names.sort()).toEqual([...SETTING_NAMES].sort());
  });

  it('shows every folder of the source and no other', () => {
    const shown = [...section('The code').matchAll(/^ {2}([a-z]+)\/ /gm)].map(([, name]) => name);
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(shown.sort()).toEqual(folders.map((entry) => entry.name).sort());
  });

  it('names every command', async () => {
    const { commandNames } = await import('../../src/cli/command-table.ts');
    const commands = section('Command line');
    for (const name of commandNames) {
      // For developers; explained beside the code.
      if (name !== 'schema') expect(commands).toMatch(new RegExp(`\`[^\`]*\\b${name}\\b`));
    }
  });
});

describe('.env.example', () => {
  it('names only settings that exist', () => {
    const names = [...readFileSync('.env.example', 'utf8').matchAll(/^#?(PARAPHE_[A-Z_]+)=/gm)].map(([, name]) => name);
    const known = [...SETTING_NAMES, 'PARAPHE_PUBLISH'];
    expect(names.filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });
});
