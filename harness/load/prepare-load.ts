/** Lays a plan out in shared memory for the load threads: columns, bodies, requests, heads. Sends nothing. */

import { outcomeCodes } from '../model/outcome.ts'
import type { Operations } from '../model/outcome.ts'
import type { Plan } from '../model/plan.ts'
import { HarnessError } from '../model/errors.ts'
import { encodeBodies } from './bodies.ts'
import { requestHead } from './http/request-head.ts'
import type { LoadInput } from './port.ts'
import { groupRequests } from './requests.ts'
import type { Requests } from './requests.ts'
import type { SharedLoad } from './thread-messages.ts'

/** Throws BAD_CONFIGURATION for a tenant that the system does not take. */
export async function prepareLoad({ plan, ingest, options, signal }: LoadInput): Promise<SharedLoad> {
  const tenants = [...new Set(plan.records.map(({ tenant }) => tenant))]
  const heads = tenants.map((tenant) => requestHead(ingest, tenant))
  const missing = tenants.filter((_, index) => heads[index] === undefined)
  if (missing.length > 0) {
    throw new HarnessError('BAD_CONFIGURATION', `the system takes no records of tenant ${missing.slice(0, 5).join(', ')}`, {
      hint: 'prepareTenants of the system file must answer a path and headers for every tenant of the plan',
    })
  }
  const tenantIndex = new Map(tenants.map((tenant, index) => [tenant, index]))
  const tenantOfRecord = Uint16Array.from(plan.records, ({ tenant }) => tenantIndex.get(tenant) ?? 0)
  const bodies = await encodeBodies(plan.records, signal)
  const operations = sharedOperations(plan)
  const recordOf = (operation: number): number => plan.recordIndex[operation] ?? 0
  const requests = groupRequests({
    dueUs: plan.dueUs,
    tenantOf: (operation) => tenantOfRecord[recordOf(operation)] ?? 0,
    bodyBytesOf: (operation) => bodies.length[recordOf(operation)] ?? 0,
    recordsPerRequest: options.recordsPerRequest,
    batchWindowMs: options.batchWindowMs,
  })
  const count = plan.dueUs.length
  return {
    operations,
    partition: new Int32Array(new SharedArrayBuffer(count * 4)).fill(-1),
    offset: new Float64Array(new SharedArrayBuffer(count * 8)).fill(-1),
    bodies,
    requests: sharedRequests(requests),
    tenantOfRecord: shared(Uint16Array, tenantOfRecord),
    heads: heads.filter((head) => head !== undefined),
  }
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

function sharedRequests({ count, first, operation, goUs }: Requests): Requests {
  return { count, first: shared(Uint32Array, first), operation: shared(Uint32Array, operation), goUs: shared(Float64Array, goUs) }
}

type Column = Float64Array | Uint32Array | Uint16Array

/** A copy on memory that threads share: handing over a plain array would copy it once a thread. */
function shared<T extends Column>(type: { new (buffer: SharedArrayBuffer): T; readonly BYTES_PER_ELEMENT: number }, values: T): T {
  const copy = new type(new SharedArrayBuffer(values.length * type.BYTES_PER_ELEMENT))
  copy.set(values)
  return copy
}
