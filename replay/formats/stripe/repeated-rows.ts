/** Rows of a Stripe file whose id stood there before: delivered again, or a conflict (matching.md §2). Told, and taken out of nothing. */

import { kinds, type CanonicalRecord } from '../../../harness/model/record.ts'
import { RecentRows } from './recent-rows.ts'

interface Found {
  rows: number
  /** Line of the first. */
  line: number
}

/** As far back as rows are remembered: ten thousand at least. */
export class RepeatedRows {
  readonly #recent = new RecentRows()
  readonly #redelivered: Found = { rows: 0, line: 0 }
  readonly #conflicting: Found = { rows: 0, line: 0 }

  /**
   * Whether the same stood there before, in all that a record says: it is one event, and counts once when it is matched. `instant` is a number of
   * the record's instant: its text is not looked at, since it would have to be put together first.
   */
  isRedelivered(record: CanonicalRecord, line: number, instant: number): boolean {
    const { recordId, kind, netMinor } = record
    const sight = this.#recent.see(recordId, kinds.indexOf(kind), netMinor, digestOf(record, instant))
    if (sight === 'new') return false
    const found = sight === 'same' ? this.#redelivered : this.#conflicting
    if (found.rows++ === 0) found.line = line
    return sight === 'same'
  }

  notes(): string[] {
    const [again, conflict] = [this.#redelivered, this.#conflicting]
    const notes: string[] = []
    if (again.rows > 0) {
      const them = again.rows === 1 ? 'it' : 'them'
      notes.push(
        `${rowsOf(again)}, the same as one before in everything: delivered again; the matcher and payout-members count ${them} once, ` +
          'rows and totals here each time',
      )
    }
    if (conflict.rows > 0) {
      notes.push(
        `${rowsOf(conflict)} with the id of one before, but other content: an identity conflict, which the matcher keeps out of every rule`,
      )
    }
    return notes
  }
}

function rowsOf({ rows, line }: Found): string {
  return rows === 1 ? `1 row (line ${line})` : `${rows} rows (the first in line ${line})`
}

/** Of all that is content but the net, which is compared itself and gives the fee with the gross. Id and kind are the identity. */
function digestOf({ grossMinor, currency, ref, parentRef, payoutRef, traceRef }: CanonicalRecord, instant: number): number {
  let digest = Math.imul(Number(BigInt.asIntN(32, grossMinor)), 16_777_619) ^ instant
  digest = mixed(digest, currency)
  digest = mixed(digest, ref)
  digest = mixed(digest, parentRef)
  digest = mixed(digest, payoutRef)
  return mixed(digest, traceRef)
}

/** One letter after the other into 32 bits (FNV-1a), and a sign that none has behind the last. */
function mixed(digest: number, text: string | undefined): number {
  let mix = digest
  if (text !== undefined) for (let at = 0; at < text.length; at++) mix = Math.imul(mix ^ text.charCodeAt(at), 16_777_619)
  return Math.imul(mix ^ (text === undefined ? 0x1_0000 : 0x1_0001), 16_777_619)
}
