/** Search in ascending due times. */

/** How many of the ascending times lie below a limit. */
export function countBelow(ascendingUs: Float64Array, limitUs: number): number {
  let low = 0
  let high = ascendingUs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascendingUs[middle] ?? Number.POSITIVE_INFINITY) < limitUs) low = middle + 1
    else high = middle
  }
  return low
}
