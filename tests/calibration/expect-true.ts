/** What a test asks of a calibration. */

import { expect } from 'vitest'

import { errorOf, isTrue } from '../../harness/cli/calibrate/result.ts'
import type { CalibrationResult } from '../../harness/cli/calibrate/result.ts'

/** Held back by less is a reason to measure again, never for a wider bound. */
const widerFromMs = 4

/** On a machine that was never quiet, what held the threads back in the last attempt is the error that may be left; counts stay exact. */
export function expectTrue({ name, state, figures, heldBackMs }: CalibrationResult): void {
  const leftMs = state === 'unquiet' && heldBackMs > widerFromMs ? 2 * heldBackMs + 20 : 0
  const off = figures.filter(
    (figure) =>
      !isTrue(figure) &&
      (figure.unit === '' || figure.expected.censored !== figure.measured.censored || errorOf(figure) > figure.allowed + leftMs),
  )
  expect(off, `${name}, with threads held back for ${heldBackMs} ms`).toEqual([])
}
