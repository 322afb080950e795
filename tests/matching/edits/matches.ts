/** Matches missed, made up, exchanged, stolen, left open, or with a wrong reason (classes 6 to 9, 25, 27). */

import { claiming, lastTwice, matched, rowOf } from '../edited-world.ts'
import type { Edited } from '../edited-world.ts'

export const matchEdits: readonly Edited[] = [
  {
    name: 'a count of members that is not theirs',
    told: claiming([rowOf('po_1'), { payout: { memberCount: 3, residualMinor: 0n } }]),
    found: [['wrong-reason', 'po_1']],
  },
  { name: 'a match by the wrong rule', told: claiming([rowOf('last-l'), { ruleId: 'R3' }]), found: [['wrong-reason', 'last-l']] },
  {
    name: 'a matched pair told missing',
    told: claiming(
      [rowOf('last-l'), { state: 'EX:MISSING_AT_PROCESSOR', leg1Group: 'x' }],
      [rowOf('last-p'), { state: 'EX:MISSING_IN_LEDGER', leg1Group: 'y' }],
    ),
    found: [['missed-match', 'last-l']],
  },
  {
    name: 'a matched pair left open',
    told: claiming([rowOf('last-l'), undefined], [rowOf('last-p'), undefined]),
    found: [['missed-match', 'last-l']],
  },
  { name: 'a break left open', told: claiming([rowOf('alone-l'), undefined]), found: [['stuck', 'alone-l']] },
  {
    name: 'matched across tenants',
    told: claiming([rowOf('alone-l'), matched('x')], [rowOf('alone-p', 'bolt'), matched('x')]),
    found: [['false-match', 'alone-p']],
  },
  {
    name: 'last wins on a conflict',
    told: claiming([rowOf('twice-l'), matched('x')], [lastTwice, matched('x')]),
    found: [['false-match', 'twice']],
  },
  {
    name: 'partners swapped between two payments',
    told: claiming(
      [rowOf('pi_1-l'), matched('x')],
      [rowOf('pi_2-p'), matched('x')],
      [rowOf('pi_2-l'), matched('y')],
      [rowOf('pi_1-p'), matched('y')],
    ),
    found: [
      ['mispairing', 'pi_1-l'],
      ['mispairing', 'pi_1-p'],
    ],
  },
  {
    name: 'the same payment of two tenants in one group',
    told: claiming(
      [rowOf('pi_1-l', 'bolt'), matched('x')],
      [rowOf('pi_1-p', 'bolt'), matched('x')],
      [rowOf('pi_1-l'), matched('x')],
      [rowOf('pi_1-p'), matched('x')],
    ),
    found: [['mispairing', 'pi_1-l']],
  },
  {
    name: 'a class told as pairs that do not balance',
    told: claiming(
      [rowOf('same-l1'), matched('x')],
      [rowOf('same-l2'), matched('x')],
      [rowOf('same-p1'), matched('y')],
      [rowOf('same-p2'), matched('y')],
    ),
    found: [
      ['mispairing', 'same-l1'],
      ['mispairing', 'same-p1'],
    ],
  },
  {
    name: "another's partner taken",
    told: claiming(
      [rowOf('pi_1-l'), matched('x')],
      [rowOf('pi_1-p', 'bolt'), matched('x')],
      [rowOf('pi_1-p'), undefined],
      [rowOf('pi_1-l', 'bolt'), undefined],
    ),
    found: [
      ['stolen-match', 'pi_1-l'],
      ['missed-match', 'pi_1-p'],
      ['missed-match', 'pi_1-l'],
    ],
  },
  {
    name: 'a break under another name',
    told: claiming([rowOf('alone-l'), { state: 'EX:AMBIGUOUS_REFERENCE' }]),
    found: [['wrong-reason', 'alone-l']],
  },
  {
    name: 'a break under a name that nobody knows',
    told: claiming([rowOf('alone-l'), { state: 'BROKEN' }]),
    found: [['wrong-reason', 'alone-l']],
  },
  {
    name: 'a young record closed too soon',
    told: claiming([rowOf('young-l'), { state: 'EX:MISSING_AT_PROCESSOR', ruleId: 'R1' }]),
    found: [['wrong-reason', 'young-l']],
  },
  {
    name: 'a detail that is not true',
    told: claiming([rowOf('po_1'), { detail: 'NOT_DECOMPOSABLE' }]),
    found: [['wrong-reason', 'po_1']],
  },
]
