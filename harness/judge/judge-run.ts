/** Judges a recorded run: its answers, its accounting, its latencies, its verdict. Pure; reads only the record (architecture.md). */

import { exactGroupRate, pairwisePrecision, pairwiseRecall } from '../model/comparison.ts'
import type { Comparison } from '../model/comparison.ts'
import { HarnessError } from '../model/errors.ts'
import { states } from '../model/match-result.ts'
import type { MatchResult } from '../model/match-result.ts'
import type { Operations } from '../model/outcome.ts'
import type { Phase } from '../model/plan.ts'
import { streamsOf } from '../model/scenario.ts'
import { summarySchemaVersion } from '../model/summary.ts'
import type { Counts, StreamSummary, Summary } from '../model/summary.ts'
import { verdictOf } from '../model/verdict.ts'
import type { VerdictReason } from '../model/verdict.ts'
import { parseThresholds } from '../metrics/thresholds.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import type { Judgement } from '../record/judgement.ts'
import { files } from '../record/layout.ts'
import type { RecordedLoad, RecordedPlan, RecordedRun } from '../record/recorded-run.ts'
import { accountingOf, countRecords } from './accounting.ts'
import { answerLines, streamLines } from './answer-lines.ts'
import type { JudgedAnswers } from './answers.ts'
import { arrivalProblems } from './arrivals-kept.ts'
import { budgetsOf, type Budget } from './budgets.ts'
import { blindReasons } from './blind-spots.ts'
import { endingReasons } from './endings.ts'
import { expectedLines } from './expected-lines.ts'
import { findingSummaries, moneySummaries } from './finding-summaries.ts'
import type { Held } from './held.ts'
import { judgeThresholds, thresholdResults } from './judge-thresholds.ts'
import { measureOperations, phasesOf } from './measure.ts'
import { measuredRun } from './measured-run.ts'
import type { MeasuredLoad, PlannedPart } from './measured-run.ts'
import { untilEnding } from './partial-thresholds.ts'
import { passSentence } from './pass-sentence.ts'
import { arePlanned, rightAnswers } from './planned-answers.ts'
import { brokenPromises } from './promises.ts'
import type { PromisedArrivals } from './promises.ts'
import { ratesOf } from './rates.ts'
import { bugReasons, correctnessReasons, cutOffReasons, missingReasons, strangerReasons, thresholdReasons } from './reasons.ts'
import { cpuMicrosPerRecord, seriesSummaries } from './resources.ts'
import { streamSummaries } from './stream-figures.ts'
import { latencyEntries, secondSummaries, trendSummaries } from './trends.ts'
import { turnedByPauses } from './turned-by-pauses.ts'

/** What can be judged before the contents are known. HarnessError as of `judgeRun`. */
export function judgeLoad(load: RecordedLoad): MeasuredLoad {
  const thresholds = thresholdsOf(load)
  return { thresholds, ofOperations: measureOperations(load, thresholds) }
}

/** What can be judged before the answers are read. */
export function judgePlan(plan: RecordedPlan, measured: MeasuredLoad): PlannedPart {
  return { ...measured, right: arePlanned(plan) ? rightAnswers(plan, undefined) : undefined }
}

/** Everything that the reports draw, and the verdict. HarnessError BAD_RUN_FOLDER when the scenario's thresholds cannot be read. */
export function judgeRun(recorded: RecordedRun, planned?: PlannedPart): Judgement {
  const run = withoutCutState(recorded)
  const { record } = run
  const thresholds = planned?.thresholds ?? thresholdsOf(run)
  const { rows, control, held, closed, indices, answers, measured, sources } = measuredRun(run, thresholds, planned)
  const { operations } = rows
  const counts = countRecords(operations, held, answers.comparison)
  const streams = record.scenario.streams && streamSummaries(record.scenario.streams, rows, run.reads, measured.streams)
  const reads = (streams ?? []).filter(({ kind }) => kind === 'read')
  const accounting = accountingOf(run, operations, counts, answers.comparison, [...streamLines(streams ?? []), ...answerLines(run)])
  const consumerLag = run.series.filter(({ metric, subject, us }) => metric === 'consumer_lag' && subject === '' && us >= 0)
  const evaluated = judgeThresholds(thresholds, sources)
  const judged = untilEnding(evaluated, record.ending, (threshold) => turnedByPauses(threshold, record, sources))
  const voided = answers.findings.length > 0
  const trends = trendSummaries(measured, record.phases)
  const rates = ratesOf(record.phases, measured.acknowledgedUs, measured.paidUs)
  const budgets = budgetsOf(thresholds, record.baseline)
  const verdict = verdictOf(
    [
      ...endingReasons(record.ending, answers.findings.length, answers.comparison === undefined ? undefined : counts),
      ...correctnessReasons(answers, record, accounting),
      ...controlReasons(answers),
      ...blindReasons(run, indices, answers.comparison),
      ...(operations.count === 0
        ? []
        : brokenPromises({
            phases: record.phases,
            budgets,
            health: record.health,
            arrivals: promisedArrivals(counts, reads),
            book: measured.book,
            seenBeforeDue: measured.seenBeforeDue,
            statedOrder: measured.stages.order,
            complete: record.ending.kind === 'complete',
          })),
      ...(record.ending.kind === 'complete' ? arrivalProblems(record.phases, budgets, operations, measured.phaseOf) : []),
      ...(record.ending.kind === 'complete' && run.reads !== undefined
        ? readArrivalProblems(record.phases, budgets, run.reads.operations)
        : []),
      ...bugReasons(accounting),
      ...cutOffReasons(run),
      ...thresholdReasons(judged, voided, record.ending),
      ...strangerReasons(thresholds, record),
      ...missingReasons(record, consumerLag.at(-1)?.value, counts, answers, answers.coverage),
    ],
    passSentence({ counts, reads, latencyBudgets: budgets, trends, peakPhase: rates.peakPhase }),
  )
  const own = [
    { process: 'generator', cpuMs: record.health.generatorCpuMs },
    { process: 'observer', cpuMs: record.health.observerCpuMs },
  ]
  const summary: Summary = {
    schemaVersion: summarySchemaVersion,
    runId: record.runId,
    verdict,
    counts,
    accounting: accounting.lines,
    ...(streams === undefined ? {} : { streams }),
    trends,
    stages: measured.stages.summaries(),
    stagesNote: measured.stages.note(),
    seconds: secondSummaries(operations, measured, record.phases),
    thresholds: thresholdResults(judged, voided, record.baseline),
    findings: findingSummaries(answers.findings),
    coverage: answers.coverage,
    moneyAtRisk: moneySummaries(answers.atRisk, answers.findings),
    states: stateTable(held, closed.answers.results, answers.comparison),
    matching: {
      precision: pairwisePrecision(answers.figures),
      recall: pairwiseRecall(answers.figures),
      exactGroupRate: exactGroupRate(answers.figures),
    },
    rates,
    series: seriesSummaries(run.series),
    control: { planted: control.planted, found: answers.missedLies.length === 0 },
    cpuMicrosPerRecord: cpuMicrosPerRecord(run.series, own, counts.accepted, record.drainedUs ?? measured.untilUs),
  }
  return {
    summary,
    findings: answers.findings,
    expected: expectedLines({ held, closed }),
    latency: latencyEntries(measured, record.phases),
  }
}

/** The generator promises to send reads as it does records. */
function promisedArrivals(counts: Counts, reads: readonly StreamSummary[]): PromisedArrivals {
  const sum = (name: 'scheduled' | 'unsentLate'): number => [counts, ...reads].reduce((total, part) => total + part[name], 0)
  return { scheduled: sum('scheduled'), unsentLate: sum('unsentLate'), called: reads.length === 0 ? 'records' : 'records and reads' }
}

/** Reads are planned by the streams' own stages, not by the phases: they are counted into those by their due times. */
function readArrivalProblems(phases: readonly Phase[], budgets: readonly Budget[], reads: Operations): VerdictReason[] {
  const phaseOf = phasesOf(reads, phases)
  const planned = phases.map((phase, index) => ({ ...phase, scheduled: phaseOf.filter((own) => own === index).length }))
  return arrivalProblems(planned, budgets, reads, phaseOf, 'reads')
}

function controlReasons({ missedLies }: JudgedAnswers): VerdictReason[] {
  if (missedLies.length === 0) return []
  const missed = missedLies.map(({ planted }) => planted).join(', ')
  return [{ kind: 'invalid', sentence: `The positive control was not found: ${missed}.` }]
}

/** A state that was not written to its end says nothing of the records that are not in it: judged as if it had not been read. */
function withoutCutState(run: RecordedRun): RecordedRun {
  const isCut = (wanted: string): boolean => run.cutOff.some(({ file }) => file === wanted)
  return {
    ...run,
    finalState: isCut(files.finalState) ? undefined : run.finalState,
    decisionHistory: isCut(files.decisionHistory) ? undefined : run.decisionHistory,
  }
}

/** Checked before a run starts; a folder in which they cannot be read was not written by a run. */
function thresholdsOf({ record }: Pick<RecordedLoad, 'record'>): readonly Threshold[] {
  const { scenario } = record
  // A recorded load has no stages, and the one phase that every replay has.
  const { stages } = scenario.load
  const parsed = parseThresholds(scenario.thresholds, {
    phases: stages.length === 0 ? ['replay'] : stages.map(({ name }) => name),
    streams: streamsOf(scenario).map(({ name }) => name),
  })
  if (parsed.kind === 'thresholds') return parsed.thresholds
  throw new HarnessError('BAD_RUN_FOLDER', `the thresholds of run ${record.runId} cannot be read`, {
    hint: 'the folder may come from another version, or have been edited',
    problems: parsed.problems,
  })
}

/** Records by their right state and by the one that the system holds, in the order of matching.md §10; unknown states and absence last. */
function stateTable(held: Held, results: readonly MatchResult[], comparison: Comparison | undefined): Summary['states'] {
  const counts = new Map<string, { expected: number; actual: number }>(states.map((state) => [state, { expected: 0, actual: 0 }]))
  const at = (state: string): { expected: number; actual: number } => {
    let count = counts.get(state)
    if (count === undefined) counts.set(state, (count = { expected: 0, actual: 0 }))
    return count
  }
  for (let index = 0; index < held.records; index++) {
    at((results[index] as MatchResult).state).expected++
    if (comparison === undefined) continue
    const row = comparison.rowOf[index]
    at(row === undefined ? 'absent' : (row.current?.result.state ?? 'OPEN')).actual++
  }
  return [...counts].filter(([, { expected, actual }]) => expected + actual > 0).map(([state, count]) => ({ state, ...count }))
}
