/** Chooses one offset a copy and currency, so that no amounts of two copies meet. Searches in a fixed order: nothing is drawn. */

import type { Cell, Tolerance } from './cell.ts'
import { smallestStep } from './moved-amounts.ts'
import type { Offset } from './settled-movement.ts'

export interface CopyOffset {
  /** From 1; the original is copy 0. */
  readonly copy: number
  readonly currency: string
  readonly byMinor: bigint
}

export interface ChosenOffsets {
  readonly offsets: readonly CopyOffset[]
  /** By cell, the offset in each copy, the original's (nothing) first; undefined where the copy needs fresh merchants. */
  readonly ofCell: ReadonlyMap<Cell, readonly (Offset | undefined)[]>
}

/** Neighbours of the last offset that are tried, and then multiples of what all amounts lie within. */
const nearTried = 2_000
const farTried = 50
/** Candidates between two turns of others, where the first cell that is asked refuses them. */
const cheapPerTurn = 64
/** In smallest steps: an amount must stay one that a shop could have taken. */
const offsetMaxSteps = 10_000_000n

/** A search of a large history takes seconds: it stops now and then, so that others get a turn, and is over when it returns. */
export function* chooseOffsets(cells: readonly Cell[], factor: number, tolerance: Tolerance): Generator<undefined, ChosenOffsets> {
  const offsets: CopyOffset[] = []
  const ofCell = new Map<Cell, (Offset | undefined)[]>()
  for (const [currency, ofCurrency] of Map.groupBy(cells, (cell) => cell.currency)) {
    for (const cell of ofCurrency) ofCell.set(cell, [{ byMinor: 0n, opposedByMinor: 0n }])
    let last = 0n
    for (let copy = 1; copy < factor; copy++) {
      const { byMinor, accepted } = yield* chooseOne(ofCurrency, last, tolerance)
      if (accepted.size > 0) {
        offsets.push({ copy, currency, byMinor })
        last = byMinor
      }
      for (const cell of ofCurrency) {
        const offset = accepted.get(cell)
        if (offset !== undefined) cell.take(offset)
        ofCell.get(cell)?.push(offset)
      }
    }
  }
  return { offsets, ofCell }
}

interface Choice {
  readonly byMinor: bigint
  readonly accepted: ReadonlyMap<Cell, Offset>
}

/** The first candidate that every cell takes. Where there is none, the cell that refused most is left out, and so on. */
function* chooseOne(cells: readonly Cell[], last: bigint, tolerance: Tolerance): Generator<undefined, Choice> {
  let asked = [...cells]
  let tried = 0
  while (asked.length > 0) {
    const refusals = new Map<Cell, number>()
    for (const byMinor of candidates(asked, last)) {
      const accepted = new Map<Cell, Offset>()
      const refusing = asked.find((cell) => {
        const offset = cell.offsetBy(byMinor, tolerance)
        if (offset !== undefined) accepted.set(cell, offset)
        return offset === undefined
      })
      if (refusing === undefined) return { byMinor, accepted }
      tried++
      if (accepted.size > 0 || tried % cheapPerTurn === 0) yield
      refusals.set(refusing, (refusals.get(refusing) ?? 0) + 1)
      // Whoever refused this one will probably refuse the next: it is asked first.
      asked = [refusing, ...asked.filter((cell) => cell !== refusing)]
    }
    const [worst] = [...refusals].toSorted(([, a], [, b]) => b - a)[0] ?? []
    asked = asked.filter((cell) => cell !== (worst ?? asked[0]))
  }
  return { byMinor: last, accepted: new Map() }
}

function* candidates(cells: readonly Cell[], last: bigint): Generator<bigint> {
  const step = smallestStep(cells[0]?.currency ?? '')
  const max = step * offsetMaxSteps
  for (let near = 1n; near <= nearTried; near++) if (last + near * step <= max) yield last + near * step
  const widest = cells.reduce((most, cell) => (cell.spread() > most ? cell.spread() : most), 0n)
  const apart = (widest / step + 1n) * step
  for (let far = 0n; far < farTried; far++) if (last + apart + far * step <= max) yield last + apart + far * step
}
