/** Collects latency samples into one histogram a metric and phase, and one for each threshold's selector. Knows no rule about starts and ends. */

import { LatencyHistogram, mergeHistograms } from '../metrics/histogram.ts'
import type { Selector } from '../metrics/threshold-selector.ts'
import type { Phase } from '../model/plan.ts'
import type { TenantNaming } from '../model/run-tenants.ts'
import type { TrendSummary } from '../model/summary.ts'
import { selects } from './sample-tags.ts'
import type { Subject } from './sample-tags.ts'
import { TimedSamples } from './timed-samples.ts'

export type TrendMetric = TrendSummary['metric']

/** Index of no phase: close latencies. */
export const noPhase = -1

export class SampleBook {
  readonly #phases: readonly Phase[]
  readonly #naming: TenantNaming
  /** By metric, then by phase: at 0 of none, at 1 of the first. */
  readonly #byMetric = new Map<string, (LatencyHistogram | undefined)[]>()
  readonly #selected: ReadonlyMap<string, readonly Selected[]>
  #backwards = 0

  /** Of the `timed` selectors each sample is kept with the time at which it started. */
  constructor(phases: readonly Phase[], selectors: readonly Selector[], naming: TenantNaming, timed: ReadonlySet<Selector> = new Set()) {
    this.#phases = phases
    this.#naming = naming
    const entries = selectors.map((selector): Selected => {
      const samples = timed.has(selector) ? new TimedSamples() : undefined
      const { phase, ...others } = selector.tags
      return { selector, phase, isPlain: Object.keys(others).length === 0, histogram: new LatencyHistogram(), samples }
    })
    this.#selected = Map.groupBy(entries, ({ selector }) => selector.metric)
  }

  /** One sample in µs, that began at `startUs`; `ended` false: it lasted at least so long. */
  add(metric: TrendMetric, phaseIndex: number, subject: Subject, startUs: number, us: number, ended: boolean): void {
    // Kept, as 0, and counted: on one monotonic clock there is none, and a missing sample would hide that.
    if (us < 0) this.#backwards++
    const value = Math.max(0, us)
    put(this.#histogram(metric, phaseIndex), value, ended)
    this.addSelected(metric, phaseIndex, subject, startUs, value, ended)
  }

  /** For the thresholds' selectors alone. */
  addSelected(metric: TrendMetric, phaseIndex: number, subject: Subject, startUs: number, us: number, ended: boolean): void {
    const value = Math.max(0, us)
    const selected = this.#selected.get(metric)
    if (selected === undefined) return
    const phase = this.#phases[phaseIndex]?.name
    for (const { selector, phase: wanted, isPlain, histogram, samples } of selected) {
      // Nearly every selector names a phase and nothing else.
      if (isPlain ? wanted !== undefined && wanted !== phase : !selects(selector, subject, phase, this.#naming)) continue
      put(histogram, value, ended)
      samples?.add(startUs, value, ended)
    }
  }

  /** Samples that ended before they began. */
  get backwards(): number {
    return this.#backwards
  }

  ofSelector(selector: Selector): LatencyHistogram {
    return this.#entryOf(selector)?.histogram ?? new LatencyHistogram()
  }

  /** Empty for a selector that is not a timed one. */
  timed(selector: Selector): TimedSamples {
    return this.#entryOf(selector)?.samples ?? new TimedSamples()
  }

  ofPhase(metric: TrendMetric, phaseIndex: number): LatencyHistogram {
    return this.#byMetric.get(metric)?.[phaseIndex - noPhase] ?? new LatencyHistogram()
  }

  whole(metric: TrendMetric): LatencyHistogram {
    return mergeHistograms(this.#byMetric.get(metric)?.filter((histogram) => histogram !== undefined) ?? [])
  }

  #entryOf(selector: Selector): Selected | undefined {
    return this.#selected.get(selector.metric)?.find((entry) => entry.selector === selector)
  }

  #histogram(metric: TrendMetric, phaseIndex: number): LatencyHistogram {
    let byPhase = this.#byMetric.get(metric)
    if (byPhase === undefined) this.#byMetric.set(metric, (byPhase = this.#phases.map(() => undefined)))
    return (byPhase[phaseIndex - noPhase] ??= new LatencyHistogram())
  }
}

interface Selected {
  readonly selector: Selector
  /** The phase that it names, and whether it names nothing else. */
  readonly phase: string | undefined
  readonly isPlain: boolean
  readonly histogram: LatencyHistogram
  readonly samples: TimedSamples | undefined
}

function put(histogram: LatencyHistogram, us: number, ended: boolean): void {
  if (ended) histogram.record(us)
  else histogram.recordCensored(us)
}
