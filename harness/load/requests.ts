/** Which operations travel together, and when their request is complete. Pure arithmetic on due times. */

import { usOf } from '../model/duration.ts'

export interface Requests {
  readonly count: number
  /** Request r carries the operations `operation[first[r]]` up to, not including, `operation[first[r + 1]]`. */
  readonly first: Uint32Array
  readonly operation: Uint32Array
  /** µs from the load's start at which the request is complete and to be sent; ascending. */
  readonly goUs: Float64Array
}

export interface GroupingInput {
  readonly dueUs: Float64Array
  /** By operation: a number for its tenant, and the bytes of its body. */
  readonly tenantOf: (operation: number) => number
  readonly bodyBytesOf: (operation: number) => number
  readonly recordsPerRequest: number
  readonly batchWindowMs: number
}

/** An api takes 1 MiB (docs/wire.md); brackets and commas come on top of the bodies. */
const batchBytesMax = 1_000_000

interface Batch {
  readonly operations: number[]
  readonly firstDueUs: number
  bytes: number
  goUs: number
}

/**
 * Consecutive due records of one tenant share a request, which goes when it is full or when the window of its first record ends; every
 * record keeps its own due time. With one record a request it goes when its record is due.
 */
export function groupRequests(input: GroupingInput): Requests {
  return input.recordsPerRequest === 1 ? singles(input.dueUs) : inOrderOfGoing(batchesOf(input))
}

function singles(dueUs: Float64Array): Requests {
  const count = dueUs.length
  const ascending = Uint32Array.from({ length: count + 1 }, (_, index) => index)
  return { count, first: ascending, operation: ascending.subarray(0, count), goUs: dueUs }
}

function batchesOf({ dueUs, tenantOf, bodyBytesOf, recordsPerRequest, batchWindowMs }: GroupingInput): Batch[] {
  const batches: Batch[] = []
  const openByTenant = new Map<number, Batch>()
  const windowUs = usOf(batchWindowMs)
  for (const [operation, due] of dueUs.entries()) {
    const tenant = tenantOf(operation)
    const bytes = bodyBytesOf(operation) + 1
    let batch = openByTenant.get(tenant)
    if (batch !== undefined && due > batch.firstDueUs + windowUs) batch = undefined
    if (batch !== undefined && batch.bytes + bytes > batchBytesMax) {
      batch.goUs = dueUs[batch.operations.at(-1) ?? operation] ?? due
      batch = undefined
    }
    if (batch === undefined) {
      batch = { operations: [], firstDueUs: due, bytes: 0, goUs: due + windowUs }
      batches.push(batch)
      openByTenant.set(tenant, batch)
    }
    batch.operations.push(operation)
    batch.bytes += bytes
    if (batch.operations.length < recordsPerRequest) continue
    batch.goUs = due
    openByTenant.delete(tenant)
  }
  return batches
}

function inOrderOfGoing(batches: readonly Batch[]): Requests {
  const ordered = batches.toSorted((a, b) => a.goUs - b.goUs)
  const first = new Uint32Array(ordered.length + 1)
  for (const [index, { operations }] of ordered.entries()) first[index + 1] = (first[index] ?? 0) + operations.length
  return {
    count: ordered.length,
    first,
    operation: Uint32Array.from(ordered.flatMap(({ operations }) => operations)),
    goUs: Float64Array.from(ordered, ({ goUs }) => goUs),
  }
}
