/** Causes of decisions, each made once: a record causes the decisions of all that it completes, in two files. Knows no file. */

import type { DecisionCause } from '../model/decision.ts'

/** A place holds the last cause that fell there. */
const places = 1 << 20

export class SeenCauses {
  readonly #causes: (DecisionCause | undefined)[] = Array.from({ length: places })
  #close: DecisionCause = { kind: 'close', closeId: '' }

  /** `offset` as a number that is exact. */
  ofRecord(partition: number, offset: number): DecisionCause {
    const place = (Math.imul(partition, 0x9e3779b1) + offset) & (places - 1)
    const known = this.#causes[place]
    const text = `${offset}`
    if (known?.kind === 'record' && known.partition === partition && known.offset === text) return known
    return (this.#causes[place] = { kind: 'record', partition, offset: text })
  }

  ofClose(closeId: string): DecisionCause {
    if (this.#close.kind !== 'close' || this.#close.closeId !== closeId) this.#close = { kind: 'close', closeId }
    return this.#close
  }
}
