/** Why a run has the verdict that it has: every reason in one sentence that names the number (measurement.md §5). Pure. */

import type { Threshold } from '../metrics/thresholds.ts'
import type { ClassCoverage, Finding } from '../model/finding.ts'
import type { Ending, RunRecord } from '../model/run-record.ts'
import { plainTenant } from '../model/run-tenants.ts'
import type { Counts } from '../model/summary.ts'
import type { VerdictReason } from '../model/verdict.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import type { Accounting } from './accounting.ts'
import type { JudgedAnswers } from './answers.ts'
import { lastCloses } from './closed-answers.ts'
import { deathOf } from './endings.ts'
import { counted, findingSummaries, grouped, moneyText, recordText } from './finding-summaries.ts'
import type { JudgedThreshold } from './judge-thresholds.ts'

/** Anomalies, and a final state that does not add up. */
export function correctnessReasons({ findings, atRisk }: JudgedAnswers, { ending }: RunRecord, accounting: Accounting): VerdictReason[] {
  const reasons: VerdictReason[] = []
  const [first] = findings
  if (first !== undefined) {
    const classes = findingSummaries(findings).map(({ class: anomaly, count }) => `${grouped(String(count))} ${anomaly}`)
    const money = moneyText(atRisk)
    const dead = ending.kind === 'stack-died' ? `; ${deathOf(ending)}` : ''
    reasons.push({
      kind: 'fail-correctness',
      sentence: `${counted(findings.length, 'anomaly', 'anomalies')} (${classes.join(', ')})${money === '' ? '' : `, ${money} at risk`}; the first: ${told(first)}${dead}.`,
    })
  } else if (!accounting.finalStateHolds) {
    const broken = accounting.lines.filter(({ holds }) => !holds).map(({ identity, left, right }) => `${identity}: ${left} ≠ ${right}`)
    reasons.push({ kind: 'fail-correctness', sentence: `The final state does not add up: ${broken.join('; ')}.` })
  }
  return reasons
}

function told(finding: Finding): string {
  return `${recordText(finding)}, expected ${finding.expected}, got ${finding.actual}`
}

/** A sum that the harness alone must keep, and does not: nothing that was counted can be believed. */
export function bugReasons({ harnessHolds, lines }: Accounting): VerdictReason[] {
  if (harnessHolds) return []
  const broken = lines.filter(({ holds }) => !holds).map(({ identity, left, right }) => `${identity}: ${left} ≠ ${right}`)
  return [{ kind: 'invalid', sentence: `The accounting of the run does not add up: ${broken.join('; ')}.` }]
}

/** Broken and undecided thresholds. Wrong answers void those on latency: nothing is said of them. */
export function thresholdReasons(judged: readonly JudgedThreshold[], voided: boolean, ending: Ending): VerdictReason[] {
  return judged.flatMap(({ threshold, evaluated, turnedByLag }): VerdictReason[] => {
    if (voided) return []
    const name = `${threshold.selectorText} ${threshold.expressionText}`
    // That the run did not come to its end is told once, by its ending.
    if (evaluated.outcome === 'inconclusive' && ending.kind !== 'complete') return []
    if (evaluated.outcome === 'inconclusive') return [{ kind: 'inconclusive', sentence: `${name} cannot be judged: ${evaluated.seen}.` }]
    const reasons: VerdictReason[] = []
    if (evaluated.outcome === 'broken') reasons.push({ kind: 'fail-thresholds', sentence: `${name} is broken: ${evaluated.seen}.` })
    if (turnedByLag) {
      const sentence = `${name}: leaving out what the generator was late, and it or the observer stood still, would turn the outcome (${evaluated.seen}).`
      reasons.push({ kind: 'invalid', sentence })
    }
    return reasons
  })
}

/**
 * A file of the record whose last line was cut off. That is how a killed run ends; in a complete one, part of what it measured is lost.
 */
export function cutOffReasons({ record, cutOff }: Pick<RecordedRun, 'record' | 'cutOff'>): VerdictReason[] {
  if (record.ending.kind !== 'complete') return []
  return cutOff.map(({ file, characters }) => ({
    kind: 'invalid',
    sentence: `The record is damaged: the last line of ${file} is cut off (${counted(characters, 'character', 'characters')} of it).`,
  }))
}

/** A threshold on a tenant that the run does not have counts nothing, and would always be met. */
export function strangerReasons(thresholds: readonly Threshold[], record: RunRecord): VerdictReason[] {
  // A run that ended before its tenants were made has none.
  if (record.tenants.length === 0) return []
  const known = record.tenants.map((tenant) => plainTenant(tenant, record))
  return thresholds.flatMap(({ selector, selectorText, expressionText }): VerdictReason[] => {
    const { tenant } = selector.tags
    if (tenant === undefined || known.includes(tenant)) return []
    const sentence = `${selectorText} ${expressionText} cannot be judged: the run has no tenant "${tenant}", but ${known.join(', ')}.`
    return [{ kind: 'inconclusive', sentence }]
  })
}

/** What kept the run from being judged, of a run that came to its end. `lagRecordsLast`: not yet worked through when last asked. */
export function missingReasons(
  { ending, closes, scenario, drainedUs }: RunRecord,
  lagRecordsLast: number | undefined,
  counts: Counts,
  answers: JudgedAnswers,
  coverage: readonly ClassCoverage[],
): VerdictReason[] {
  const sentences: string[] = []
  if (ending.kind === 'complete' || ending.kind === 'stack-died' || ending.kind === 'threshold-broken') {
    if (counts.records === 0) sentences.push('The system accepted no record: there is nothing to judge.')
    else if (answers.comparison === undefined) sentences.push('The final state was not read: nothing is known of the answers.')
    else if (closes.length === 0) sentences.push('No close was made: answers that only a close brings were not judged.')
  }
  if (ending.kind === 'complete' && drainedUs === null && counts.sent > 0) {
    const left =
      lagRecordsLast === undefined || lagRecordsLast === 0
        ? ''
        : `; ${counted(lagRecordsLast, 'record was', 'records were')} not worked through when last asked`
    sentences.push(`The system was not drained within ${scenario.drainTimeoutMs / 1_000} s${left}.`)
  }
  for (const { tenant, partitions, missingPartitions, settledUs } of lastCloses(closes)) {
    if (settledUs !== null) continue
    sentences.push(
      `The close of ${tenant} did not settle in time: ${missingPartitions.length} of ${partitions} partitions did not apply it.`,
    )
  }
  for (const { class: anomaly, opportunities, opportunity } of coverage) {
    if (!scenario.demands.includes(anomaly) || opportunities > 0) continue
    sentences.push(`${anomaly} is demanded and had no chance to show: there was not once ${opportunity}.`)
  }
  return sentences.map((sentence) => ({ kind: 'inconclusive', sentence }))
}
