/** The reference matcher, level L1 (matching.md): the right answer for each record of a set. Pure; the order of the input is no input. */

import type { MatchProfile, MatchResult } from '../model/match-result.ts'
import { openResult } from '../model/match-result.ts'
import type { CanonicalRecord, Kind } from '../model/record.ts'
import { BasisBuilder } from './bases.ts'
import type { DecisionBases } from './bases.ts'
import { distinctRecords } from './distinct.ts'
import type { DistinctRecords } from './distinct.ts'
import { splitByIdentity } from './identity.ts'
import { partitionsOf } from './partition.ts'
import type { Partition } from './partition.ts'
import { applyPayoutRules } from './payout-answer.ts'
import { applyReferenceRule } from './reference-rule.ts'
import { answerAll, ripeBefore } from './work.ts'
import type { Work } from './work.ts'

export interface Answers extends DistinctRecords {
  /** The right result of each record, by its index. Records of one group share one object where all of it is equal. */
  readonly results: readonly MatchResult[]
  /** What each answer that needs no close rests on; the same with and without a close date. */
  readonly bases: DecisionBases
}

/**
 * Answers for every record of the set, judged with a close of `closeDate` (`YYYY-MM-DD`), or without one. `contents` saves the hashing
 * where the caller has them: they must belong to records whose references are normalised, as decoding does.
 */
export function match(
  deliveries: readonly CanonicalRecord[],
  profile: MatchProfile,
  closeDate: string | undefined,
  contents?: readonly string[],
): Answers {
  const distinct = distinctRecords(deliveries, contents)
  return { ...distinct, ...answer(distinct, profile, closeDate) }
}

/** The same records judged with another close date: nothing is hashed again, and a result that stays as it was is the same object. */
export function matchAgain(answers: Answers, profile: MatchProfile, closeDate: string | undefined): Answers {
  const { results } = answer(answers, profile, closeDate, answers.results)
  return { ...answers, results }
}

function answer(
  { records, contents }: DistinctRecords,
  profile: MatchProfile,
  closeDate: string | undefined,
  earlier?: readonly MatchResult[],
): { results: readonly MatchResult[]; bases: DecisionBases } {
  const work: Work = {
    records,
    contents,
    profile,
    ripeBefore: ripeBefore(closeDate, profile.carryDays),
    results: Array.from<MatchResult>({ length: records.length }).fill(openResult),
    earlier,
    bases: new BasisBuilder(records.length),
  }
  for (const partition of partitionsOf(records)) {
    const { live, conflicts } = splitByIdentity(records, partition)
    for (const conflict of conflicts) {
      answerAll(work, conflict, { state: 'EX:IDENTITY_CONFLICT', varianceMinor: 0n })
      work.bases.addForAll(conflict)
    }
    applyReferenceRule(work, live)
    applyPayoutRules(work, live)
    applyStandaloneRule(work, live)
  }
  return { results: work.results, bases: work.bases.build() }
}

/** R8: what has no counterpart by its nature. A payout return has one only from L2 on. */
const standaloneKinds: ReadonlySet<Kind> = new Set(['fee', 'adjustment', 'fx', 'other', 'payout_return'])

function applyStandaloneRule(work: Work, live: Partition): void {
  for (const index of live) {
    if (!standaloneKinds.has((work.records[index] as CanonicalRecord).kind)) continue
    answerAll(work, [index], { state: 'EXPLAINED_STANDALONE', ruleId: 'R8', varianceMinor: 0n })
    work.bases.addForAll([index])
  }
}
