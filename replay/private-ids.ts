/** Ids that tell of a person, as words of this run alone: equal where they were equal, and not to be had back. Knows no format. */

import { createHmac } from 'node:crypto'
import type { CanonicalRecord } from '../harness/model/record.ts'
import { madeIdPrefix } from './formats/made-id.ts'
import { isPersonal } from './formats/personal/personal-text.ts'

/** Bytes of the key, which is forgotten with the run: nobody can try whose name gives which word. */
export const privateKeyBytes = 32

/** Hexadecimal digits that are kept: enough that no two ids of any history meet. */
const wordDigits = 32

/** The names of owners are among them: a ledger's column may say which seller it was by a mail address. */
const idFields = ['tenant', 'merchant', 'account', 'recordId', 'ref', 'parentRef', 'payoutRef', 'traceRef'] as const

export interface PrivateIds {
  /** An id as records have it, for whatever is looked up by one. */
  readonly idOf: (id: string) => string
  readonly recordOf: (record: CanonicalRecord) => CanonicalRecord
}

/**
 * Gives records whose ids, references and owners may leave the parser. One that is or holds a mail address, an account number or a card number
 * becomes `hmac-…`; so does an id that was made of a row's text, which anybody could make again from a guess at the text. The same id gives the
 * same word throughout, so whatever matched still matches.
 */
export function privateIds(key: Uint8Array): PrivateIds {
  const wordFor = (id: string): string => createHmac('sha256', key).update(id).digest('hex').slice(0, wordDigits)
  const replaced = (id: string): string => (isPersonal(id) ? `hmac-${wordFor(id)}` : id)
  const recordOf = (record: CanonicalRecord): CanonicalRecord => {
    let changed: { -readonly [Name in keyof CanonicalRecord]?: CanonicalRecord[Name] } | undefined
    for (const field of idFields) {
      const id = record[field]
      if (id === undefined) continue
      const isMade = field === 'recordId' && id.startsWith(madeIdPrefix)
      const own = isMade ? `${madeIdPrefix}${wordFor(id)}` : replaced(id)
      if (own !== id) (changed ??= {})[field] = own
    }
    if (record.references?.some(isPersonal) === true) (changed ??= {}).references = record.references.map(replaced)
    return changed === undefined ? record : { ...record, ...changed }
  }
  return { idOf: replaced, recordOf }
}
