/** Records that are gone, never came, or are another’s (classes 1, 2, 22). */

import { contentOf } from '../../../harness/model/record-key.ts'
import {
  claiming,
  decidingStranger,
  dropping,
  inAnotherTenant,
  isOf,
  lastTwice,
  matched,
  revised,
  right,
  rowOf,
  seenOtherwise,
  stranger,
  strangerRow,
  unseen,
  withHistory,
  without,
} from '../edited-world.ts'
import type { Edited } from '../edited-world.ts'

export const recordEdits: readonly Edited[] = [
  { name: 'drop a record in the middle of its partition', told: without(rowOf('pi_2-l')), found: [['offset-without-effect', 'pi_2-l']] },
  { name: 'drop a record without a position', told: { ...without(rowOf('pi_2-l')), accepted: [] }, found: [['lost-record', 'pi_2-l']] },
  {
    name: 'drop a record before it is decided: its counterpart and payout are right for what is left',
    told: dropping(
      rowOf('pi_2-p'),
      claiming(
        [rowOf('pi_2-l'), { state: 'EX:MISSING_AT_PROCESSOR' }],
        [rowOf('po_1'), { state: 'EX:PAYOUT_IMBALANCE', ruleId: 'R3', payout: { memberCount: 1, residualMinor: -4_825n } }],
      ),
    ),
    found: [['lost-record', 'pi_2-p']],
  },
  {
    name: 'hold a record that nobody sent',
    told: { ...right, rows: [...right.rows, strangerRow] },
    found: [['unexpected-record', 'never']],
  },
  { name: 'decide a record that nobody sent', told: decidingStranger, found: [['unexpected-record', 'never']] },
  {
    name: 'drop the last record of its partition: nothing shows that the log moved past it',
    told: without(rowOf('last-p')),
    found: [['lost-record', 'last-p']],
  },
  {
    name: 'drop a record, with what was decided told backwards',
    told: {
      ...without(rowOf('pi_2-l')),
      history: right.history?.toReversed(),
      decisions: right.decisions.toReversed(),
    },
    found: [['offset-without-effect', 'pi_2-l']],
  },
  {
    name: 'drop a record whose decision was seen, where no history is shown',
    told: { ...without(rowOf('pi_2-l')), accepted: [], history: undefined },
    found: [['lost-record', 'pi_2-l']],
  },
  {
    name: 'last wins on a conflict, and overwrites the first',
    told: dropping(rowOf('twice'), claiming([rowOf('twice-l'), matched('x')], [lastTwice, matched('x')])),
    found: [
      ['lost-record', 'twice'],
      ['false-match', 'twice'],
    ],
  },
  {
    name: 'a decision that was never published',
    told: unseen(rowOf('fee_1'), right),
    found: [['lost-record', 'fee_1']],
  },
  {
    name: 'a decision that was never published, where no history is shown',
    told: { ...unseen(rowOf('fee_1'), right), history: undefined },
    found: [['lost-record', 'fee_1']],
  },
  {
    name: 'an earlier version that was never published',
    told: {
      ...right,
      ...revised(rowOf('same-l1'), { state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: 'smaller' }),
      decisions: seenOtherwise(rowOf('same-l1'), (event) => ({ ...event, version: 2 })).decisions,
    },
    found: [['lost-record', 'same-l1']],
  },
  {
    name: 'a record of unknown outcome that was decided in public and is not held',
    told: { ...decidingStranger, unknown: new Set([contentOf(stranger)]) },
    found: [['lost-record', 'never']],
  },
  {
    name: "a row in another tenant's hands",
    told: { ...right, rows: right.rows.map((row) => (isOf(row, rowOf('fee_1')) ? inAnotherTenant(row) : row)) },
    found: [['unexpected-record', 'fee_1']],
  },
  {
    name: 'a decision under another identity',
    told: seenOtherwise(rowOf('fee_1'), (event) => ({ ...event, identity: { ...event.identity, merchant: 'm9' } })),
    found: [['unexpected-record', 'fee_1']],
  },
  {
    name: 'a version under another identity',
    told: withHistory((row) => [isOf(row, rowOf('fee_1')) ? inAnotherTenant(row) : row]),
    found: [['unexpected-record', 'fee_1']],
  },
]
