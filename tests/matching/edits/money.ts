/** Amounts that grew, shrank or drifted (classes 11 and 12). */

import { claiming, isOf, right, rowOf, strangerRow } from '../edited-world.ts'
import type { Edited } from '../edited-world.ts'

export const moneyEdits: readonly Edited[] = [
  {
    name: 'hold a record under its identity with one minor unit more',
    told: {
      ...right,
      rows: right.rows.map((row) =>
        isOf(row, rowOf('pi_2-l')) ? { ...row, content: strangerRow.content, grossMinor: row.grossMinor + 1n } : row,
      ),
    },
    found: [['precision-loss', 'pi_2-l']],
  },
  {
    name: 'an altered amount on a record that was left open: told once',
    told: {
      ...right,
      rows: right.rows.map((row) => (isOf(row, rowOf('fee_1')) ? { ...row, netMinor: row.netMinor + 1n, current: undefined } : row)),
      history: undefined,
      decisions: [],
    },
    found: [['precision-loss', 'fee_1']],
  },
  {
    name: 'an amount one minor unit off',
    told: { ...right, rows: right.rows.map((row) => (isOf(row, rowOf('pi_1-p')) ? { ...row, grossMinor: row.grossMinor + 1n } : row)) },
    found: [['precision-loss', 'pi_1-p']],
  },
  {
    name: 'a pair refused for one minor unit that is not there',
    told: claiming(
      [rowOf('last-l'), { state: 'EX:AMOUNT_MISMATCH', varianceMinor: 1n }],
      [rowOf('last-p'), { state: 'EX:AMOUNT_MISMATCH', varianceMinor: 1n }],
    ),
    found: [['precision-loss', 'last-l']],
  },
  {
    name: 'a residual one minor unit off',
    told: claiming([rowOf('po_1'), { state: 'EX:PAYOUT_IMBALANCE', ruleId: 'R3', payout: { memberCount: 2, residualMinor: 1n } }]),
    found: [['precision-loss', 'po_1']],
  },
  {
    name: 'an amount grown by a major unit',
    told: { ...right, rows: right.rows.map((row) => (isOf(row, rowOf('fee_1')) ? { ...row, netMinor: row.netMinor + 100n } : row)) },
    found: [['money-created', 'fee_1']],
  },
  {
    name: 'an amount shrunk by a major unit',
    told: { ...right, rows: right.rows.map((row) => (isOf(row, rowOf('fee_1')) ? { ...row, netMinor: row.netMinor - 100n } : row)) },
    found: [['money-destroyed', 'fee_1']],
  },
  {
    name: 'a recorded variance five dollars short',
    told: claiming([rowOf('off-l'), { varianceMinor: 0n }], [rowOf('off-p'), { varianceMinor: 0n }]),
    found: [['money-destroyed', 'off-l']],
  },
]
