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
   * Whether the same stood there before, in all that a record says: it is one event, and counts once when it is matched. `digest` is a number of
   * its gross, currency, instant and references; the net is looked at here, and gives the fee with the gross.
   */
  isRedelivered({ recordId, kind, netMinor }: CanonicalRecord, line: number, digest: number): boolean {
    const sight = this.#recent.see(recordId, kinds.indexOf(kind), netMinor, digest)
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

/** A number of texts: the same for the same, and hardly ever for others (FNV-1a). */
export function digestOf(texts: readonly (string | undefined)[]): number {
  return texts.reduce(mixed, 0)
}

const prime = 16_777_619

/** With a sign behind it that is no letter: one for a text, another for none. */
function mixed(digest: number, text: string | undefined): number {
  let mix = digest
  if (text !== undefined) for (let at = 0; at < text.length; at++) mix = Math.imul(mix ^ text.charCodeAt(at), prime)
  return Math.imul(mix ^ (text === undefined ? 0x1_0000 : 0x1_0001), prime)
}
