/** What a run is compared with: figures of an earlier one, kept in the record so that it can be judged again without that run's folder. */

/** What the figure may as well have been lies between `low` and `high`, as far as its number of samples tells. */
export type BaselineFigure =
  | { readonly kind: 'figure'; readonly value: number; readonly low: number; readonly high: number }
  | { readonly kind: 'none'; readonly reason: string }

export interface BaselineRecord {
  /** Where it was found. */
  readonly folder: string
  readonly runId: string
  /** By threshold, as written. */
  readonly figures: readonly { readonly selector: string; readonly expression: string; readonly figure: BaselineFigure }[]
}
