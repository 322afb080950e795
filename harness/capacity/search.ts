/** Which rate to try next: up in steps until one does not hold, then halving what lies between. Pure; knows no run. */

import type { Knee, StepOutcome } from '../model/capacity.ts'
import type { CapacityOptions } from '../model/scenario.ts'

export interface Tried {
  readonly ratePerSecond: number
  readonly outcome: StepOutcome
}

export type Search = Pick<CapacityOptions, 'factor' | 'maxPerSecond' | 'resolution'> & { readonly startPerSecond: number }

export type Next = { readonly kind: 'try'; readonly ratePerSecond: number } | { readonly kind: 'done' }

/** A run of which nothing can be said is made once more; if the second says nothing either, the search goes on below it. */
const attemptsUnjudged = 2

/** After a wrong answer, or a stack that ended, there is nothing left to search for. */
export function nextStep(tried: readonly Tried[], { startPerSecond, factor, maxPerSecond, resolution }: Search): Next {
  if (tried.some(({ outcome }) => outcome === 'wrong' || outcome === 'ended')) return { kind: 'done' }
  const last = tried.at(-1)
  if (last?.outcome === 'unjudged' && countAt(tried, last.ratePerSecond) < attemptsUnjudged) {
    return { kind: 'try', ratePerSecond: last.ratePerSecond }
  }
  const { fromPerSecond: low, toPerSecond: high } = kneeOf(tried)
  if (high === undefined) {
    if (low === undefined) return { kind: 'try', ratePerSecond: startPerSecond }
    return low >= maxPerSecond ? { kind: 'done' } : { kind: 'try', ratePerSecond: Math.min(rateAbove(low, factor), maxPerSecond) }
  }
  // Where the very first step does not hold there is no rate to search above.
  if (low === undefined || high / low <= 1 + resolution) return { kind: 'done' }
  // The middle by ratio: the resolution is a share of the rate.
  const middle = wholeRate(Math.sqrt(low * high))
  return middle > low && middle < high ? { kind: 'try', ratePerSecond: middle } : { kind: 'done' }
}

/** The highest rate that held below the lowest one that did not. */
export function kneeOf(tried: readonly Tried[]): Knee {
  const toPerSecond = leastOf(
    tried
      .filter(({ outcome }) => outcome !== 'held')
      .map(({ ratePerSecond }) => ratePerSecond)
      .filter((rate) => !heldAt(tried, rate)),
  )
  const held = tried.filter(({ outcome, ratePerSecond }) => outcome === 'held' && ratePerSecond < (toPerSecond ?? Number.POSITIVE_INFINITY))
  const fromPerSecond = held.length === 0 ? undefined : Math.max(...held.map(({ ratePerSecond }) => ratePerSecond))
  return { ...(fromPerSecond === undefined ? {} : { fromPerSecond }), ...(toPerSecond === undefined ? {} : { toPerSecond }) }
}

/** A second attempt that held stands for its rate. */
function heldAt(tried: readonly Tried[], rate: number): boolean {
  return tried.some(({ ratePerSecond, outcome }) => ratePerSecond === rate && outcome === 'held')
}

function countAt(tried: readonly Tried[], rate: number): number {
  return tried.filter(({ ratePerSecond }) => ratePerSecond === rate).length
}

function leastOf(rates: readonly number[]): number | undefined {
  return rates.length === 0 ? undefined : Math.min(...rates)
}

/** Of a low rate the factor may be less than the next whole record. */
function rateAbove(low: number, factor: number): number {
  const next = wholeRate(low * factor)
  return next > low ? next : low + 10 ** Math.max(0, Math.floor(Math.log10(low)) - 2)
}

/** Three digits: a finer rate says nothing about a knee, and is hard to read. Below a hundred, whole records. */
function wholeRate(rate: number): number {
  return rate < 1_000 ? Math.max(1, Math.round(rate)) : Number(rate.toPrecision(3))
}
