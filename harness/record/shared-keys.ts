/** One key for all rows of one record: a million rows in four files would else hold its identity and its content four times. */

import type { CanonicalRecord } from '../model/record.ts'
import type { RecordIdentity } from '../model/record-key.ts'

export interface SharedKey {
  readonly identity: RecordIdentity
  readonly content: string
}

export class SharedKeys {
  readonly #records: readonly CanonicalRecord[]
  readonly #contents: readonly string[]
  readonly #indexByContent: ReadonlyMap<string, number>

  constructor(records: readonly CanonicalRecord[], contents: readonly string[]) {
    this.#records = records
    this.#contents = contents
    this.#indexByContent = new Map(contents.map((content, index) => [content, index]))
  }

  /** The record's own texts, and the record itself as its identity where the row says the same; a wrong identity stays visible. */
  readonly of = (content: string, identity: RecordIdentity): SharedKey => {
    const index = this.#indexByContent.get(content)
    if (index === undefined) return { identity, content }
    const known = this.#records[index] as CanonicalRecord
    const equal =
      known.recordId === identity.recordId &&
      known.tenant === identity.tenant &&
      known.merchant === identity.merchant &&
      known.source === identity.source &&
      known.account === identity.account &&
      known.kind === identity.kind
    return { identity: equal ? known : identity, content: this.#contents[index] as string }
  }
}
