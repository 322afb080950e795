/**
 * How far the difference of two runs may be chance, from the seconds of each alone: a circular block bootstrap. Seconds next to each other are alike, so blocks of
 * them are drawn (Künsch 1989; Politis and Romano, A circular block-resampling procedure for stationary data, 1992). Knows no metric.
 *
 * It sees what varies within a run. What differs from one run to the next (a cold cache, another process on the machine) it cannot see: for that there is the gate.
 */

/** A run cut into seconds, and the figures of any selection of them; NaN where a selection has none. */
export interface Resampled {
  readonly seconds: number
  readonly figures: (picked: Int32Array) => readonly number[]
}

export interface LogInterval {
  readonly lower: number
  readonly upper: number
}

const replicates = 1_000
/** Below this many seconds a resampling says nothing. */
export const secondsMin = 5
/** So much of the replicates lies within the interval. */
export const confidence = 0.95

/**
 * For each figure the interval of ln(candidate/base) around what is measured: how far replicates fall from it, at either end; undefined where there are too few seconds,
 * or too few replicates with a number above zero.
 */
export function logRatioIntervals(base: Resampled, candidate: Resampled, uniform: () => number): readonly (LogInterval | undefined)[] {
  const measured = logRatios(base.figures(everySecond(base)), candidate.figures(everySecond(candidate)))
  if (base.seconds < secondsMin || candidate.seconds < secondsMin) return measured.map(() => undefined)
  const drawn: number[][] = measured.map(() => [])
  for (let replicate = 0; replicate < replicates; replicate++) {
    const ratios = logRatios(base.figures(draw(base.seconds, uniform)), candidate.figures(draw(candidate.seconds, uniform)))
    for (const [index, ratio] of ratios.entries()) if (Number.isFinite(ratio)) drawn[index]?.push(ratio)
  }
  return drawn.map((values, index) => intervalOf(values, measured[index] ?? Number.NaN))
}

function intervalOf(values: number[], measured: number): LogInterval | undefined {
  if (values.length < replicates * confidence || !Number.isFinite(measured)) return undefined
  values.sort((a, b) => a - b)
  const tail = (1 - confidence) / 2
  const at = (share: number): number => values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? measured
  return { lower: at(tail), upper: at(1 - tail) }
}

function logRatios(base: readonly number[], candidate: readonly number[]): number[] {
  return base.map((value, index) => Math.log((candidate[index] ?? Number.NaN) / value))
}

function everySecond({ seconds }: Resampled): Int32Array {
  return Int32Array.from({ length: seconds }, (_, second) => second)
}

/** As many seconds as there are, in blocks that begin anywhere; behind the last second comes the first. */
function draw(seconds: number, uniform: () => number): Int32Array {
  const block = Math.max(1, Math.round(Math.cbrt(seconds)))
  const picked = new Int32Array(seconds)
  for (let at = 0; at < seconds; at += block) {
    const from = Math.floor(uniform() * seconds)
    for (let step = 0; step < block && at + step < seconds; step++) picked[at + step] = (from + step) % seconds
  }
  return picked
}
