/**
 * How far the difference of two runs may be chance, from the seconds of each alone: a circular block bootstrap. Seconds next to each other are alike, so blocks of
 * them are drawn (Künsch 1989; Politis and Romano, A circular block-resampling procedure for stationary data, 1992). Knows no metric.
 *
 * The replicates of few seconds lie too close together, and the quantiles of them hold too little: of 30 seconds that follow each other 82 to 84 of 100, not 95. So only their
 * spread is taken, from long blocks, and as many spreads as what such a spread itself varies by demands (Kiefer and Vogelsang, A new asymptotic theory for
 * heteroskedasticity-autocorrelation robust tests, 2005). benchmarks/compare-coverage.ts measures what the intervals hold.
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
/** Of fewer seconds that follow each other no correction holds what it says: at 10, 87 to 91 of 100. */
export const secondsMin = 20
/** Fewer replicates with a number are a choice among them. */
const shareOfNumbersMin = 0.95

/**
 * For each figure the interval (95%) of ln(candidate/base) around what is measured; undefined where there are too few seconds, or too few replicates with a number
 * above zero.
 */
export function logRatioIntervals(base: Resampled, candidate: Resampled, uniform: () => number): readonly (LogInterval | undefined)[] {
  const measured = logRatios(base.figures(everySecond(base)), candidate.figures(everySecond(candidate)))
  const seconds = Math.min(base.seconds, candidate.seconds)
  if (seconds < secondsMin) return measured.map(() => undefined)
  const drawn: number[][] = measured.map(() => [])
  for (let replicate = 0; replicate < replicates; replicate++) {
    const ratios = logRatios(base.figures(draw(base.seconds, uniform)), candidate.figures(draw(candidate.seconds, uniform)))
    for (const [index, ratio] of ratios.entries()) if (Number.isFinite(ratio)) drawn[index]?.push(ratio)
  }
  // Of two runs the shorter one's spread is the less certain.
  const spreads = spreadsWithin(blockOf(seconds) / seconds)
  return drawn.map((values, index) => intervalOf(values, measured[index] ?? Number.NaN, spreads))
}

function intervalOf(values: readonly number[], measured: number, spreads: number): LogInterval | undefined {
  if (values.length < replicates * shareOfNumbersMin || !Number.isFinite(measured)) return undefined
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
  return { lower: measured - spreads * spread, upper: measured + spreads * spread }
}

/**
 * How many spreads of blocks hold 95%, at blocks that are this share of a run: Kiefer and Vogelsang's fit for Bartlett's weights, which blocks give neighbours too.
 * At a share of 0 it is the normal 1.96.
 */
function spreadsWithin(share: number): number {
  return 1.96 + 2.9694 * share + 0.416 * share ** 2 - 0.5324 * share ** 3
}

/** Seconds of a block: longer than where their spread alone is to be told best, since the correction pays for it (Lazarus, Lewis, Stock and Watson 2018). */
function blockOf(seconds: number): number {
  return Math.max(1, Math.round(1.3 * Math.sqrt(seconds)))
}

function logRatios(base: readonly number[], candidate: readonly number[]): number[] {
  return base.map((value, index) => Math.log((candidate[index] ?? Number.NaN) / value))
}

function everySecond({ seconds }: Resampled): Int32Array {
  return Int32Array.from({ length: seconds }, (_, second) => second)
}

/** As many seconds as there are, in blocks that begin anywhere; behind the last second comes the first. */
function draw(seconds: number, uniform: () => number): Int32Array {
  const block = blockOf(seconds)
  const picked = new Int32Array(seconds)
  for (let at = 0; at < seconds; at += block) {
    const from = Math.floor(uniform() * seconds)
    for (let step = 0; step < block && at + step < seconds; step++) picked[at + step] = (from + step) % seconds
  }
  return picked
}
