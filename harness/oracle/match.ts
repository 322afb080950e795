/** The reference matcher, level L1 (matching.md): the right answer for each record of a set. Pure; the order of the input is no input. */

import type { MatchProfile, MatchResult } from '../model/match-result.ts'
import { openResult } from '../model/match-result.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { BasisBuilder } from './bases.ts'
import type { DecisionBases } from './bases.ts'
import { distinctRecords } from './distinct.ts'
import type { DistinctRecords } from './distinct.ts'
import { splitByIdentity } from './identity.ts'
import { partitionsOf } from './partition.ts'
import type { Partition } from './partition.ts'
import { applyPayoutRules } from './payout-answer.ts'
import { applyReferenceRule } from './reference-rule.ts'
import { roles, rolesOf } from './roles.ts'
import { undecidedAndNeeded } from './undecided.ts'
import { answerAll, ripeBefore } from './work.ts'
import type { Work } from './work.ts'

export interface Answers extends DistinctRecords {
  /** The right result of each record, by its index. Records of one group share one object where all of it is equal. */
  readonly results: readonly MatchResult[]
  /** What each answer that needs no close rests on; the same with and without a close date. */
  readonly bases: DecisionBases
  /** What each record is for (roles.ts). */
  readonly roles: Uint8Array
}

/**
 * Answers for every record of the set, judged with a close of `closeDate` (`YYYY-MM-DD`), or without one. `contents` saves the hashing
 * where the caller has them: they must belong to records whose references are normalised, as decoding does. `areDistinct` says that no two of them
 * are equal.
 */
export function match(
  deliveries: readonly CanonicalRecord[],
  profile: MatchProfile,
  closeDate: string | undefined,
  contents?: readonly string[],
  areDistinct: boolean = false,
): Answers {
  const distinct = distinctRecords(deliveries, contents, areDistinct)
  return { ...distinct, ...answer(distinct, profile, closeDate) }
}

/**
 * The same records judged with another close date. Nothing is hashed again, what has a basis is not answered again, and a result that stays as it
 * was is the same object.
 */
export function matchAgain(answers: Answers, profile: MatchProfile, closeDate: string | undefined): Answers {
  const { records, results: earlier, bases, roles: rolesOfRecords } = answers
  const chosen = undecidedAndNeeded(records, earlier, bases, rolesOfRecords)
  const results = earlier.map((result, index) => (bases.basisOf[index] === -1 ? openResult : result))
  const work = workOf(answers, profile, closeDate, { results, earlier, roles: rolesOfRecords })
  for (const live of partitionsOf(records, chosen)) applyRules(work, live)
  for (const index of chosen) if (bases.basisOf[index] !== -1) results[index] = earlier[index] as MatchResult
  return { ...answers, results }
}

function answer(
  distinct: DistinctRecords,
  profile: MatchProfile,
  closeDate: string | undefined,
): Pick<Answers, 'results' | 'bases' | 'roles'> {
  const { records } = distinct
  const rolesOfRecords = rolesOf(records)
  const results = Array.from<MatchResult>({ length: records.length }).fill(openResult)
  const work = workOf(distinct, profile, closeDate, { results, earlier: undefined, roles: rolesOfRecords })
  for (const partition of partitionsOf(records, records.keys())) {
    const { live, conflicts } = splitByIdentity(records, partition)
    for (const conflict of conflicts) {
      answerAll(work, conflict, { state: 'EX:IDENTITY_CONFLICT', varianceMinor: 0n })
      work.bases.addForAll(conflict)
    }
    applyRules(work, live)
  }
  return { results, bases: work.bases.build(), roles: rolesOfRecords }
}

function workOf(
  { records, contents }: DistinctRecords,
  profile: MatchProfile,
  closeDate: string | undefined,
  written: Pick<Work, 'results' | 'earlier' | 'roles'>,
): Work {
  return {
    records,
    contents,
    profile,
    ripeBefore: ripeBefore(closeDate, profile.carryDays),
    ...written,
    bases: new BasisBuilder(records.length),
  }
}

function applyRules(work: Work, live: Partition): void {
  applyReferenceRule(work, live)
  applyPayoutRules(work, live)
  applyStandaloneRule(work, live)
}

/** R8: what has no counterpart by its nature. */
function applyStandaloneRule(work: Work, live: Partition): void {
  for (const index of live) {
    if (((work.roles[index] as number) & roles.standalone) === 0) continue
    answerAll(work, [index], { state: 'EXPLAINED_STANDALONE', ruleId: 'R8', varianceMinor: 0n })
    work.bases.addForAll([index])
  }
}
