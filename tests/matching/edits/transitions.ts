/** Versions that no record and no close can have caused (class 26). */

import { isOf, publishing, revised, right, rowOf, withHistory } from '../edited-world.ts'
import type { Edited } from '../edited-world.ts'

export const transitionEdits: readonly Edited[] = [
  {
    name: 'a close that nobody asked for',
    told: withHistory((row) => [isOf(row, rowOf('alone-l')) ? { ...row, cause: { kind: 'close', closeId: 'other' } } : row]),
    found: [['illegal-transition', 'alone-l']],
  },
  {
    name: 'a first version that decides nothing',
    told: {
      ...revised(rowOf('off-l'), { state: 'OPEN', varianceMinor: 0n }),
      decisions: [],
    },
    found: [['illegal-transition', 'off-l']],
  },
  {
    name: 'a version left out',
    told: {
      ...withHistory((row) => (isOf(row, rowOf('off-l')) ? [{ ...row, version: 2 }] : [row])),
      rows: right.rows.map((row) => (isOf(row, rowOf('off-l')) && row.current ? { ...row, current: { ...row.current, version: 2 } } : row)),
      decisions: [],
    },
    found: [['illegal-transition', 'off-l']],
  },
  {
    name: 'a match that a close undid',
    told: publishing({
      ...withHistory((row) =>
        isOf(row, rowOf('last-l'))
          ? [row, { ...row, version: 2, result: { state: 'OPEN', varianceMinor: 0n }, cause: { kind: 'close', closeId: 'c1' } }]
          : [row],
      ),
      rows: right.rows.map((row) =>
        isOf(row, rowOf('last-l')) ? { ...row, current: { version: 2, result: { state: 'OPEN', varianceMinor: 0n } } } : row,
      ),
    }),
    found: [
      ['missed-match', 'last-l'],
      ['illegal-transition', 'last-l'],
    ],
  },
  {
    name: 'a cause in another tenant',
    told: withHistory((row) => {
      const foreign = right.accepted.find(({ content }) => content === rowOf('pi_1-l', 'bolt').content)
      if (!isOf(row, rowOf('off-l')) || foreign === undefined) return [row]
      return [{ ...row, cause: { kind: 'record', partition: foreign.partition, offset: `${foreign.offset}` } }]
    }),
    found: [['illegal-transition', 'off-l']],
  },
  {
    name: 'missing before any close',
    told: withHistory((row) => {
      const own = right.accepted.find(({ content }) => content === row.content)
      if (!isOf(row, rowOf('alone-l')) || own === undefined) return [row]
      return [{ ...row, cause: { kind: 'record', partition: own.partition, offset: `${own.offset}` } }]
    }),
    found: [['illegal-transition', 'alone-l']],
  },
  {
    name: 'a match that was put off until the close',
    told: withHistory((row) => [isOf(row, rowOf('last-l')) ? { ...row, cause: { kind: 'close', closeId: 'c1' } } : row]),
    found: [['illegal-transition', 'last-l']],
  },
  {
    name: 'a cause where no record was accepted',
    told: withHistory((row) => [isOf(row, rowOf('last-l')) ? { ...row, cause: { kind: 'record', partition: 1, offset: '9000' } } : row]),
    found: [['illegal-transition', 'last-l']],
  },
]
