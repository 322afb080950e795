/** Axes: from values to shares of a height, with ticks at round numbers. Pure arithmetic; knows no chart. */

export interface Scale {
  readonly kind: 'linear' | 'log'
  /** 0 at the bottom, 1 at the top; values beyond the ends are clamped. */
  readonly shareOf: (value: number) => number
  readonly ticks: readonly number[]
}

/** From 0 to a round number at or above the largest value; 1 when there is none. */
export function linearScale(values: readonly number[], ticksWanted = 4): Scale {
  const largest = values.reduce((max, value) => Math.max(max, value), 0) || 1
  const step = roundStep(largest / ticksWanted)
  const count = Math.max(1, Math.ceil(largest / step - 1e-9))
  const top = step * count
  return {
    kind: 'linear',
    shareOf: (value) => clamp(value / top),
    ticks: Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12))),
  }
}

/** Over whole 1-2-5 steps around positive values. */
export function logScale(values: readonly number[]): Scale {
  const positive = values.filter((value) => value > 0)
  if (positive.length === 0) return linearScale(values)
  const steps = oneTwoFive(Math.min(...positive), Math.max(...positive))
  const bottom = steps[0] ?? 1
  const top = steps.at(-1) ?? 10
  const span = Math.log(top / bottom)
  const decades = Math.log10(top / bottom)
  return {
    kind: 'log',
    shareOf: (value) => (value <= bottom ? 0 : clamp(Math.log(value / bottom) / span)),
    ticks: decades <= 2 ? steps : steps.filter((step) => Number.isInteger(Math.round(Math.log10(step) * 1e9) / 1e9)),
  }
}

/** Log where a linear axis would press the usual values flat against its bottom: when the largest is 20 times the median or more. */
export function latencyScale(usual: readonly number[], all: readonly number[]): Scale {
  const sorted = usual.filter((value) => value > 0).toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  const largest = all.reduce((max, value) => Math.max(max, value), 0)
  return median > 0 && largest / median >= 20 ? logScale(all) : linearScale(all)
}

function roundStep(rough: number): number {
  const decade = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => decade * candidate >= rough * (1 - 1e-9)) ?? 10
  return decade * factor
}

/** 1-2-5 numbers from the last one at or below `least` to the first at or above `most`; at least two. */
function oneTwoFive(least: number, most: number): number[] {
  const steps: number[] = []
  for (let exponent = Math.floor(Math.log10(least)); exponent <= Math.ceil(Math.log10(most)) + 1; exponent++) {
    // Written as text, because 10 ** -3 * 5 is not 0.005.
    for (const digit of [1, 2, 5]) steps.push(Number(`${digit}e${exponent}`))
  }
  const first = Math.max(
    0,
    steps.findLastIndex((step) => step <= least),
  )
  const last = Math.max(
    first + 1,
    steps.findIndex((step) => step >= most),
  )
  return steps.slice(first, last + 1)
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share))
}
