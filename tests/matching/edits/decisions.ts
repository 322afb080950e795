/** Decisions taken twice, or published without having been committed (classes 4, 5, 16). */

import { claiming, isOf, publishing, right, rowOf, seenOtherwise, withHistory } from '../edited-world.ts'
import type { Edited } from '../edited-world.ts'

export const decisionEdits: readonly Edited[] = [
  {
    name: 'two rows of one record',
    told: { ...right, rows: [...right.rows, rowOf('pi_1-l')] },
    found: [['duplicate-effect', 'pi_1-l']],
  },
  {
    name: 'two rows of one record that exclude each other',
    told: {
      ...right,
      rows: [...right.rows, { ...rowOf('pi_1-l'), current: { version: 1, result: { state: 'EX:AMOUNT_MISMATCH', varianceMinor: 0n } } }],
    },
    found: [['multiple-terminal-states', 'pi_1-l']],
  },
  {
    name: 'decide twice, as one version',
    told: withHistory((row) => (isOf(row, rowOf('pi_1-l')) ? [row, row] : [row])),
    found: [['duplicate-effect', 'pi_1-l']],
  },
  {
    name: 'decide twice, as two versions',
    told: publishing({
      ...withHistory((row) => (isOf(row, rowOf('pi_1-l')) ? [row, { ...row, version: 2 }] : [row])),
      rows: right.rows.map((row) =>
        isOf(row, rowOf('pi_1-l')) && row.current ? { ...row, current: { ...row.current, version: 2 } } : row,
      ),
    }),
    found: [['duplicate-effect', 'pi_1-l']],
  },
  {
    name: 'publish before commit, never committed',
    told: { ...withHistory((row) => (isOf(row, rowOf('last-l')) ? [] : [row])), rows: claiming([rowOf('last-l'), undefined]).rows },
    found: [
      ['missed-match', 'last-l'],
      ['aborted-read', 'last-l'],
    ],
  },
  {
    name: 'publish before commit, committed as something else',
    told: {
      ...right,
      decisions: right.decisions.map(({ observedUs, event }) => ({
        observedUs,
        event:
          event.kind === 'decision' && isOf(event, rowOf('off-l')) ? { ...event, result: { ...event.result, state: 'MATCHED' } } : event,
      })),
    },
    found: [['aborted-read', 'off-l']],
  },
  {
    name: 'without a history, a version that the final state never reached',
    told: {
      ...right,
      history: undefined,
      decisions: right.decisions.map(({ observedUs, event }) => ({
        observedUs,
        event: event.kind === 'decision' && isOf(event, rowOf('off-l')) ? { ...event, version: 2 } : event,
      })),
    },
    found: [
      ['aborted-read', 'off-l'],
      ['lost-record', 'off-l'],
    ],
  },
  {
    name: 'published with another variance than was decided',
    told: seenOtherwise(rowOf('off-l'), (event) => ({ ...event, result: { ...event.result, varianceMinor: 1n } })),
    found: [['aborted-read', 'off-l']],
  },
  {
    name: 'published by another rule than was decided',
    told: seenOtherwise(rowOf('off-l'), (event) => ({ ...event, result: { ...event.result, ruleId: 'R4' } })),
    found: [['aborted-read', 'off-l']],
  },
  {
    name: 'published with another residual than was decided',
    told: seenOtherwise(rowOf('po_1'), (event) => ({
      ...event,
      result: { ...event.result, payout: { memberCount: 2, residualMinor: 7n } },
    })),
    found: [['aborted-read', 'po_1']],
  },
  {
    name: 'published with a detail that was not decided',
    told: seenOtherwise(rowOf('po_1'), (event) => ({ ...event, result: { ...event.result, detail: 'NOT_DECOMPOSABLE' } })),
    found: [['aborted-read', 'po_1']],
  },
]
