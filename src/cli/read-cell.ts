/** `paraphe read-cell`: single cell or line images → readings, one JSON object a line. */
import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import type { CellReading } from '../domain/candidate.ts';
import { type FieldType, fieldTypeSchema } from '../domain/form.ts';
import { openScan } from '../intake/split-scan.ts';
import { openRecognition, type Recognition } from '../recognition/open-recognition.ts';
import { type Command, type ExitCode, UsageError } from './command.ts';
import { describeFailure } from './read.ts';

const usage = `Usage: paraphe read-cell FILE… [--type TYPE] [--engine auto|handwriting|tesseract]
  FILE            pictures of one cell or one line of writing: JPEG, PNG, TIFF
  --type TYPE     field type (default text: nothing is normalised, case and punctuation kept)
  --engine NAME   auto (default): handwriting, or tesseract where its model is missing
  --country CC    whose postcodes are meant, two letters (default FR)
One JSON object a line: file, value, raw, confidence, alternatives, engine.`;

const ENGINES = ['auto', 'handwriting', 'tesseract'] as const;

function recordOf(file: string, { value, raw, confidence, alternatives, engine }: CellReading): string {
  const listed = alternatives.map(({ value: v, probability }) => ({
    value: v,
    probability: Number(probability.toFixed(4)),
  }));
  const record = { file, value, raw, confidence: Number(confidence.toFixed(4)), alternatives: listed, engine };
  return `${JSON.stringify(record)}\n`;
}

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      type: { type: 'string', default: 'text' },
      engine: { type: 'string', default: 'auto' },
      country: { type: 'string' },
    },
  });
  if (positionals.length === 0) throw new UsageError('Which file?');
  const type = fieldTypeSchema.safeParse(values.type);
  if (!type.success) throw new UsageError(`${values.type} is no field type: ${fieldTypeSchema.options.join(', ')}`);
  const engine = ENGINES.find((name) => name === values.engine);
  if (engine === undefined) throw new UsageError(`--engine takes ${ENGINES.join(', ')}.`);
  const handwriting = engine === 'handwriting' || (engine === 'auto' && loadConfig().handwriting);
  const recognition = await openRecognition({ handwriting, country: values.country?.toUpperCase() });
  if (recognition.refused !== null)
    process.stderr.write(`${recognition.refused.code}: ${recognition.refused.message}\n`);
  let failed = engine === 'handwriting' && recognition.handwriting === null;
  try {
    for (const file of failed ? [] : positionals) failed = !(await readInto(recognition, file, type.data)) || failed;
  } finally {
    await recognition.close();
  }
  return failed ? 1 : 0;
}

async function readInto(recognition: Recognition, file: string, type: FieldType): Promise<boolean> {
  try {
    const scan = await openScan(file);
    try {
      const { grey } = await scan.page(1);
      process.stdout.write(recordOf(file, await recognition.readCell(grey, type)));
    } finally {
      scan.close();
    }
    return true;
  } catch (error) {
    process.stderr.write(`${file}: ${describeFailure(error)}\n`);
    return false;
  }
}

export const command: Command = { usage, run };
