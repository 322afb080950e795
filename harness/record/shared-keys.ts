/** One key for all rows of one record: a million rows in four files would else hold its identity and its content four times. */

import type { CanonicalRecord } from '../model/record.ts'
import type { RecordIdentity } from '../model/record-key.ts'
import type { RecordLines } from './record-lines.ts'

export interface SharedKey {
  readonly identity: RecordIdentity
  readonly content: string
}

export class SharedKeys {
  readonly #records: RecordLines

  constructor(records: RecordLines) {
    this.#records = records
  }

  /** The record's own texts, and the record itself as its identity where the row says the same; a wrong identity stays visible. */
  readonly of = (content: string, identity: RecordIdentity): SharedKey => {
    const { records, contents, known } = this.#records
    const index = known.indexOf(content)
    if (index === -1) return { identity, content }
    const record = records[index] as CanonicalRecord
    const equal =
      record.recordId === identity.recordId &&
      record.tenant === identity.tenant &&
      record.merchant === identity.merchant &&
      record.source === identity.source &&
      record.account === identity.account &&
      record.kind === identity.kind
    return { identity: equal ? record : identity, content: contents[index] as string }
  }
}
