/** One identity object for all rows of one record: a million rows in four files would else hold it four times. */

import type { CanonicalRecord } from '../model/record.ts'
import type { RecordIdentity } from '../model/record-key.ts'

export class SharedIdentities {
  readonly #byContent: ReadonlyMap<string, RecordIdentity>

  constructor(records: readonly CanonicalRecord[], contents: readonly string[]) {
    this.#byContent = new Map(contents.map((content, index) => [content, records[index] as CanonicalRecord]))
  }

  /** The record itself where the row says the same; else the row's own identity, so that a wrong one stays visible. */
  readonly of = (content: string, identity: RecordIdentity): RecordIdentity => {
    const known = this.#byContent.get(content)
    if (known === undefined) return identity
    const equal =
      known.recordId === identity.recordId &&
      known.tenant === identity.tenant &&
      known.merchant === identity.merchant &&
      known.source === identity.source &&
      known.account === identity.account &&
      known.kind === identity.kind
    return equal ? known : identity
  }
}
