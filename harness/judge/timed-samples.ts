/** Latency samples with the time at which they started, for thresholds that look at stretches of a run. Knows no metric. */

import { LatencyHistogram } from '../metrics/histogram.ts'

/** Plain numbers until asked: a histogram a stretch of a long run would not fit. */
export class TimedSamples {
  readonly #startsUs: number[] = []
  readonly #valuesUs: number[] = []
  readonly #ended: boolean[] = []
  #order: Uint32Array | undefined

  add(startUs: number, us: number, ended: boolean): void {
    this.#startsUs.push(startUs)
    this.#valuesUs.push(us)
    this.#ended.push(ended)
    this.#order = undefined
  }

  /** Of the samples that started in it, end exclusive. */
  histogramBetween(startUs: number, endUs: number): LatencyHistogram {
    const order = (this.#order ??= Uint32Array.from(this.#startsUs.keys()).toSorted((a, b) => this.#start(a) - this.#start(b)))
    const histogram = new LatencyHistogram()
    for (let at = this.#firstFrom(order, startUs); at < order.length; at++) {
      const index = order[at] as number
      if (this.#start(index) >= endUs) break
      const us = this.#valuesUs[index] as number
      if (this.#ended[index] === true) histogram.record(us)
      else histogram.recordCensored(us)
    }
    return histogram
  }

  #start(index: number): number {
    return this.#startsUs[index] as number
  }

  /** Binary search in order of time. */
  #firstFrom(order: Uint32Array, startUs: number): number {
    let [low, high] = [0, order.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#start(order[middle] as number) < startUs) low = middle + 1
      else high = middle
    }
    return low
  }
}
