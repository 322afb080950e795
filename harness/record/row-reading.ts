/** Starts the reading of a run folder's rows: of large files in a thread of its own, so that records are made and matched beside it. */

import { Worker } from 'node:worker_threads'

import { BadLine } from './file-lines.ts'
import { readRowFiles } from './row-files.ts'
import type { RecordContents, RowFiles, RowFilesInput } from './row-files.ts'

/** Files that are shorter in all are read before a thread would have begun. */
const threadBytesMin = 32 << 20
/** What the thread makes of a row stands in columns, and next to nothing in its heap. */
const maxYoungGenerationSizeMb = 16

export type FromRowThread =
  | { readonly kind: 'contents'; readonly contents: RecordContents }
  | { readonly kind: 'rows'; readonly rows: RowFiles }
  | { readonly kind: 'bad-line'; readonly file: string; readonly line: number; readonly cause: unknown }

export interface RowReading extends AsyncDisposable {
  readonly contents: Promise<RecordContents>
  readonly rows: Promise<RowFiles>
}

/** `bytes` is how long the files are in all. Both promises reject with `BadLine` for a line that cannot be read. */
export function startRowReading(input: RowFilesInput, bytes: number): RowReading {
  const contents = Promise.withResolvers<RecordContents>()
  const rows = Promise.withResolvers<RowFiles>()
  // Each is awaited where it matters; until then a failure must not end the process.
  contents.promise.catch(() => undefined)
  rows.promise.catch(() => undefined)
  const failed = (error: unknown): void => {
    contents.reject(error)
    rows.reject(error)
  }
  const reading = { contents: contents.promise, rows: rows.promise }
  if (bytes < threadBytesMin) {
    const read = readRowFiles(input, contents.resolve).then(rows.resolve, failed)
    return { ...reading, [Symbol.asyncDispose]: () => read }
  }
  const resourceLimits = { maxYoungGenerationSizeMb }
  const worker = new Worker(new URL('row-thread.ts', import.meta.url), { workerData: input, name: 'rows', resourceLimits })
  worker.on('message', (message: FromRowThread) => {
    if (message.kind === 'contents') contents.resolve(message.contents)
    else if (message.kind === 'rows') rows.resolve(message.rows)
    else failed(new BadLine(message.file, message.line, message.cause))
  })
  worker.on('error', failed)
  worker.on('exit', () => failed(new Error('the thread that reads rows ended before it was done')))
  return { ...reading, [Symbol.asyncDispose]: async () => void (await worker.terminate()) }
}
