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

  add(startUs: number, us: number, ended: boolean): void {
    this.#startsUs.push(startUs)
    this.#valuesUs.push(Math.max(0, us))
    this.#ended.push(ended)
  }

  /** One histogram a second that has samples, in order of time. */
  *histograms(): Generator<SecondHistogram> {
    const bySecond = new Map<number, number[]>()
    this.#startsUs.forEach((startUs, index) => {
      const second = Math.floor(startUs / 1_000_000)
      const members = bySecond.get(second)
      if (members === undefined) bySecond.set(second, [index])
      else members.push(index)
    })
    for (const second of [...bySecond.keys()].toSorted((a, b) => a - b)) {
      const histogram = new LatencyHistogram()
      for (const index of bySecond.get(second) ?? []) {
        const us = this.#valuesUs[index] as number
        if (this.#ended[index] === true) histogram.record(us)
        else histogram.recordCensored(us)
      }
      yield { second, histogram }
    }
  }
}
