/**
 * For the set-up: builds the lists of names and places once, so that no process has to (`src/recognition/list-files.ts`).
 *
 *   node --import tsx src/cli/pack-lists.ts
 */
import { forgetOlderLists } from '../recognition/list-files.ts';
import { loadLists } from '../recognition/lists.ts';

const lists = loadLists();
// Naming a list opens it, and opening one that no file holds builds it.
for (const name of Object.keys(lists) as (keyof typeof lists)[]) lists[name];
forgetOlderLists();
