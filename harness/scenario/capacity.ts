/** A search for the knee, as a scenario asks for it: defaults, and what cannot be meant. Runs nothing. */

import type { CapacityOptions, Scenario } from '../model/scenario.ts'
import type { ScenarioInput } from './schema.ts'

type CapacityInput = NonNullable<ScenarioInput['capacity']>

const defaults = { factor: 1.5, resolution: 0.1 } as const
/** Steps on the way up; each takes its whole duration, a drain and a judgement. */
const stepsUpMax = 40

/** `perSecond` turns a rate of the load's own time unit and scale into records per second. */
export function capacityWithDefaults(input: CapacityInput, perSecond: (rate: number) => number): CapacityOptions {
  return {
    factor: input.factor ?? defaults.factor,
    maxPerSecond: perSecond(input.maxRate),
    resolution: input.resolution ?? defaults.resolution,
    atLeastPerSecond: perSecond(input.atLeast ?? 0),
    probe: input.probe,
  }
}

/** What keeps a search from being made or from meaning anything; nothing for an ordinary run. */
export function capacityProblems({ capacity, load, streams, thresholds, faults, matcherLives }: Scenario): string[] {
  if (capacity === undefined) return []
  const problems: string[] = []
  if (streams !== undefined) problems.push('capacity: the load must be one stream, so that there is one rate to raise')
  if (load.executor !== 'constant-arrival-rate') {
    problems.push(`capacity: each step holds one rate, so load.executor must be constant-arrival-rate, got ${load.executor}`)
  }
  const { factor, maxPerSecond, atLeastPerSecond } = capacity
  if (!(load.startPerSecond > 0)) problems.push(`capacity: load.rate is the first step and must be above 0, got ${load.startPerSecond}`)
  else if (maxPerSecond < load.startPerSecond) {
    problems.push(`capacity.maxRate: ${maxPerSecond} records/s lies below the first step of ${load.startPerSecond}`)
  } else {
    const steps = Math.ceil(Math.log(maxPerSecond / load.startPerSecond) / Math.log(factor)) + 1
    if (steps > stepsUpMax)
      problems.push(`capacity: ${steps} steps lie between load.rate and maxRate, at most ${stepsUpMax} are made; raise factor`)
  }
  if (atLeastPerSecond > maxPerSecond) problems.push(`capacity.atLeast: ${atLeastPerSecond} records/s lies above maxRate, ${maxPerSecond}`)
  if (!Object.keys(thresholds).some((selector) => selector.startsWith('decision_latency'))) {
    problems.push('capacity: no threshold on decision_latency: without a budget no step breaks')
  }
  if (faults.length > 0 || matcherLives.length > 0) problems.push('capacity: a search has no faults, its steps must be alike')
  return problems
}
