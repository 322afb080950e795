/** Whether numbers drift: the median of the slopes between all pairs of points (Theil), with its 95% interval by Kendall's statistic (Sen, 1968). Pure. */

export interface Slope {
  readonly slope: number
  readonly lower: number
  readonly upper: number
}

/** Change of the value for each unit of `at`, for points in ascending order of `at`; two at least. */
export function slopeOf(points: readonly (readonly [at: number, value: number])[]): Slope {
  const slopes = points
    .flatMap(([at, value], index) => points.slice(index + 1).map(([later, next]) => (next - value) / (later - at)))
    .toSorted((a, b) => a - b)
  const count = points.length
  // Kendall's statistic has this variance where nothing drifts and no two values are equal.
  const reach = 1.96 * Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18)
  const at = (rank: number): number => slopes[Math.min(slopes.length - 1, Math.max(0, rank))] ?? Number.NaN
  return {
    slope: (at(Math.floor((slopes.length - 1) / 2)) + at(Math.floor(slopes.length / 2))) / 2,
    lower: at(Math.floor((slopes.length - reach) / 2) - 1),
    upper: at(Math.ceil((slopes.length + reach) / 2)),
  }
}
