import { expect, test } from 'vitest'
import { tablesText } from './describe-database.ts'

test.each([
  { kind: 'plain', parts: 1, workers: [], text: 'plain' },
  { kind: 'hash', parts: 4, workers: [], text: 'in 4 hash partitions' },
  { kind: 'citus', parts: 8, workers: [], text: 'in 8 Citus shards on the coordinator' },
  { kind: 'citus', parts: 8, workers: ['a:5432'], text: 'in 8 Citus shards on 1 worker' },
  { kind: 'citus', parts: 8, workers: ['a:5432', 'b:5432'], text: 'in 8 Citus shards on 2 workers' },
])('$text', ({ text, ...layout }) => {
  expect(tablesText(layout)).toBe(text)
})
