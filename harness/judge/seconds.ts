/** Samples by the second of the load in which they started. Knows no metric. */

import assert from 'node:assert'

import { LatencyHistogram } from '../metrics/histogram.ts'
import type { EncodedLatency } from '../metrics/histogram.ts'
import { giveUp } from '../model/give-up.ts'
import { NumberTable } from '../record/number-table.ts'

export interface SecondFigures extends EncodedLatency {
  readonly second: number
  readonly samples: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** What is kept by the second of everything that was sent, reads too. */
export type OperationSeconds = Readonly<Record<'ack_latency' | 'service_time' | 'schedule_lag', SecondSamples>>

const sampleTypes = { second: 'i32', us: 'f64', ended: 'i32' } as const

/** Kept as plain numbers until asked: a histogram for each second of a long run at once would not fit. */
export class SecondSamples {
  readonly #samples = new NumberTable(sampleTypes)
  /** Made when they are first asked for. */
  #figures: readonly SecondFigures[] | undefined

  add(startUs: number, us: number, ended: boolean): void {
    assert(this.#figures === undefined)
    const at = this.#samples.add()
    const { columns } = this.#samples
    columns.second[at] = Math.floor(startUs / 1_000_000)
    columns.us[at] = Math.max(0, us)
    columns.ended[at] = ended ? 1 : 0
  }

  /** One entry a second that has samples, in order of time. Nothing can be added afterwards. */
  figures(): readonly SecondFigures[] {
    if (this.#figures === undefined) {
      this.#figures = this.#bySecond().map(([second, places]) => this.#figuresOf(second, places))
      const { second, us, ended } = this.#samples.columns
      giveUp(second, us, ended)
    }
    return this.#figures
  }

  #figuresOf(second: number, places: Int32Array): SecondFigures {
    const { us, ended } = this.#samples.columns
    const histogram = new LatencyHistogram()
    for (const at of places) {
      if (ended[at] === 1) histogram.record(us[at] as number)
      else histogram.recordCensored(us[at] as number)
    }
    const [p50Ms, p99Ms] = [histogram.percentile(50).valueMs, histogram.percentile(99).valueMs]
    return { second, samples: histogram.samples, p50Ms, p99Ms, ...histogram.encode() }
  }

  /** The places of each second's samples. */
  #bySecond(): (readonly [second: number, places: Int32Array])[] {
    const { count, columns } = this.#samples
    const counts = new Map<number, number>()
    for (let at = 0; at < count; at++) counts.set(columns.second[at] as number, (counts.get(columns.second[at] as number) ?? 0) + 1)
    const seconds = [...counts].map(([second, length]) => ({ second, places: new Int32Array(length), filled: 0 }))
    const entryOf = new Map(seconds.map((entry) => [entry.second, entry]))
    for (let at = 0; at < count; at++) {
      const entry = entryOf.get(columns.second[at] as number)
      if (entry !== undefined) entry.places[entry.filled++] = at
    }
    return seconds.toSorted((a, b) => a.second - b.second).map(({ second, places }) => [second, places] as const)
  }
}
