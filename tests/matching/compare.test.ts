import { describe, expect, test } from 'vitest'
import { exactGroupRate, pairwisePrecision, pairwiseRecall } from '../../harness/model/comparison.ts'
import type { Comparison } from '../../harness/model/comparison.ts'
import type { DecisionBases } from '../../harness/oracle/bases.ts'
import { compareAnswers } from '../../harness/oracle/compare.ts'
import { match } from '../../harness/oracle/match.ts'
import { smallWorld } from './small-world.ts'
import { tellRight } from './told-system.ts'

const { deliveries, profile, closeDate } = smallWorld
const expected = match(deliveries, profile, closeDate)
const { rows } = tellRight(smallWorld)

/** The final state with the LEG1 groups of some records renamed; undefined makes a record OPEN. */
function regrouped(groups: Readonly<Record<string, string | undefined>>): Comparison {
  const changed = rows.map((row) => {
    const { recordId, tenant } = row.identity
    if (tenant !== 'acme' || !Object.hasOwn(groups, recordId) || row.current === undefined) return row
    const group = groups[recordId]
    return { ...row, current: group === undefined ? undefined : { version: 1, result: { ...row.current.result, leg1Group: group } } }
  })
  return compareAnswers(expected, changed, profile, closeDate)
}

// LEG1 groups: four pairs, one class of four, and the pair whose amounts differ: 4 + 6 + 1 pairs of records.
describe('figures of LEG1', () => {
  test.each([
    {
      name: 'all right',
      groups: {},
      figures: { groupsExpected: 6, groupsClaimed: 6, groupsExact: 6, pairsExpected: 11, pairsClaimed: 11, pairsShared: 11 },
      kinds: [],
    },
    {
      name: 'a class told as balanced pairs is the class',
      groups: { 'same-l1': 'x', 'same-p2': 'x', 'same-l2': 'y', 'same-p1': 'y' },
      figures: { groupsExpected: 6, groupsClaimed: 6, groupsExact: 6, pairsExpected: 11, pairsClaimed: 11, pairsShared: 11 },
      kinds: [],
    },
    {
      name: 'a class told as one pair and two alone is not',
      groups: { 'same-l1': 'x', 'same-p1': 'x', 'same-l2': 'y', 'same-p2': 'z' },
      figures: { groupsExpected: 6, groupsClaimed: 6, groupsExact: 5, pairsExpected: 11, pairsClaimed: 6, pairsShared: 6 },
      kinds: ['split', 'split'],
    },
    {
      name: 'two payments in one group',
      groups: { 'pi_1-l': 'x', 'pi_1-p': 'x', 'pi_2-l': 'x', 'pi_2-p': 'x' },
      figures: { groupsExpected: 6, groupsClaimed: 5, groupsExact: 4, pairsExpected: 11, pairsClaimed: 15, pairsShared: 11 },
      kinds: ['merged', 'merged', 'merged', 'merged'],
    },
    {
      name: 'partners swapped',
      groups: { 'pi_1-l': 'x', 'pi_2-p': 'x', 'pi_2-l': 'y', 'pi_1-p': 'y' },
      figures: { groupsExpected: 6, groupsClaimed: 6, groupsExact: 4, pairsExpected: 11, pairsClaimed: 11, pairsShared: 9 },
      kinds: ['mispaired', 'mispaired', 'mispaired', 'mispaired'],
    },
    {
      name: 'a partner taken, the two others left open',
      groups: { 'pi_1-l': 'x', 'pi_2-p': 'x', 'pi_2-l': undefined, 'pi_1-p': undefined },
      figures: { groupsExpected: 6, groupsClaimed: 5, groupsExact: 4, pairsExpected: 11, pairsClaimed: 10, pairsShared: 9 },
      kinds: ['missed', 'missed', 'stolen', 'stolen'],
    },
  ])('$name', ({ groups, figures, kinds }) => {
    const { leg1, deviations } = regrouped(groups)
    expect(leg1).toEqual(figures)
    expect(deviations.map(({ kind }) => kind).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(kinds)
  })

  test('as rates', () => {
    const { leg1 } = regrouped({ 'pi_1-l': 'x', 'pi_1-p': 'x', 'pi_2-l': 'x', 'pi_2-p': 'x' })
    expect([pairwisePrecision(leg1), pairwiseRecall(leg1), exactGroupRate(leg1)]).toEqual([11 / 15, 1, 4 / 6])
  })
})

test('a lost record takes nobody with it: who is right for what is left is a consequence, counted and not told', () => {
  const isOf = (id: string) => (row: (typeof rows)[number]) => row.identity.recordId === id && row.identity.tenant === 'acme'
  const held = rows
    .filter((row) => !isOf('last-p')(row))
    .map((row) =>
      isOf('last-l')(row)
        ? { ...row, current: { version: 1, result: { state: 'EX:MISSING_AT_PROCESSOR', ruleId: 'R1', varianceMinor: 0n } } }
        : row,
    )
  const { deviations, consequences } = compareAnswers(expected, held, profile, closeDate)
  expect({ deviations, consequences }).toEqual({ deviations: [], consequences: 1 })
})

describe('what a decision rests on', () => {
  const idsOf = (indices: readonly number[]): string[] =>
    indices.map((index) => expected.records[index]?.recordId ?? '').toSorted((a, b) => (a < b ? -1 : 1))
  const membersOf = ({ starts, members, also }: DecisionBases, basis: number): number[] => {
    const shared = also[basis] ?? -1
    return [...members.slice(starts[basis], starts[basis + 1]), ...(shared === -1 ? [] : membersOf(expected.bases, shared))]
  }

  test.each([
    ['a pair', 'pi_2-l', ['pi_2-l', 'pi_2-p']],
    ['a payout', 'po_1', ['line_1', 'pi_1-p', 'pi_2-p', 'po_1']],
    ['a bank line', 'line_1', ['line_1', 'po_1']],
    ['a fee', 'fee_1', ['fee_1']],
    ['a conflict', 'twice', ['twice', 'twice']],
    ['a class', 'same-p1', ['same-l1', 'same-l2', 'same-p1', 'same-p2']],
    ['what only a close decides', 'alone-l', []],
    ['what is open', 'young-l', []],
  ])('%s', (_name, recordId, ids) => {
    const index = expected.records.findIndex((record) => record.recordId === recordId && record.tenant === 'acme')
    const basis = expected.bases.basisOf[index] ?? -1
    expect(basis === -1 ? [] : idsOf(membersOf(expected.bases, basis))).toEqual(ids)
  })
})
