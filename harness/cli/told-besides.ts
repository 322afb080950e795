/** What is told besides a summary: lines for people behind it, and fields of the JSON object. */

export interface ToldBesides {
  readonly lines: readonly string[]
  readonly fields: object
}

export const nothingBesides: ToldBesides = { lines: [], fields: {} }
