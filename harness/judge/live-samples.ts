/** What is known of a load while it runs, for thresholds that may end it. Pure; each operation is looked at until it is over, and counted once. */

import type { Sampled } from '../metrics/evaluate.ts'
import { LatencyHistogram } from '../metrics/histogram.ts'
import type { Samples } from '../metrics/judge-comparison.ts'
import { metricTable } from '../metrics/metric-table.ts'
import type { Metric } from '../metrics/metric-table.ts'
import { baselineFigure } from '../metrics/threshold-limit.ts'
import type { Selector } from '../metrics/threshold-selector.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import type { BaselineRecord } from '../model/baseline.ts'
import { outcomeKinds } from '../model/outcome.ts'
import type { OutcomeKind, Operations } from '../model/outcome.ts'
import { phaseIndexAt } from '../model/plan.ts'
import type { Phase } from '../model/plan.ts'
import type { TenantNaming } from '../model/run-tenants.ts'
import type { SeriesSample } from '../model/series.ts'
import { seriesSamples } from './gauge-samples.ts'
import { countedOutcomes, erroneous, isCountedMetric } from './operation-counts.ts'
import type { OperationTimes } from './operation-samples.ts'
import { selects } from './sample-tags.ts'
import type { Subject } from './sample-tags.ts'

/** Records that are sent, or what a stream reads. */
export interface LiveOperations {
  /** Filled while the load runs. */
  readonly operations: Operations
  readonly subjectOf: (operation: number) => Subject
  /** Each stream has a timeout of its own. */
  readonly requestTimeoutMsOf: (operation: number) => number
}

export interface LiveInput {
  readonly thresholds: readonly Threshold[]
  readonly parts: readonly LiveOperations[]
  readonly phases: readonly Phase[]
  readonly naming: TenantNaming
  readonly baseline: BaselineRecord | undefined
  /** Of a load that was ended: when, and what the generator's standstills did. While it runs neither is known. */
  readonly ended?: { readonly us: number } & Pick<OperationTimes, 'answerLateUs' | 'burstUs'>
}

/** How far the operations of a part are counted. */
interface Looked extends LiveOperations {
  readonly counted: Uint8Array
  /** All before it are. */
  from: number
}

interface Tally {
  readonly selector: Selector
  readonly histogram: LatencyHistogram
  /** Of latencies: the same with what the generator was late left out, in sending and in reading answers. */
  readonly withoutLag: LatencyHistogram | undefined
  count: number
  hits: number
}

export class LiveSamples {
  readonly #input: LiveInput
  readonly #tallies: ReadonlyMap<Threshold, Tally>
  readonly #series: SeriesSample[] = []
  readonly #wantedSeries: ReadonlySet<string>
  readonly #parts: readonly Looked[]

  constructor(input: LiveInput) {
    this.#input = input
    this.#parts = input.parts.map((part) => ({ ...part, counted: new Uint8Array(part.operations.count), from: 0 }))
    this.#tallies = new Map(
      input.thresholds.map((threshold) => {
        const { selector } = threshold
        const withoutLag = selector.metric === 'ack_latency' || selector.metric === 'service_time' ? new LatencyHistogram() : undefined
        return [threshold, { selector, histogram: new LatencyHistogram(), withoutLag, count: 0, hits: 0 }]
      }),
    )
    this.#wantedSeries = new Set(input.thresholds.map(({ selector }) => (metricTable[selector.metric] as Metric).series?.metric ?? ''))
  }

  takeSeries(samples: readonly SeriesSample[]): void {
    for (const sample of samples) if (this.#wantedSeries.has(sample.metric)) this.#series.push(sample)
  }

  /** Counts what has come to its end since the last look. What is on the way is no sample yet: nobody knows how long it will take. */
  look(nowUs: number): void {
    for (const part of this.#parts) {
      const { operations, counted } = part
      for (let index = part.from; index < operations.count; index++) {
        if ((operations.dueUs[index] as number) > nowUs) break
        if (counted[index] === 0 && isOver(part, index, this.#input.ended?.us)) {
          counted[index] = 1
          this.#count(part, index)
        }
        if (index === part.from && counted[index] === 1) part.from++
      }
    }
  }

  /** Whether the generator's own lateness can be left out of its samples. */
  knowsLateness(threshold: Threshold): boolean {
    return this.#tallies.get(threshold)?.withoutLag !== undefined
  }

  /** As of the last look, `nowUs` after the load's start; the generator's own lateness may be left out of what has it. */
  sampled(threshold: Threshold, nowUs: number, lag: 'with lag' | 'without lag' = 'with lag'): Sampled {
    const { phases, baseline } = this.#input
    const phase = phases.find(({ name }) => name === threshold.selector.tags.phase)
    const fromUs = phase?.startUs ?? 0
    const toUs = Math.min(nowUs, phase?.endUs ?? nowUs)
    return {
      samples: this.#samplesOf(threshold, { fromUs, toUs: phase?.endUs ?? Number.POSITIVE_INFINITY }, lag),
      seconds: Math.max(0, toUs - fromUs) / 1_000_000,
      stretches: () => [],
      drain: undefined,
      baseline: baselineFigure(threshold, baseline),
    }
  }

  #samplesOf(threshold: Threshold, span: { readonly fromUs: number; readonly toUs: number }, lag: 'with lag' | 'without lag'): Samples {
    const { selector } = threshold
    const { type, series }: Metric = metricTable[selector.metric]
    if (series !== undefined) return seriesSamples(selector, this.#series, span)
    const tally = this.#tallies.get(threshold)
    if (type === 'counter') return { type, count: tally?.count ?? 0 }
    if (type === 'rate') return { type, hits: tally?.hits ?? 0, samples: tally?.count ?? 0 }
    const withoutLag = lag === 'without lag' ? tally?.withoutLag : undefined
    return { type: 'trend', histogram: withoutLag ?? tally?.histogram ?? new LatencyHistogram() }
  }

  #count(part: LiveOperations, index: number): void {
    const { operations, subjectOf } = part
    const { phases, naming } = this.#input
    const kind = outcomeKinds[operations.outcome[index] as number] as OutcomeKind
    const subject = subjectOf(index)
    const phase = phases[phaseIndexAt(phases, operations.dueUs[index] as number)]?.name
    for (const tally of this.#tallies.values()) {
      if (selects(tally.selector, subject, phase, naming)) this.#add(tally, part, index, kind)
    }
  }

  #add(tally: Tally, { operations, requestTimeoutMsOf }: LiveOperations, index: number, kind: OutcomeKind): void {
    const { metric } = tally.selector
    if (metric === 'error_rate') {
      const isError = erroneous.includes(kind)
      if (isError || kind === 'accepted') tally.count++
      if (isError) tally.hits++
    } else if (isCountedMetric(metric)) {
      if ((countedOutcomes[metric] as readonly OutcomeKind[]).includes(kind)) tally.count++
    } else {
      const sentUs = operations.sentUs[index] as number
      if (Number.isNaN(sentUs)) return
      const dueUs = operations.dueUs[index] as number
      const lagUs = Math.max(0, sentUs - Math.max(dueUs, operations.slotUs[index] as number))
      if (metric === 'schedule_lag') {
        tally.histogram.record(lagUs)
      } else {
        const startUs = metric === 'service_time' ? sentUs : dueUs
        const answeredUs = operations.answeredUs[index] as number
        const ended = !Number.isNaN(answeredUs)
        const us = (ended ? answeredUs : sentUs + requestTimeoutMsOf(index) * 1_000) - startUs
        recordIn(tally.histogram, us, ended)
        const own = ended ? this.#input.ended : undefined
        const lateUs = (metric === 'service_time' ? 0 : lagUs) + (own?.answerLateUs(answeredUs, sentUs) ?? 0)
        if (tally.withoutLag !== undefined) recordIn(tally.withoutLag, us - Math.max(lateUs, own?.burstUs(dueUs) ?? 0), ended)
      }
    }
  }
}

/** Its outcome stands, and with it the times that belong to it: another thread writes them. So it stood when the load was ended, where it was. */
function isOver({ operations, requestTimeoutMsOf }: LiveOperations, index: number, endedUs = Number.POSITIVE_INFINITY): boolean {
  const { outcome, status, sentUs, answeredUs } = operations
  const kind = outcomeKinds[outcome[index] as number]
  if (kind === 'pending') return false
  if (status[index] !== 0) return !Number.isNaN(answeredUs[index]) && (answeredUs[index] as number) <= endedUs
  // What was given up with the load is unknown too, before its time.
  return (
    kind !== 'unknown' || endedUs === Number.POSITIVE_INFINITY || (sentUs[index] as number) + requestTimeoutMsOf(index) * 1_000 <= endedUs
  )
}

function recordIn(histogram: LatencyHistogram, us: number, ended: boolean): void {
  if (ended) histogram.record(Math.max(0, us))
  else histogram.recordCensored(Math.max(0, us))
}
