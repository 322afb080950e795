/** Samples by the second of the load in which they started. Knows no metric. */

import { LatencyHistogram } from '../metrics/histogram.ts'

export interface SecondHistogram {
  readonly second: number
  readonly histogram: LatencyHistogram
}

/** Kept as plain numbers until asked: a histogram for each second of a long run at once would not fit. */
export class SecondSamples {
  readonly #startsUs: number[] = []
  readonly #valuesUs: number[] = []
  readonly #ended: boolean[] = []
  /** Samples of each second, in order of time; made when they are first asked for. */
  #seconds: readonly (readonly [second: number, members: readonly number[]])[] | undefined

  add(startUs: number, us: number, ended: boolean): void {
    this.#startsUs.push(startUs)
    this.#valuesUs.push(Math.max(0, us))
    this.#ended.push(ended)
    this.#seconds = undefined
  }

  /** One histogram a second that has samples, in order of time. */
  *histograms(): Generator<SecondHistogram> {
    this.#seconds ??= this.#bySecond()
    for (const [second, members] of this.#seconds) {
      const histogram = new LatencyHistogram()
      for (const index of members) {
        const us = this.#valuesUs[index] as number
        if (this.#ended[index] === true) histogram.record(us)
        else histogram.recordCensored(us)
      }
      yield { second, histogram }
    }
  }

  #bySecond(): readonly (readonly [number, readonly number[]])[] {
    const bySecond = new Map<number, number[]>()
    this.#startsUs.forEach((startUs, index) => {
      const second = Math.floor(startUs / 1_000_000)
      const members = bySecond.get(second)
      if (members === undefined) bySecond.set(second, [index])
      else members.push(index)
    })
    return [...bySecond].toSorted(([a], [b]) => a - b)
  }
}
