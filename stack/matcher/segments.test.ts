import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CloseMarker } from './batch-store.ts'
import type { StagedRecord } from './copy-format.ts'
import { stepsOf } from './segments.ts'

type Item = Parameters<typeof stepsOf>[0][number]

function item(text: string, index: number): Item {
  const [kind, partition, tenant = 't'] = text.split(' ')
  const place = { partition: Number(partition), offset: BigInt(index) }
  return kind === 'r'
    ? { kind: 'record', staged: place as StagedRecord }
    : { kind: 'close', marker: { ...place, closeId: 'c', tenant, date: '2026-01-01' } satisfies CloseMarker }
}

function shape(texts: readonly string[]): string[] {
  return stepsOf(texts.map(item)).map((step) =>
    step.kind === 'records'
      ? `records ${step.records.map(({ offset }) => offset).join()}`
      : `closes ${step.closes.map(({ offset }) => offset).join()}`,
  )
}

test.each([
  { texts: ['r 0', 'r 1'], steps: ['records 0,1'] },
  { texts: ['r 0', 'c 0', 'r 1', 'c 1'], steps: ['records 0,2', 'closes 1,3'] },
  { texts: ['r 0', 'c 0', 'r 0'], steps: ['records 0', 'closes 1', 'records 2'] },
  { texts: ['c 0', 'c 0'], steps: ['closes 0', 'closes 1'] },
  { texts: ['c 0 a', 'c 0 b'], steps: ['closes 0,1'] },
])('$texts', ({ texts, steps }) => {
  expect(shape(texts)).toEqual(steps)
})

test('nothing is lost, and the order inside a partition stays', () => {
  const text = fc.tuple(fc.constantFrom('r', 'c'), fc.nat({ max: 2 }), fc.constantFrom('a', 'b')).map((parts) => parts.join(' '))
  fc.assert(
    fc.property(fc.array(text, { maxLength: 30 }), (texts) => {
      const steps = stepsOf(texts.map(item))
      const order = steps.flatMap((step): { readonly partition: number; readonly offset: bigint }[] =>
        step.kind === 'records' ? step.records : step.closes,
      )
      expect(order.length).toBe(texts.length)
      for (const partition of [0, 1, 2]) {
        const closesAndRecords = steps.flatMap((step) =>
          (step.kind === 'records' ? step.records : step.closes)
            .filter((one) => one.partition === partition)
            .map(({ offset }) => [step.kind, offset] as const),
        )
        // Markers of different tenants in one step do not touch each other; a record never passes a marker.
        const offsets = closesAndRecords.map(([, offset]) => offset)
        expect(offsets).toEqual(offsets.toSorted((a, b) => Number(a - b)))
      }
    }),
  )
})
