/** The process behind inspector.ts. */
import { inspectScan } from './inspect-scan.ts';
import type { InspectorMethods } from './inspector.ts';
import { serveProcess } from './recycled-process.ts';

serveProcess<InspectorMethods>(async () => ({ inspect: (path) => inspectScan(path) }));
