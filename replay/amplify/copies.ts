/** The copies of a history merged into one order of time, a record at a time. Knows no amounts and no ids. */

import type { CanonicalRecord } from '../../harness/model/record.ts'

export interface TimedRecord {
  readonly record: CanonicalRecord
  /** When it is replayed, ms since 1970; often, but not always, when it occurred. */
  readonly atMs: number
}

interface Cursor {
  readonly copy: number
  readonly shiftMs: number
  position: number
  atMs: number
}

/** `timed` ascends. Copy n is `n / factor` of the mean distance of records behind the original. */
export function* inCopies(
  timed: readonly TimedRecord[],
  factor: number,
  copyOf: (index: number, copy: number, shiftMs: number) => CanonicalRecord,
): Generator<TimedRecord> {
  const [first, last] = [timed[0], timed.at(-1)]
  if (first === undefined || last === undefined) return
  const stepMs = (last.atMs - first.atMs) / Math.max(1, timed.length - 1) / factor
  const heap = Array.from({ length: factor }, (_, copy): Cursor => {
    const shiftMs = Math.floor(copy * stepMs)
    return { copy, shiftMs, position: 0, atMs: first.atMs + shiftMs }
  })
  while (heap.length > 0) {
    const cursor = heap[0]
    if (cursor === undefined) return
    const { copy, shiftMs, position, atMs } = cursor
    yield { record: copyOf(position, copy, shiftMs), atMs }
    const next = timed[position + 1]
    if (next === undefined) {
      const end = heap.pop()
      if (end === undefined || heap.length === 0) return
      heap[0] = end
    } else {
      cursor.position++
      cursor.atMs = next.atMs + shiftMs
    }
    sink(heap)
  }
}

/** Ties go to the earlier record, then to the earlier copy. */
function isBefore(a: Cursor, b: Cursor): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs
  return a.position === b.position ? a.copy < b.copy : a.position < b.position
}

/** Brings the first cursor of the heap to its place. */
function sink(heap: Cursor[]): void {
  for (let at = 0; ;) {
    let least = at
    for (const child of [2 * at + 1, 2 * at + 2]) {
      const [one, other] = [heap[child], heap[least]]
      if (one !== undefined && other !== undefined && isBefore(one, other)) least = child
    }
    if (least === at) return
    const [one, other] = [heap[at], heap[least]]
    if (one === undefined || other === undefined) return
    heap[at] = other
    heap[least] = one
    at = least
  }
}
