/** What holds of a reading of any bytes, however they are broken. */

import { expect } from 'vitest'
import type { FileReading } from '../../replay/formats/reading.ts'

/** Of one file, read at once and in small pieces; a text is a refusal. Each row is somewhere, each quarantined one has a place inside of the file. */
export function expectSound(reading: FileReading | string, inPieces: FileReading | string, bytes: Uint8Array): void {
  // Where in a broken file the fault is noticed may depend on the chunks, that it is one may not.
  expect(typeof inPieces).toBe(typeof reading)
  if (typeof reading === 'string' || typeof inPieces === 'string') return
  expect(inPieces).toEqual(reading)
  const { physicalRows, records, quarantined, notBooked } = reading
  expect(records.length + quarantined.length + notBooked).toBe(physicalRows)
  for (const { byteOffset, byteLength, line } of quarantined) {
    expect(byteOffset + byteLength).toBeLessThanOrEqual(bytes.length)
    expect(byteLength).toBeGreaterThan(0)
    expect(line).toBeGreaterThan(0)
  }
}
