/** Checks the processes and partitions that thresholds name against those of the system that runs, before anything is sent to it. */

import type { StartedEnvironment } from '../environment/port.ts'
import { metricTable } from '../metrics/metric-table.ts'
import type { KnownNames, Metric } from '../metrics/metric-table.ts'
import { HarnessError } from '../model/errors.ts'
import type { Plan } from '../model/plan.ts'
import type { Scenario } from '../model/scenario.ts'
import type { SeriesValue } from '../model/series.ts'
import type { SystemUnderTest } from '../system/port.ts'
import { subjectProblems } from './scenario-problems.ts'
import { plannedThresholds } from './watch-thresholds.ts'

export interface SampledSystem {
  readonly environment: Pick<StartedEnvironment, 'processes' | 'endpoints'>
  readonly system: Pick<SystemUnderTest, 'sampleLag' | 'sampleSeries'>
}

/** The harness itself, as the sampler calls it. */
const ownProcess = 'tenfold'

/**
 * Throws BAD_CONFIGURATION when a threshold names a process or a partition that is none of the system's: nothing would be sampled of it. Of a system that
 * tells no name at all, any may be named; its threshold ends inconclusive.
 */
export async function requireKnownSubjects(
  scenario: Scenario,
  plan: Pick<Plan, 'phases'>,
  sampled: SampledSystem,
  signal: AbortSignal,
): Promise<void> {
  const named = plannedThresholds(scenario, plan).map(({ selector: { tags } }) => tags.process ?? tags.partition)
  if (named.every((name) => name === undefined)) return
  const problems = subjectProblems(scenario, await subjectsOf(sampled, signal))
  if (problems.length === 0) return
  throw new HarnessError('BAD_CONFIGURATION', `a threshold of ${scenario.name} names what its system does not have`, {
    problems,
    hint: 'use one of the names that it has; those of processes are the names of their logs in the run folder',
  })
}

/** undefined, each: the system tells none. */
async function subjectsOf(
  { environment, system }: SampledSystem,
  signal: AbortSignal,
): Promise<Pick<KnownNames, 'processes' | 'partitions'>> {
  // What does not answer now may do so under load.
  const [series, lag] = await Promise.all([
    (system.sampleSeries?.(signal) ?? Promise.resolve([])).catch((): readonly SeriesValue[] => []),
    system.sampleLag(signal).catch(() => undefined),
  ])
  const told = (tag: 'process' | 'partition'): string[] => {
    const metrics = Object.values(metricTable).flatMap(({ series: own }: Metric) => (own?.subject === tag ? own.metric : []))
    return series.filter(({ metric }) => metrics.includes(metric)).map(({ subject }) => subject)
  }
  const processes = [...environment.processes.map(({ name }) => name), ...Object.keys(environment.endpoints.ports), ...told('process')]
  const partitions = [...(lag?.partitions ?? []).map(({ partition }) => `${partition}`), ...told('partition')]
  return {
    processes: processes.length === 0 ? undefined : [...new Set([...processes, ownProcess])],
    partitions: partitions.length === 0 ? undefined : [...new Set(partitions)],
  }
}
