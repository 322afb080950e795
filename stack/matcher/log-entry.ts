/** One message of the topic `records`, decoded: a record, a close marker, or something that nobody may send. */

import { keysOf } from '../wire/keys.ts'
import type { KeyFaults } from '../wire/keys.ts'
import { isDay, readRecord } from '../wire/record.ts'
import type { RecordProblem } from '../wire/record.ts'
import { headers } from '../wire/topics.ts'
import type { CloseMarker } from './batch-store.ts'
import type { StagedRecord } from './copy-format.ts'

/** A message as it was fetched. */
export interface LogMessage {
  readonly partition: number
  readonly offset: bigint
  readonly value: Buffer
  readonly headers: readonly (readonly [Buffer, Buffer])[]
  /** When this process had it, µs of the monotonic clock. */
  readonly readUs: number
}

export interface MessageTimes {
  readonly producedUs: number | undefined
  /** Of the host that produced it. */
  readonly hostId: string | undefined
  readonly readUs: number
}

export type LogEntry =
  | { readonly kind: 'record'; readonly staged: StagedRecord; readonly times: MessageTimes }
  | { readonly kind: 'close'; readonly marker: CloseMarker }
  /** The api lets nothing of the kind through; another producer might have written it. It is counted and logged. */
  | { readonly kind: 'unreadable'; readonly partition: number; readonly offset: bigint; readonly reason: string }

/** Never throws: a message that cannot be read must not stop its partition. */
export function readLogEntry({ partition, offset, value, headers: fields, readUs }: LogMessage, faults: KeyFaults): LogEntry {
  let produced: string | undefined
  let hostId: string | undefined
  let close = false
  for (const [name, text] of fields) {
    const key = name.toString('latin1')
    if (key === headers.produced) produced = text.toString('latin1')
    else if (key === headers.host) hostId = text.toString('latin1')
    else if (key === headers.close) close = true
  }
  let json: unknown
  try {
    json = JSON.parse(value.toString())
  } catch {
    return { kind: 'unreadable', partition, offset, reason: 'not JSON' }
  }
  if (close) return readClose(json, partition, offset)
  const problems: RecordProblem[] = []
  const record = readRecord(json, 0, problems)
  if (record === undefined) return { kind: 'unreadable', partition, offset, reason: JSON.stringify(problems) }
  return {
    kind: 'record',
    staged: { record, keys: keysOf(record, faults), partition, offset },
    times: { producedUs: produced === undefined ? undefined : Number(produced), hostId, readUs },
  }
}

function readClose(json: unknown, partition: number, offset: bigint): LogEntry {
  const { closeId, tenant, date } = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>
  if (typeof closeId === 'string' && typeof tenant === 'string' && typeof date === 'string' && isDay(date)) {
    return { kind: 'close', marker: { closeId, tenant, date, partition, offset } }
  }
  return { kind: 'unreadable', partition, offset, reason: 'close marker without closeId, tenant and date' }
}
