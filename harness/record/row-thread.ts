/** Entry of the thread that reads a run folder's rows: what it has read it hands over, without a copy. */

import { parentPort, workerData } from 'node:worker_threads'

import { BadLine } from './file-lines.ts'
import { readRowFiles } from './row-files.ts'
import type { RowFilesInput } from './row-files.ts'
import type { FromRowThread } from './row-reading.ts'

const say = (message: FromRowThread, columns: readonly Readonly<Record<string, { readonly buffer: ArrayBuffer }>>[] = []): void => {
  const transfer = new Set(columns.flatMap((each) => Object.values(each).map(({ buffer }) => buffer)))
  parentPort?.postMessage(message, [...transfer])
}

try {
  const rows = await readRowFiles(workerData as RowFilesInput, (contents) =>
    say({ kind: 'contents', contents }, [{ digits: contents.digits }]),
  )
  const { decisions, finalState, decisionHistory, tables } = rows
  const { texts, results, causes } = tables
  const files = [decisions, finalState, decisionHistory].flatMap((file) => file?.columns ?? [])
  say({ kind: 'rows', rows }, [...files, { ...texts }, results, causes])
} catch (error) {
  if (!(error instanceof BadLine)) throw error
  const { file, line, cause } = error
  say({ kind: 'bad-line', file, line, cause })
}
