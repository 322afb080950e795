import { expect, test } from 'vitest'

import { outcomeCodes } from '../model/outcome.ts'
import type { OutcomeKind } from '../model/outcome.ts'
import { warmUpNotes } from './warm-up.ts'

test.each<{ name: string; kinds: OutcomeKind[]; isDrained: boolean; notes: string[] }>([
  { name: 'went well', kinds: ['accepted', 'accepted'], isDrained: true, notes: [] },
  { name: 'was empty', kinds: [], isDrained: true, notes: [] },
  {
    name: 'was half refused',
    kinds: ['accepted', 'refused', 'unknown'],
    isDrained: true,
    notes: ['warm-up: 1 of 3 records were accepted'],
  },
  {
    name: 'was not worked through',
    kinds: ['accepted'],
    isDrained: false,
    notes: ['warm-up: not worked through within 30 s, the load began all the same'],
  },
])('a warm-up that $name', ({ kinds, isDrained, notes }) => {
  expect(warmUpNotes({ outcome: Uint8Array.from(kinds, (kind) => outcomeCodes[kind]) }, isDrained, 30_000)).toEqual(notes)
})
