/** LEG2: joins what R3 and R4 say into the one state of each payout and each bank line (matching.md §3). */

import type { MatchResult } from '../model/match-result.ts'
import { openResult } from '../model/match-result.ts'
import type { Partition } from './partition.ts'
import { composePayouts } from './payout-rule.ts'
import type { Composition } from './payout-rule.ts'
import { roles } from './roles.ts'
import { tracePayouts } from './trace-rule.ts'
import type { TraceAnswer } from './trace-rule.ts'
import { answerAll } from './work.ts'
import type { Work } from './work.ts'

/** Answers all payouts and bank lines of one partition. */
export function applyPayoutRules(work: Work, live: Partition): void {
  const payouts: number[] = []
  const lines: number[] = []
  for (const index of live) {
    const role = work.roles[index] as number
    if ((role & roles.payout) !== 0) payouts.push(index)
    else if ((role & roles.bankLine) !== 0) lines.push(index)
  }
  if (payouts.length === 0 && lines.length === 0) return
  const compositions = composePayouts(work, live, payouts)
  const traces = tracePayouts(work, payouts, lines)
  for (const line of lines) {
    const trace = traces.get(line) ?? { kind: 'undecided' }
    answerAll(work, [line], traceResult(trace))
    if (trace.kind === 'pair') work.bases.basisOf[line] = work.bases.add([line, trace.other])
  }
  for (const payout of payouts) {
    const composition = compositions.get(payout) ?? { kind: 'undecided' }
    const trace = traces.get(payout) ?? { kind: 'undecided' }
    answerAll(work, [payout], payoutResult(composition, trace))
    noteBasis(work, payout, composition, trace)
  }
}

function payoutResult(composition: Composition, trace: TraceAnswer): MatchResult {
  if (composition.kind === 'undecided') return openResult
  const result = traceResult(trace)
  const { figures } = composition.kind === 'decided' ? composition : { figures: undefined }
  // An imbalanced payout keeps LEG2b's variance and group.
  if (figures !== undefined && figures.residualMinor !== 0n) {
    return { ...result, state: 'EX:PAYOUT_IMBALANCE', ruleId: 'R3', payout: figures }
  }
  if (result.state === 'OPEN') return result
  return figures === undefined ? { ...result, detail: 'NOT_DECOMPOSABLE' } : { ...result, payout: figures }
}

function traceResult(trace: TraceAnswer): MatchResult {
  if (trace.kind === 'undecided') return openResult
  if (trace.kind === 'closed') return { state: trace.state, ruleId: 'R4', varianceMinor: 0n }
  return { state: trace.state, ruleId: 'R4', varianceMinor: trace.varianceMinor, leg2bGroup: trace.group }
}

/** A payout's answer needs no close when its members add up and it has its one line; it rests on all of them. */
function noteBasis({ bases }: Work, payout: number, composition: Composition, trace: TraceAnswer): void {
  if (trace.kind !== 'pair' || composition.kind === 'undecided') return
  if (composition.kind === 'decided' && composition.figures.residualMinor !== 0n) return
  bases.basisOf[payout] = bases.add([payout, trace.other], composition.kind === 'decided' ? composition.members : -1)
}
