/** Where the time of a decision went: the stations between due time and observation (measurement.md §2, Stages). Pure. */

import { LatencyHistogram } from '../metrics/histogram.ts'
import type { DecisionTimes } from '../model/decision.ts'
import type { Phase } from '../model/plan.ts'
import type { StageSummary } from '../model/summary.ts'
import type { OperationRows } from '../record/operation-columns.ts'
import type { DecisionSample } from './decision-samples.ts'
import { StatedOrder } from './stated-order.ts'

type Stage = StageSummary['stage']
const stageNames = [
  'schedule lag',
  'batch wait',
  'slot wait',
  'ingest',
  'queue',
  'match',
  'publish and observe',
] as const satisfies readonly Stage[]

const batchWait = stageNames.indexOf('batch wait')

export class StageBook {
  readonly #phases: readonly Phase[]
  readonly #rows: OperationRows
  readonly #meantUs: Float64Array
  readonly #hostId: string
  readonly #originUs: number
  /** By phase, then by stage. */
  readonly #histograms: LatencyHistogram[] = []
  /** Of the decision at hand: one for all, since there are millions. */
  readonly #stations = new Float64Array(stageNames.length + 1)
  #samples = 0
  /** Answers that stood before their clock started: no samples. */
  #stood = 0
  #measured = 0
  #withoutTimes = 0
  #otherHost = 0
  readonly order = new StatedOrder()

  /** `meantUs`: when each operation was meant to leave; the due times themselves where none is gathered into a batch, which has no wait of its own then. */
  constructor(
    phases: readonly Phase[],
    rows: OperationRows,
    meantUs: Float64Array,
    { hostId, originUs }: { readonly hostId: string; readonly originUs: number },
  ) {
    this.#phases = phases
    this.#rows = rows
    this.#meantUs = meantUs
    this.#hostId = hostId
    this.#originUs = originUs
  }

  /** Counts only decisions whose starting record is the cause that the system states: for them the stages add up to the latency. */
  add(sample: DecisionSample): void {
    const { observed, startOperation, phase, us } = sample
    const times = observed?.event.times
    if (times?.hostId === this.#hostId && observed !== undefined) this.order.check(times, this.#originUs + observed.observedUs)
    if (us === undefined) {
      this.#stood++
      return
    }
    this.#samples++
    if (observed === undefined || times === undefined) {
      this.#withoutTimes++
      return
    }
    if (times.hostId !== this.#hostId) {
      this.#otherHost++
      return
    }
    const { cause } = observed.event
    const { partition, offset } = this.#rows
    if (cause.kind !== 'record' || cause.partition !== partition[startOperation] || Number(cause.offset) !== offset[startOperation]) return
    const stations = this.#stations
    this.#setStationsUs(startOperation, times, observed.observedUs)
    for (let stage = 0; stage < stageNames.length; stage++) {
      // Handed over before it was sent is another delivery's time: no stage can be told from it. What comes later has its order checked.
      if (!((stations[stage + 1] as number) >= (stations[stage] as number))) return
    }
    this.#measured++
    for (let stage = 0; stage < stageNames.length; stage++) {
      if (stage === batchWait && this.#meantUs === this.#rows.operations.dueUs) continue
      this.#histogram(stage, phase).record((stations[stage + 1] as number) - (stations[stage] as number))
    }
  }

  #setStationsUs(operation: number, times: DecisionTimes, observedUs: number): void {
    const { dueUs, slotUs, sentUs } = this.#rows.operations
    const due = dueUs[operation] as number
    const sent = sentUs[operation] as number
    const meant = this.#meantUs[operation] as number
    const slot = Math.max(meant, slotUs[operation] as number) || meant
    // The waits for a batch and for a slot come before the lag in time; a stage is a length, so the lag may be told first, as on the page.
    const lag = sent - slot
    const stations = this.#stations
    stations[0] = due
    stations[1] = due + lag
    stations[2] = meant + lag
    stations[3] = sent
    stations[4] = times.producedUs - this.#originUs
    stations[5] = times.readUs - this.#originUs
    stations[6] = times.decidedUs - this.#originUs
    stations[7] = observedUs
  }

  #histogram(stage: number, phase: number): LatencyHistogram {
    const at = phase * stageNames.length + stage
    return (this.#histograms[at] ??= new LatencyHistogram())
  }

  summaries(): StageSummary[] {
    return this.#phases.flatMap(({ name }, phase) =>
      stageNames.flatMap((stage, at) => {
        const histogram = this.#histograms[phase * stageNames.length + at]
        if (histogram === undefined) return []
        const { samples, meanMs } = histogram
        return [{ stage, phase: name, samples, meanMs, p50Ms: histogram.percentile(50).valueMs, p99Ms: histogram.percentile(99).valueMs }]
      }),
    )
  }

  /** What the stages are of, or why there are none; and how many answers have no latency at all. */
  note(): string {
    if (this.#stood === 0) return this.#measuredNote()
    return `${this.#measuredNote()}; without a latency: ${this.#stood}, whose answer stood already when the last record that it rests on was due`
  }

  #measuredNote(): string {
    if (this.#samples === 0) return 'not measured: no decision latency was measured'
    if (this.#otherHost > 0 && this.#measured === 0) return 'not measured: the system ran on another host, whose clock is not ours'
    if (this.#withoutTimes === this.#samples) return 'not measured: the system states no times in its decisions'
    return `of ${this.#measured} of ${this.#samples} decisions: those that the record which started the clock brought about`
  }
}
