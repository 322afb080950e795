/** Results in the very bytes that docs/wire.md shows, read without a parser of JSON. Whatever is written otherwise is left to one. */

import type { RecordOutcome } from '../driver.ts'
import { standsAt } from './stands-at.ts'

const opening = Buffer.from('{"results":[{"partition":')
const middle = Buffer.from(',"offset":"')
const next = Buffer.from('"},{"partition":')
const closing = Buffer.from('"}]}')

/** So many digits are exact in a number. */
const digitsMax = 15
const zero = 48

/** The result of each accepted record; undefined where a byte is not as expected, though the body may still be JSON that says the same. */
export function readPlainResults(body: Uint8Array): RecordOutcome[] | undefined {
  if (!standsAt(body, 0, body.length, opening)) return undefined
  const results: RecordOutcome[] = []
  for (let at = opening.length; ; at += next.length) {
    const partitionEnd = digitsEnd(body, at)
    // A number of JSON has no zeros in front, but the digits of a text may.
    if (partitionEnd === at || (body[at] === zero && partitionEnd > at + 1)) return undefined
    if (!standsAt(body, partitionEnd, body.length, middle)) return undefined
    const offsetStart = partitionEnd + middle.length
    const offsetEnd = digitsEnd(body, offsetStart)
    if (offsetEnd === offsetStart) return undefined
    results.push({ kind: 'accepted', partition: numberOf(body, at, partitionEnd), offset: numberOf(body, offsetStart, offsetEnd) })
    at = offsetEnd
    if (standsAt(body, at, body.length, closing)) return at + closing.length === body.length ? results : undefined
    if (!standsAt(body, at, body.length, next)) return undefined
  }
}

/** Where the digits that begin at `start` end: after `digitsMax` at the latest, and a digit behind them is not what is expected there. */
function digitsEnd(body: Uint8Array, start: number): number {
  const last = Math.min(start + digitsMax, body.length)
  for (let at = start; at < last; at++) if (!isDigit(body[at] as number)) return at
  return last
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= zero + 9
}

function numberOf(body: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at++) value = value * 10 + (body[at] as number) - zero
  return value
}
