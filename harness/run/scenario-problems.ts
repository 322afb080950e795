/** What only other rooms than harness/scenario know to be wrong with a scenario: thresholds, demanded classes, seeded bugs. */

import { countArrivals } from '../load/arrivals/arrivals.ts'
import type { SubjectNames } from '../metrics/metric-table.ts'
import { stretchProblems } from '../metrics/stretch-fit.ts'
import { parseThresholds, thresholdProblems } from '../metrics/thresholds.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import { syntheticTenants } from '../../replay/index.ts'
import { HarnessError } from '../model/errors.ts'
import { anomalyClasses } from '../model/finding.ts'
import type { Phase } from '../model/plan.ts'
import { streamsOf } from '../model/scenario.ts'
import type { Scenario } from '../model/scenario.ts'

/** What one process holds with all its times and answers in memory. */
const arrivalsMax = 5_000_000

/** Every problem as a sentence with the value seen; `switchesAllowed` when a test of the checker runs. */
export function scenarioProblems(scenario: Scenario, switchesAllowed: boolean): string[] {
  const { history } = scenario
  // Those of files are known once the files have been read.
  const tenants = history.kind === 'synthetic' ? syntheticTenants(history.tenants) : undefined
  const problems = [...thresholdProblems(scenario.thresholds, { phases: phaseNames(scenario), tenants, streams: streamNames(scenario) })]
  problems.push(...readProblems(scenario), ...countProblems(scenario), ...plannedStretchProblems(scenario))
  for (const demanded of scenario.demands) {
    if (!(demanded in anomalyClasses))
      problems.push(`demands: no anomaly class is called ${JSON.stringify(demanded)}; known: ${Object.keys(anomalyClasses).join(', ')}`)
  }
  if (scenario.stackSwitches.length > 0 && !switchesAllowed) {
    problems.push(
      `stackSwitches: seeded bugs are for tests of the checker alone, got ${scenario.stackSwitches.join(', ')}; set TENFOLD_UNDER_TEST=1 if that is what this is`,
    )
  }
  return problems
}

/** Of what is sent by plans of their own, all streams together; a history's own times are as many as its records. */
function countProblems(scenario: Scenario): string[] {
  const problems: string[] = []
  let total = 0
  for (const stream of streamsOf(scenario).filter(({ executor }) => executor !== 'recorded')) {
    const count = countArrivals(stream)
    total += count
    if (count > 0) continue
    const at = scenario.streams === undefined ? 'load' : `load.${stream.name}`
    const what = stream.kind === 'read' ? 'reads' : 'records'
    problems.push(`${at}: rate and duration come to less than one of its ${what}; a higher rate or a longer duration is needed`)
  }
  if (total > arrivalsMax) {
    const [what, whose] =
      scenario.streams === undefined ? ['records', 'its rate and duration'] : ['records and reads', 'its streams together']
    problems.push(`load: at most ${arrivalsMax} ${what} a run, ${whose} come to ${total}`)
  }
  return problems
}

/** A read brings no decision. */
function readProblems(scenario: Scenario): string[] {
  const reading = new Set(streamsOf(scenario).flatMap(({ name, kind }) => (kind === 'read' ? [name] : [])))
  return readableThresholds(scenario)
    .filter(({ selector: { metric, tags } }) => metric === 'decision_latency' && reading.has(tags.stream ?? ''))
    .map(({ selector: { tags }, selectorText }) => `thresholds: ${selectorText}: ${tags.stream} reads, and a read brings no decision`)
}

/** Of a load with stages: how long a recorded one is, its history tells. */
function plannedStretchProblems(scenario: Scenario): string[] {
  const { load } = scenario
  if (load.stages.length === 0) return []
  const phases = load.stages.map(({ name, durationMs }) => ({ name, ms: durationMs }))
  return stretchProblems(readableThresholds(scenario), { loadMs: phases.reduce((sum, { ms }) => sum + ms, 0), phases })
}

/** None where one of them cannot be read, which is told elsewhere. */
function readableThresholds(scenario: Scenario): readonly Threshold[] {
  const parsed = parseThresholds(scenario.thresholds, { phases: phaseNames(scenario), streams: streamNames(scenario) })
  return parsed.kind === 'problems' ? [] : parsed.thresholds
}

/** Throws BAD_CONFIGURATION when a threshold looks at longer stretches than the plan or its phase has: for the moment when a history's own times are known. */
export function requireFittingStretches(scenario: Scenario, phases: readonly Phase[]): void {
  const lengths = phases.map(({ name, startUs, endUs }) => ({ name, ms: (endUs - startUs) / 1_000 }))
  const problems = stretchProblems(readableThresholds(scenario), { loadMs: (phases.at(-1)?.endUs ?? 0) / 1_000, phases: lengths })
  if (problems.length === 0) return
  throw new HarnessError('BAD_CONFIGURATION', `a threshold of ${scenario.name} looks at more than its load has`, {
    problems,
    hint: 'take shorter stretches, or a slower pace',
  })
}

/**
 * Throws BAD_CONFIGURATION when a threshold names a tenant that the history does not have: nothing would be counted for it. For the
 * moment when the history has been read and nothing is sent yet; `tenants` are without the run's suffix.
 */
export function requireKnownTenants(scenario: Scenario, tenants: readonly string[]): void {
  const problems = thresholdProblems(scenario.thresholds, { phases: phaseNames(scenario), tenants, streams: streamNames(scenario) })
  if (problems.length === 0) return
  throw new HarnessError('BAD_CONFIGURATION', `a threshold of ${scenario.name} names what its history does not have`, {
    problems,
    hint: 'use one of the names that it has; they are those of the files, without the suffix that a run gives them',
  })
}

/** What thresholds name of a running system and it does not have; `undefined` names are not known. */
export function subjectProblems(scenario: Scenario, subjects: SubjectNames): readonly string[] {
  return thresholdProblems(scenario.thresholds, { phases: phaseNames(scenario), streams: streamNames(scenario), ...subjects })
}

/** A recorded load has no stages, and the one phase that every replay has. A stage of no length is a step of the rate and no phase. */
export function phaseNames({ load }: Scenario): readonly string[] {
  return load.stages.length === 0 ? ['replay'] : load.stages.filter(({ durationMs }) => durationMs > 0).map(({ name }) => name)
}

function streamNames(scenario: Scenario): readonly string[] {
  return streamsOf(scenario).map(({ name }) => name)
}
