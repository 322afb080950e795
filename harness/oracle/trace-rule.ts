/** R4, trace (matching.md §4): a payout and the bank line that names it. Works on components; never picks one of several. */

import type { State } from '../model/match-result.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { groupId, isRipe, listAt, mapAt } from './work.ts'
import type { Work } from './work.ts'

/** What LEG2b says of a payout or a bank line. */
export type TraceAnswer =
  | { readonly kind: 'undecided' }
  /** One payout and one line: decided without a close. */
  | { readonly kind: 'pair'; readonly state: State; readonly varianceMinor: bigint; readonly group: string; readonly other: number }
  /** Decided by a close. */
  | { readonly kind: 'closed'; readonly state: State }

const undecided: TraceAnswer = { kind: 'undecided' }

/** LEG2b's answer for each payout and each line of one partition. */
export function tracePayouts(work: Work, payouts: readonly number[], lines: readonly number[]): Map<number, TraceAnswer> {
  const answers = new Map<number, TraceAnswer>()
  for (const { payouts: ofPayouts, lines: ofLines } of components(work, payouts, lines)) {
    const members = [...ofPayouts, ...ofLines]
    const payout = ofPayouts[0]
    const line = ofLines[0]
    if (members.length === 2 && payout !== undefined && line !== undefined) {
      const pair = { kind: 'pair', ...comparePair(work, payout, line), group: groupId(work, members) } as const
      answers.set(payout, { ...pair, other: line })
      answers.set(line, { ...pair, other: payout })
      continue
    }
    const answer: TraceAnswer = isRipe(work, members) ? { kind: 'closed', state: closedState(payout, line) } : undecided
    for (const member of members) answers.set(member, answer)
  }
  return answers
}

function comparePair({ records }: Work, payout: number, line: number): { state: State; varianceMinor: bigint } {
  const varianceMinor = (records[line] as CanonicalRecord).netMinor + (records[payout] as CanonicalRecord).netMinor
  return { state: varianceMinor === 0n ? 'MATCHED' : 'EX:BANK_AMOUNT_MISMATCH', varianceMinor }
}

function closedState(payout: number | undefined, line: number | undefined): State {
  if (payout === undefined) return 'EX:UNEXPECTED_AT_BANK'
  return line === undefined ? 'EX:MISSING_AT_BANK' : 'EX:AMBIGUOUS_REFERENCE'
}

interface Component {
  readonly payouts: number[]
  readonly lines: number[]
}

/** Connected components, single payouts and lines among them. All payouts and lines of one name are joined through that name. */
function components({ records }: Work, payouts: readonly number[], lines: readonly number[]): Iterable<Component> {
  const parents = new Map<number, number>()
  const rootOf = (index: number): number => {
    let root = index
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent
    // Shorten the path just walked, so that long chains stay linear.
    for (let at = index; at !== root;) {
      const next = parents.get(at) ?? root
      parents.set(at, root)
      at = next
    }
    return root
  }
  const join = (left: number, right: number): void => {
    const leftRoot = rootOf(left)
    const rightRoot = rootOf(right)
    if (leftRoot !== rightRoot) parents.set(rightRoot, leftRoot)
  }

  // By currency and name: a key joined of the two would be made for each.
  const payoutsByName = new Map<string, Map<string, number[]>>()
  for (const payout of payouts) {
    const { currency, ref, traceRef } = records[payout] as CanonicalRecord
    const byName = mapAt(payoutsByName, currency)
    if (ref !== undefined) listAt(byName, ref).push(payout)
    if (traceRef !== undefined && traceRef !== ref) listAt(byName, traceRef).push(payout)
  }
  const joined = new Set<readonly number[]>()
  for (const line of lines) {
    const { currency, references = [] } = records[line] as CanonicalRecord
    for (const name of references) {
      const named = payoutsByName.get(currency)?.get(name)
      if (named === undefined) continue
      join(named[0] as number, line)
      // Payouts of one name are joined only through a line: without one there is no edge between them.
      if (joined.has(named)) continue
      joined.add(named)
      for (const payout of named) join(payout, line)
    }
  }

  const byRoot = new Map<number, Component>()
  const componentOf = (index: number): Component => {
    const root = rootOf(index)
    let component = byRoot.get(root)
    if (component === undefined) byRoot.set(root, (component = { payouts: [], lines: [] }))
    return component
  }
  for (const payout of payouts) componentOf(payout).payouts.push(payout)
  for (const line of lines) componentOf(line).lines.push(line)
  return byRoot.values()
}
