import { expect, test } from 'vitest'

import { calibrationLines, calibrationStatus, roundLine } from './report.ts'
import type { CalibrationReport } from './report.ts'
import type { CalibrationResult, CalibrationState } from './result.ts'

function round(state: CalibrationState, measuredMs: number, attempts = 1): CalibrationResult {
  const plain = (valueMs: number): { valueMs: number; censored: boolean } => ({ valueMs, censored: false })
  return {
    name: 'a server',
    state,
    attempts,
    heldBackMs: 1,
    figures: [
      { name: 'p50', unit: 'ms', expected: plain(50), measured: plain(measuredMs), allowed: 5 },
      { name: 'max', unit: 'ms', expected: { valueMs: 5_000, censored: true }, measured: { valueMs: 5_001, censored: true }, allowed: 100 },
      { name: 'unknown', unit: '', expected: plain(2), measured: plain(2), allowed: 0 },
    ],
  }
}

const of = (...rounds: readonly CalibrationResult[]): CalibrationReport => ({ known: [{ name: 'a server', rounds }] })

test.each<[string, CalibrationReport, number]>([
  ['all true', of(round('true', 51), round('true', 52)), 0],
  ['one is off', of(round('true', 51), round('off', 60), round('unquiet', 70)), 95],
  ['the machine was never quiet', of(round('true', 51), round('unquiet', 60)), 94],
])('%s', (_, report, status) => {
  expect(calibrationStatus(report)).toBe(status)
})

test('one row a figure, with what was expected, measured and allowed; bounds are told as such', () => {
  expect(calibrationLines(of(round('true', 50.91)))).toEqual([
    '   server    figure   expected   measured   allowed',
    '✓  a server  p50      50.0 ms    50.9 ms    ± 5.0 ms    ✓',
    '             max      ≥ 5000 ms  ≥ 5001 ms  ± 100.0 ms  ✓',
    '             unknown  2          2          exactly     ✓',
    '',
    '✓ the ruler is true on this machine',
  ])
})

test('of several rounds the farthest off is told, how many were true, and what to do', () => {
  const lines = calibrationLines({
    ...of(round('true', 51, 3), round('off', 44), round('true', 54)),
    notMeasured: { what: 'the observer', message: 'there is no Java', hint: 'install Java' },
  })
  expect(lines[1]).toBe('✗  a server  p50      50.0 ms    44.0 ms    ± 5.0 ms    ✗ 2 of 3')
  expect(lines).toContain('a server: measured again 2 times, because a thread was held back meanwhile')
  expect(lines).toContain('not calibrated: the observer: there is no Java')
  expect(lines.join('\n')).toContain('✗ the ruler is off on this machine')
  expect(lines.at(-1)).toContain('type tenfold doctor --calibrate again')
})

test('a measurement is told as it comes', () => {
  expect(roundLine(round('unquiet', 60, 5))).toBe(
    '✗ p50 60.0 ms, max ≥ 5001 ms, unknown 2; attempt 5; threads held back for 1.0 ms at most',
  )
})
