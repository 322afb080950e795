/** A duration that the schema has let through, as a number. */

import { parseDurationMs } from '../model/duration.ts'

/** The schema has refused what is no duration. */
export function milliseconds(text: string): number {
  const value = parseDurationMs(text)
  if (value === undefined) throw new Error(`not a duration: ${text}`)
  return value
}
