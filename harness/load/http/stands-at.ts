/** Comparison of a few bytes in place. */

/** Whether `expected` stands in `bytes` from `at`, before `end`. A loop, since a call into native code costs more than so few bytes. */
export function standsAt(bytes: Uint8Array, at: number, end: number, expected: Uint8Array): boolean {
  if (at + expected.length > end) return false
  for (let index = 0; index < expected.length; index++) if (bytes[at + index] !== expected[index]) return false
  return true
}
