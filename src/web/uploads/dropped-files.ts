/** All files of a drop, folders walked to the bottom; what systems leave in folders is passed over. */
const LITTER = /^(\.|Thumbs\.db$|desktop\.ini$)/i;

function readEntries(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

async function walk(entry: FileSystemEntry): Promise<File[]> {
  if (LITTER.test(entry.name)) return [];
  if (entry.isFile) {
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  // A reader hands out at most a hundred at a time.
  for (let entries = await readEntries(reader); entries.length > 0; entries = await readEntries(reader))
    for (const one of entries) files.push(...(await walk(one)));
  return files;
}

const byName = (a: File, b: File) => a.name.localeCompare(b.name, undefined, { numeric: true });

/** Must be called inside the drop event: afterwards the browser forgets the entries. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((one) => one.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...transfer.files].sort(byName);
  const files = await Promise.all(entries.map(walk));
  return files.flat().sort(byName);
}

export function chosenFiles(list: FileList | null): File[] {
  return [...(list ?? [])].filter((file) => !LITTER.test(file.name)).sort(byName);
}
