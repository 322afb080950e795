/** A calibration as lines for a person, and the exit status that it gives. Pure. */

import { verdictTable } from '../../model/verdict.ts'
import type { Percentile } from '../../model/summary.ts'
import { alignColumns } from '../align-columns.ts'
import { errorOf, isTrue } from './result.ts'
import type { CalibrationResult, CalibrationState, Figure } from './result.ts'

export interface KnownRounds {
  readonly name: string
  /** At least one. */
  readonly rounds: readonly CalibrationResult[]
}

export interface CalibrationReport {
  readonly known: readonly KnownRounds[]
  /** What could not be calibrated here, and what to do about it. */
  readonly notMeasured?: { readonly what: string; readonly message: string; readonly hint: string }
}

const advice: Readonly<Record<Exclude<CalibrationState, 'true'>, readonly string[]>> = {
  off: [
    'the ruler is off on this machine: what a run measures here would not be true.',
    'Close what else runs, then type tenfold doctor --calibrate again; if it stays off, please report it with the output of --json.',
  ],
  unquiet: [
    'this machine stood still too often to calibrate on: its own pauses are larger than what is allowed.',
    'Close what else runs (or use a machine with more cores, plugged in, not a shared one), then type tenfold doctor --calibrate again.',
  ],
}

/** The worst state of all rounds. */
export function stateOf({ known }: Pick<CalibrationReport, 'known'>): CalibrationState {
  const states = new Set(known.flatMap(({ rounds }) => rounds.map(({ state }) => state)))
  return states.has('off') ? 'off' : states.has('unquiet') ? 'unquiet' : 'true'
}

/** As a run would end whose harness is not to be believed (off), or of which too little is known (unquiet). */
export function calibrationStatus(report: CalibrationReport): number {
  const kind = ({ true: 'pass', off: 'invalid', unquiet: 'inconclusive' } as const)[stateOf(report)]
  return verdictTable.find((row) => row.kind === kind)?.exitStatus ?? 0
}

export function calibrationLines(report: CalibrationReport): string[] {
  const { known, notMeasured } = report
  const state = stateOf(report)
  return [
    ...alignColumns([['', 'server', 'figure', 'expected', 'measured', 'allowed', ''], ...known.flatMap(rowsOf)]),
    '',
    ...known.flatMap(heldBackLines),
    ...(notMeasured === undefined ? [] : [`not calibrated: ${notMeasured.what}: ${notMeasured.message}`, `hint: ${notMeasured.hint}`]),
    ...(state === 'true' ? ['✓ the ruler is true on this machine'] : advice[state].map((text, line) => (line === 0 ? `✗ ${text}` : text))),
  ]
}

/** One measurement as it comes. */
export function roundLine({ state, attempts, figures, heldBackMs }: CalibrationResult): string {
  const told = figures.map(({ name, measured, unit }) => `${name} ${tell(measured, unit)}`).join(', ')
  const again = attempts === 1 ? '' : `; attempt ${attempts}`
  return `${state === 'true' ? '✓' : '✗'} ${told}${again}; threads held back for ${shown(heldBackMs)} ms at most`
}

/** One row a figure: of several rounds the one that is farthest off, beside how many were true. */
function rowsOf({ name, rounds }: KnownRounds): string[][] {
  const first = rounds[0]
  if (first === undefined) return []
  const good = rounds.filter(({ state }) => state === 'true').length
  return first.figures.map((_, place) => {
    const worst = worstOf(rounds.flatMap(({ figures }) => figures[place] ?? []))
    const count = rounds.length === 1 ? '' : `${good} of ${rounds.length}`
    return [
      place > 0 ? '' : good === rounds.length ? '✓' : '✗',
      place > 0 ? '' : name,
      worst.name,
      tell(worst.expected, worst.unit),
      tell(worst.measured, worst.unit),
      worst.allowed === 0 ? 'exactly' : `± ${shown(worst.allowed)} ms`,
      [isTrue(worst) ? '✓' : '✗', place > 0 ? '' : count].join(' ').trimEnd(),
    ]
  })
}

function worstOf(figures: readonly Figure[]): Figure {
  return figures.reduce((worst, figure) =>
    isTrue(figure) === isTrue(worst) ? (errorOf(figure) > errorOf(worst) ? figure : worst) : isTrue(figure) ? worst : figure,
  )
}

/** Where the machine was not quiet it is told, whatever came of it. */
function heldBackLines({ name, rounds }: KnownRounds): string[] {
  const again = rounds.reduce((sum, { attempts }) => sum + attempts - 1, 0)
  if (again === 0) return []
  const times = again === 1 ? 'once' : `${again} times`
  return [`${name}: measured again ${times}, because a thread was held back meanwhile`]
}

function tell({ valueMs, censored }: Percentile, unit: Figure['unit']): string {
  return `${censored ? '≥ ' : ''}${unit === '' ? `${valueMs}` : `${shown(valueMs)} ms`}`
}

function shown(ms: number): string {
  return ms >= 1_000 ? ms.toFixed(0) : ms.toFixed(1)
}
