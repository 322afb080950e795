/** What an HTTP answer says of each record of its request (measurement.md §3). Knows no connection and no time. */

import type { RecordOutcome } from '../driver.ts'
import type { Answer } from './answer-parser.ts'
import { readPlainResults } from './plain-results.ts'

const refused: RecordOutcome = { kind: 'refused', partition: -1, offset: -1 }
const unknown: RecordOutcome = { kind: 'unknown', partition: -1, offset: -1 }

/** Answers by which the contract promises that nothing was taken. */
const refusingStatuses: ReadonlySet<number> = new Set([400, 401, 403, 413, 429])

/** One outcome for each of `count` records, in the order of the body. A record is accepted only by its own result in a 202. */
export function readOutcome(
  { status, hasRetryAfter, body }: Pick<Answer, 'status' | 'hasRetryAfter' | 'body'>,
  count: number,
): readonly RecordOutcome[] {
  if (status === 202) return readResults(body, count)
  const isRefusal = refusingStatuses.has(status) || (status === 503 && hasRetryAfter)
  return Array.from<RecordOutcome>({ length: count }).fill(isRefusal ? refused : unknown)
}

function readResults(body: Buffer, count: number): RecordOutcome[] {
  const plain = readPlainResults(body)
  if (plain?.length === count) return plain
  const results = parseResults(body)
  // More results than records: whose they are cannot be told.
  const usable = results.length <= count ? results : []
  return Array.from({ length: count }, (_, index) => readResult(usable[index]))
}

function parseResults(body: Buffer): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    if (typeof parsed === 'object' && parsed !== null && 'results' in parsed && Array.isArray(parsed.results)) return parsed.results
  } catch {
    // Not JSON: the answer names no record, and the caller makes all of them unknown.
  }
  return []
}

function readResult(result: unknown): RecordOutcome {
  if (typeof result !== 'object' || result === null) return unknown
  const partition = 'partition' in result && Number.isInteger(result.partition) ? Number(result.partition) : -1
  const offset = 'offset' in result && (typeof result.offset === 'string' || typeof result.offset === 'number') ? Number(result.offset) : -1
  return { kind: 'accepted', partition, offset: Number.isSafeInteger(offset) ? offset : -1 }
}
