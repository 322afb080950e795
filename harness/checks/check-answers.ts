/** All checks of a run's answers, in the order in which one fault explains the next. The one door to this room. */

import { anomalyClasses } from '../model/finding.ts'
import type { AnomalyClass, ClassCoverage, Finding } from '../model/finding.ts'
import type { Comparison } from '../model/comparison.ts'
import { checkAbortedReads } from './aborted-reads.ts'
import { checkAcceptedRecords } from './accepted-records.ts'
import { checkConservation } from './conservation.ts'
import { checkDuplicateEffects } from './duplicate-effects.ts'
import type { Evidence } from './evidence.ts'
import type { CheckResult } from './found.ts'
import { indexEvidence } from './indexed-evidence.ts'
import { readLogPositions } from './log-positions.ts'
import { checkMatchAnswers } from './match-answers.ts'
import { totalAtRisk } from './money-at-risk.ts'
import type { MoneyAtRisk } from './money-at-risk.ts'
import { checkPublishedCauses } from './published-causes.ts'
import { checkTransitions } from './transitions.ts'
import { checkUnexpectedRecords } from './unexpected-records.ts'
import { checkUnseenDecisions } from './unseen-decisions.ts'

export interface CheckedAnswers {
  readonly findings: readonly Finding[]
  /** One entry for each class, in the order of the table. */
  readonly coverage: readonly ClassCoverage[]
  readonly atRisk: readonly MoneyAtRisk[]
  readonly figures: Pick<Comparison, 'leg1' | 'leg2b' | 'consequences'>
}

/**
 * Everything that is wrong with the answers of a run. A record has at most one finding about its final state; what was seen of its
 * decisions (classes 1 as unseen, 2, 4, 5, 16, 26) is told besides.
 */
export function checkAnswers(given: Evidence): CheckedAnswers {
  using evidence = indexEvidence(given)
  const { comparison } = evidence
  using positions = readLogPositions(evidence)
  const unexpected = checkUnexpectedRecords(evidence)
  const accepted = checkAcceptedRecords(evidence, positions, unexpected.replaced)
  const conservation = checkConservation(evidence)
  const answers = checkMatchAnswers(evidence, positions, conservation.altered)
  const duplicates = checkDuplicateEffects(evidence)
  const aborted = checkAbortedReads(evidence)
  const transitions = checkTransitions(evidence, positions)
  const causes = checkPublishedCauses(evidence, contentsOf(aborted, transitions))
  const unseen = checkUnseenDecisions(evidence, positions)
  const results: readonly CheckResult[] = [unexpected, accepted, conservation, answers, duplicates, aborted, transitions, causes, unseen]
  const findings = results.flatMap((result) => result.findings)
  const { leg1, leg2b, consequences } = comparison
  return {
    findings,
    coverage: coverageOf(results, findings),
    get atRisk() {
      return totalAtRisk(evidence.expected, findings)
    },
    figures: { leg1, leg2b, consequences },
  }
}

function contentsOf(...results: readonly CheckResult[]): ReadonlySet<string> {
  return new Set(results.flatMap(({ findings }) => findings.flatMap(({ subjects }) => subjects.map(({ content }) => content))))
}

/** What one opportunity of each class is, in words. */
const opportunityOf: Readonly<Record<AnomalyClass, string>> = {
  'lost-record': 'an accepted record, or a decision that was to be published',
  'unexpected-record': 'a row of the final state, or a decision seen',
  'duplicate-effect': 'a record with a row',
  'multiple-terminal-states': 'a record with a row',
  'missed-match': 'a record that should be matched',
  'false-match': 'a record that should not be matched',
  mispairing: 'a group that should be formed',
  'stolen-match': 'a group that should be formed beside another',
  'money-created': 'a sum of a tenant, merchant and currency, or a group reported',
  'money-destroyed': 'a sum of a tenant, merchant and currency, or a group reported',
  'precision-loss': 'a record with a row',
  'aborted-read': 'a decision seen of an accepted record',
  'offset-without-effect': 'an accepted record whose log position is known',
  stuck: 'a record that should be decided',
  'illegal-transition': 'a version in the decision history',
  'wrong-reason': 'a record that should be an exception',
}

function coverageOf(results: readonly CheckResult[], findings: readonly Finding[]): ClassCoverage[] {
  const found = new Map<AnomalyClass, number>()
  for (const finding of findings) found.set(finding.class, (found.get(finding.class) ?? 0) + 1)
  return (Object.keys(anomalyClasses) as AnomalyClass[]).map((anomaly) => ({
    class: anomaly,
    opportunities: results.reduce((sum, { opportunities }) => sum + (opportunities[anomaly] ?? 0), 0),
    findings: found.get(anomaly) ?? 0,
    opportunity: opportunityOf[anomaly],
  }))
}
