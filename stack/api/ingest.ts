/** Takes records and close markers in: checks all of a body first, then makes all of it durable. */

import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { isDay, readRecord, recordJson } from '../wire/record.ts'
import type { RecordProblem, StackRecord } from '../wire/record.ts'
import { busy, refusal } from './answer.ts'
import type { Answer } from './answer.ts'
import type { RecordLog } from './record-log.ts'

const recordsMax = 1_000

/** One record or an array of them, of this tenant. */
export async function ingestRecords(log: RecordLog, tenant: string, body: Buffer): Promise<Answer> {
  const json = parse(body)
  if (json === undefined) return badRecord([{ index: 0, field: '', expected: 'JSON in UTF-8', seen: body.toString('utf8', 0, 40) }])
  const values: readonly unknown[] = Array.isArray(json.value) ? json.value : [json.value]
  if (values.length > recordsMax) return refusal(413, 'TOO_MANY_RECORDS', { recordsMax, seen: values.length })
  if (values.length === 0) return badRecord([{ index: 0, field: '', expected: 'at least one record', seen: '[]' }])
  const problems: RecordProblem[] = []
  const records: StackRecord[] = []
  for (const [index, value] of values.entries()) {
    const record = readRecord(value, index, problems)
    if (record !== undefined) records.push(record)
  }
  if (problems.length > 0) return badRecord(problems)
  const foreign = records.find((record) => record.tenant !== tenant)
  if (foreign !== undefined) return refusal(403, 'OTHER_TENANT', { seen: foreign.tenant })
  const refused = refusedBy(log, records.length)
  if (refused !== undefined) return refused
  const positions = await log.append(records.map((record) => ({ tenant, merchant: record.merchant, value: recordJson(record) })))
  const results = positions.map(({ partition, offset }) => `{"partition":${partition},"offset":"${offset}"}`)
  return { status: 202, body: `{"results":[${results.join(',')}]}` }
}

/** A close marker behind everything that was answered before. */
export async function ingestClose(log: RecordLog, tenant: string, body: Buffer): Promise<Answer> {
  const value = parse(body)?.value
  const date = typeof value === 'object' && value !== null && 'date' in value ? value.date : undefined
  if (typeof date !== 'string' || !isDay(date)) return badRecord([{ index: 0, field: 'date', expected: 'YYYY-MM-DD', seen: String(date) }])
  const refused = refusedBy(log, log.partitions)
  if (refused !== undefined) return refused
  const closeId = randomUUID()
  await log.appendEverywhere(closeId, JSON.stringify({ closeId, tenant, date }))
  return { status: 202, body: JSON.stringify({ closeId, partitions: log.partitions }) }
}

function refusedBy(log: RecordLog, count: number): Answer | undefined {
  const reason = log.refuses(count)
  return reason === undefined ? undefined : busy(reason === 'BUSY' ? 429 : 503, reason)
}

/** The value of a JSON text; undefined when it is none. Bytes that are no UTF-8 would be replaced without a word, so they are refused. */
export function parse(body: Buffer): { readonly value: unknown } | undefined {
  if (!isUtf8(body)) return undefined
  try {
    return { value: JSON.parse(body.toString()) as unknown }
  } catch {
    return undefined
  }
}

function badRecord(problems: readonly RecordProblem[]): Answer {
  return refusal(400, 'BAD_RECORD', { problems })
}
