/** Lays a plan out in shared memory for the load threads: columns, bodies, requests, and where they go. Sends nothing. */

import { outcomeCodes } from '../model/outcome.ts'
import type { Operations } from '../model/outcome.ts'
import type { Plan } from '../model/plan.ts'
import { HarnessError } from '../model/errors.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { contentOf, encodeRecord } from '../model/record-key.ts'
import type { HttpIngest, KafkaIngest } from '../system/port.ts'
import { encodeBodies } from './bodies.ts'
import type { HttpTarget } from './http/transport.ts'
import type { Lane, LoadInput } from './port.ts'
import { groupRequests } from './requests.ts'
import type { Requests } from './requests.ts'
import type { ColumnsOfLoad, HttpThreadTarget, KafkaThreadTarget } from './thread-messages.ts'

export interface PreparedLoad {
  readonly load: ColumnsOfLoad
  readonly target: HttpThreadTarget | KafkaThreadTarget
}

/** Throws BAD_CONFIGURATION for a tenant that the system does not take. */
export async function prepareLoad({ plan, bodies: written, ingest, call = 'send', signal }: LoadInput): Promise<PreparedLoad> {
  const tenants = [...new Set(plan.records.map(({ tenant }) => tenant))]
  const tenantIndex = new Map(tenants.map((tenant, index) => [tenant, index]))
  const tenantOfRecord = Uint16Array.from(plan.records, ({ tenant }) => tenantIndex.get(tenant) ?? 0)
  const target = ingest.kind === 'kafka' ? kafkaTarget(ingest, plan.records) : httpTarget(ingest, tenants, call)
  const pathOf = (record: CanonicalRecord): string => readPath(target.kind === 'http' ? target.targets : [], tenantIndex, record)
  const bodies = written ?? (await encodeBodies(plan.records, call === 'read' ? pathOf : encodeRecord, signal))
  const operations = sharedOperations(plan)
  const count = plan.dueUs.length
  const load: ColumnsOfLoad = {
    operations,
    partition: new Int32Array(new SharedArrayBuffer(count * 4)).fill(-1),
    offset: new Float64Array(new SharedArrayBuffer(count * 8)).fill(-1),
    bodies,
    tenantOfRecord: shared(Uint16Array, tenantOfRecord),
  }
  return { load, target }
}

function httpTarget({ host, port, tls, tenants: known }: HttpIngest, tenants: readonly string[], call: 'send' | 'read'): HttpThreadTarget {
  const targets = tenants.map((tenant) => known[tenant])
  const missing = tenants.filter((_, index) => targets[index] === undefined)
  if (missing.length > 0) {
    throw new HarnessError('BAD_CONFIGURATION', `the system takes no records of tenant ${missing.slice(0, 5).join(', ')}`, {
      hint: 'prepareTenants of the system file must answer a path and headers for every tenant of the plan',
    })
  }
  return { kind: 'http', host, port, tls, targets: targets.filter((target) => target !== undefined), call }
}

/** `tenant␟merchant`: the records of one merchant stand in one partition, in order. */
function kafkaTarget({ brokers, topic, headers = {} }: KafkaIngest, records: readonly CanonicalRecord[]): KafkaThreadTarget {
  const keys = new Map<string, number>()
  const keyOfRecord = shared(
    Uint32Array,
    Uint32Array.from(records, ({ tenant, merchant }) => {
      const key = `${tenant}\u001f${merchant}`
      const known = keys.get(key) ?? keys.size
      keys.set(key, known)
      return known
    }),
  )
  return { kind: 'kafka', brokers, topic, headers, keyOfRecord, keys: [...keys.keys()] }
}

/** `GET …/records/{content}?…` of docs/wire.md, under the path to which the tenant's records are posted. */
function readPath(targets: readonly HttpTarget[], tenantIndex: ReadonlyMap<string, number>, record: CanonicalRecord): string {
  const { merchant, source, account, recordId, kind } = record
  const query = new URLSearchParams({ merchant, source, account, recordId, kind })
  return `${targets[tenantIndex.get(record.tenant) ?? 0]?.path ?? ''}/${contentOf(record)}?${query.toString()}`
}

function sharedOperations({ dueUs, recordIndex }: Plan): Operations {
  const count = dueUs.length
  const nan = (): Float64Array => new Float64Array(new SharedArrayBuffer(count * 8)).fill(Number.NaN)
  return {
    count,
    recordIndex: shared(Uint32Array, recordIndex),
    dueUs: shared(Float64Array, dueUs),
    slotUs: nan(),
    sentUs: nan(),
    answeredUs: nan(),
    outcome: new Uint8Array(new SharedArrayBuffer(count)).fill(outcomeCodes.pending),
    status: new Uint16Array(new SharedArrayBuffer(count * 2)),
  }
}

/** The requests of a lane, on memory that threads share; their operations are those of the plan. */
export function requestsOf({ options, operations: own }: Lane, { operations, bodies, tenantOfRecord }: ColumnsOfLoad): Requests {
  const recordOf = (position: number): number => operations.recordIndex[own[position] ?? 0] ?? 0
  const { count, first, operation, goUs } = groupRequests({
    dueUs: Float64Array.from(own, (index) => operations.dueUs[index] ?? 0),
    tenantOf: (position) => tenantOfRecord[recordOf(position)] ?? 0,
    bodyBytesOf: (position) => bodies.length[recordOf(position)] ?? 0,
    recordsPerRequest: options.recordsPerRequest,
    batchWindowMs: options.batchWindowMs,
  })
  const ofPlan = operation.map((position) => own[position] ?? 0)
  return { count, first: shared(Uint32Array, first), operation: shared(Uint32Array, ofPlan), goUs: shared(Float64Array, goUs) }
}

type Column = Float64Array | Uint32Array | Uint16Array

/** A copy on memory that threads share: handing over a plain array would copy it once a thread. */
function shared<T extends Column>(type: { new (buffer: SharedArrayBuffer): T; readonly BYTES_PER_ELEMENT: number }, values: T): T {
  const copy = new type(new SharedArrayBuffer(values.length * type.BYTES_PER_ELEMENT))
  copy.set(values)
  return copy
}
