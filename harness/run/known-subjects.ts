/** Checks the processes, partitions and wait events that thresholds name against those of the system that runs, before anything is sent to it. */

import type { StartedEnvironment } from '../environment/port.ts'
import type { ProcessSample } from '../environment/process-sample.ts'
import { metricTable } from '../metrics/metric-table.ts'
import { closestName } from '../metrics/closest-name.ts'
import type { Metric, SubjectNames, Tellers } from '../metrics/metric-table.ts'
import { HarnessError } from '../model/errors.ts'
import type { Plan } from '../model/plan.ts'
import type { Scenario } from '../model/scenario.ts'
import type { SeriesValue } from '../model/series.ts'
import type { SystemUnderTest } from '../system/port.ts'
import { subjectProblems } from './scenario-problems.ts'
import { plannedThresholds } from './watch-thresholds.ts'

export interface SampledSystem {
  readonly environment: Pick<StartedEnvironment, 'processes' | 'endpoints' | 'sample'>
  readonly system: Pick<SystemUnderTest, 'sampleLag' | 'sampleSeries' | 'waitEvents'>
}

/** The harness itself, as the sampler calls it. */
const ownProcess = 'tenfold'

/**
 * Throws BAD_CONFIGURATION when a threshold names a process, a partition or a wait event that is none of the system's, or a process of a metric that it does not tell:
 * nothing would be sampled of it. Of a system that tells no name at all, or of a metric that no process tells, any may be named; its threshold ends inconclusive.
 */
export async function requireKnownSubjects(
  scenario: Scenario,
  plan: Pick<Plan, 'phases'>,
  sampled: SampledSystem,
  signal: AbortSignal,
): Promise<void> {
  const named = plannedThresholds(scenario, plan).map(({ selector: { tags } }) => tags)
  if (named.every(({ process, partition, event }) => (process ?? partition ?? event) === undefined)) return
  const events = named.flatMap(({ event }) => event ?? [])
  const [subjects, known] = await Promise.all([subjectsOf(sampled, signal), knownEvents(sampled, events, signal)])
  const problems = subjectProblems(scenario, { ...subjects, events: known })
  if (problems.length === 0) return
  throw new HarnessError('BAD_CONFIGURATION', `a threshold of ${scenario.name} names what its system does not have`, {
    problems,
    hint: 'use one of the names that it has; those of processes are the names of their logs in the run folder',
  })
}

/** undefined, each: the system tells none. */
async function subjectsOf({ environment, system }: SampledSystem, signal: AbortSignal): Promise<Omit<SubjectNames, 'events'>> {
  // What does not answer now may do so under load.
  const [series, lag, resources] = await Promise.all([
    (system.sampleSeries?.(signal) ?? Promise.resolve([])).catch((): readonly SeriesValue[] => []),
    system.sampleLag(signal).catch(() => undefined),
    environment.sample().catch(() => undefined),
  ])
  const told = (tag: 'process' | 'partition'): string[] => {
    const metrics = Object.values(metricTable).flatMap(({ series: own }: Metric) => (own?.subject === tag ? own.metric : []))
    return series.filter(({ metric }) => metrics.includes(metric)).map(({ subject }) => subject)
  }
  const processes = [...environment.processes.map(({ name }) => name), ...Object.keys(environment.endpoints.ports), ...told('process')]
  const partitions = [...(lag?.partitions ?? []).map(({ partition }) => `${partition}`), ...told('partition')]
  return {
    processes: processes.length === 0 ? undefined : [...new Set([...processes, ownProcess])],
    tellers: tellersOf(environment, series, resources),
    partitions: partitions.length === 0 ? undefined : [...new Set(partitions)],
  }
}

/** A process that can be asked and tells nothing at all now may tell everything later. */
function tellersOf(
  { processes, endpoints }: SampledSystem['environment'],
  series: readonly SeriesValue[],
  resources: readonly ProcessSample[] | undefined,
): Tellers {
  const silent = Object.keys(endpoints.ports).filter((name) => series.every(({ subject }) => subject !== name))
  const ofSystem = (wanted: SeriesValue['metric']): string[] => series.flatMap(({ metric, subject }) => (metric === wanted ? subject : []))
  // Where resources are sampled at all, one process that is left out of a look is in the next.
  const sampled = resources === undefined || resources.length > 0 ? processes.map(({ name }) => name) : []
  const tellers = Object.entries(metricTable).flatMap(([name, { series: own }]: [string, Metric]): [string, readonly string[]][] => {
    if (own?.subject !== 'process') return []
    const told = own.metric === 'cpu' || own.metric === 'memory' ? sampled : [...ofSystem(own.metric), ...silent]
    const all = ofHarness.has(own.metric) ? [...told, ownProcess] : told
    return all.length === 0 ? [] : [[name, [...new Set(all)]]]
  })
  return Object.fromEntries(tellers)
}

/** What the sampler tells of the harness itself. */
const ofHarness: ReadonlySet<SeriesValue['metric']> = new Set(['cpu', 'memory', 'event_loop_delay'])

/** Those the database lists, and of `named` those that may be an extension's own, of which no list tells; undefined where it lists none. */
async function knownEvents(
  { system }: SampledSystem,
  named: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  if (named.length === 0) return undefined
  const listed = await system.waitEvents?.(signal).catch(() => undefined)
  return listed && [...named.filter((event) => mayBeOfExtension(event, listed)), ...listed]
}

/** Extensions have events of their own of these types alone. One that is but another spelling of a listed event is none. */
function mayBeOfExtension(event: string, listed: readonly string[]): boolean {
  const type = ['Extension:', 'LWLock:'].find((each) => event.startsWith(each))
  if (type === undefined) return false
  const others = listed.filter((each) => each.startsWith(type)).map((each) => each.slice(type.length))
  return closestName(event.slice(type.length), others) === undefined
}
