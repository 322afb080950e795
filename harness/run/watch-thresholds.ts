/** Looks at the thresholds with `abortOnFail` while the load runs, and ends it as soon as one is broken. */

import { LiveSamples } from '../judge/live-samples.ts'
import type { LiveInput } from '../judge/live-samples.ts'
import { evaluate } from '../metrics/evaluate.ts'
import { parseThresholds } from '../metrics/thresholds.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import type { Plan } from '../model/plan.ts'
import type { Ending } from '../model/run-record.ts'
import { streamsOf } from '../model/scenario.ts'
import type { Scenario } from '../model/scenario.ts'
import type { SeriesSample } from '../model/series.ts'
import { monotonicUs } from '../system/clock.ts'

export interface ThresholdWatch extends Disposable {
  /** Set once a threshold is broken; the load has been ended for it. */
  readonly broken: Extract<Ending, { kind: 'threshold-broken' }> | undefined
  takeSeries(samples: readonly SeriesSample[]): void
}

const everyMs = 1_000

/** `onBroken` is called once, from a timer. Too few samples break nothing, as at the end of a run. */
export function watchThresholds(input: LiveInput & { readonly originUs: number; readonly onBroken: () => void }): ThresholdWatch {
  const thresholds = input.thresholds.filter(({ abort }) => abort !== undefined)
  const live = new LiveSamples({ ...input, thresholds })
  let broken: ThresholdWatch['broken']
  let timer: NodeJS.Timeout | undefined

  function look(): void {
    const nowUs = monotonicUs() - input.originUs
    live.look(nowUs)
    for (const threshold of thresholds) {
      if (nowUs / 1_000 < (threshold.abort?.delayMs ?? 0)) continue
      const { outcome, seen } = evaluate(threshold, live.sampled(threshold, nowUs))
      if (outcome !== 'broken') continue
      const { selectorText: selector, expressionText: expression } = threshold
      const turnedByLag = evaluate(threshold, live.sampled(threshold, nowUs, 'without lag')).outcome !== 'broken'
      broken = { kind: 'threshold-broken', selector, expression, seen, turnedByLag, us: Math.round(nowUs), step: 'load' }
      clearInterval(timer)
      input.onBroken()
      return
    }
  }

  if (thresholds.length > 0) timer = setInterval(look, everyMs)
  return {
    get broken() {
      return broken
    },
    takeSeries: (samples) => live.takeSeries(samples),
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

/** Those of the scenario, checked before anything was started. */
export function plannedThresholds(scenario: Scenario, { phases }: Pick<Plan, 'phases'>): readonly Threshold[] {
  const streams = streamsOf(scenario).map(({ name }) => name)
  const parsed = parseThresholds(scenario.thresholds, { phases: phases.map(({ name }) => name), streams })
  if (parsed.kind === 'problems') throw new Error(parsed.problems.join('; '))
  return parsed.thresholds
}

/** For the person who waits. */
export function brokenNote({ selector, expression, seen, us }: NonNullable<ThresholdWatch['broken']>): string {
  return `${selector} ${expression} is broken after ${(us / 1_000_000).toFixed(1)} s (${seen}): the load is ended`
}
