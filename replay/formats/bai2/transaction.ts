/** The transaction detail record 16 of BAI2 (formats.md §8). Reads one record and knows nothing of its account. */

import type { RowProblem } from '../reading.ts'
import { shownValue } from '../shown-value.ts'
import { fundsFieldCount, readInteger } from './account-summary.ts'

export type Bai2Transaction =
  | {
      readonly kind: 'transaction'
      /** As written, without a sign. */
      readonly amountMinor: bigint
      /** Money in is positive. */
      readonly netMinor: bigint
      readonly bankReference: string
      readonly customerReference: string
      readonly texts: readonly string[]
    }
  /** Type 890: says something, moves nothing. */
  | { readonly kind: 'information' }
  | { readonly kind: 'problem'; readonly problem: RowProblem; readonly amountMinor: bigint | undefined }

/** `type, amount, funds type…, bank reference, customer reference, text`. */
export function readTransaction(fields: readonly string[]): Bai2Transaction {
  const typeCode = (fields[0] ?? '').trim()
  const amountText = (fields[1] ?? '').trim()
  const amountMinor = readInteger(amountText)
  if (typeCode === '890' && (amountText === '' || amountMinor === 0n)) return { kind: 'information' }
  if (amountMinor === undefined || amountText.startsWith('-')) {
    const value = amountText === '' ? undefined : shownValue(amountText, 'amount')
    const expected = 'an integer of minor units without a sign'
    return {
      kind: 'problem',
      amountMinor,
      problem: { reason: 'amount', field: '16 amount', expected, ...(value === undefined ? {} : { value }) },
    }
  }
  // `59,95`: a comma parts fields, so that the cents would be a funds type. Those have one letter or digit.
  const fundsType = (fields[2] ?? '').trim()
  if (/^\d{2,3}$/.test(fundsType)) {
    const value = shownValue(`${amountText},${fundsType}`, 'amount')
    const expected = 'an integer of minor units, without a comma'
    return {
      kind: 'problem',
      amountMinor: undefined,
      problem: { reason: 'amount', field: '16 amount', expected, ...(value === undefined ? {} : { value }) },
    }
  }
  const sign = signOf(typeCode)
  if (sign === undefined) {
    const value = shownValue(typeCode, 'count')
    const expected = 'a type code from 100 to 699 or from 920 to 999, whose direction is known'
    return {
      kind: 'problem',
      amountMinor,
      problem: { reason: 'kind', field: '16 type', expected, ...(value === undefined ? {} : { value }) },
    }
  }
  const from = 3 + fundsFieldCount(fields, 2)
  return {
    kind: 'transaction',
    amountMinor,
    netMinor: sign * amountMinor,
    bankReference: (fields[from] ?? '').trim(),
    customerReference: (fields[from + 1] ?? '').trim(),
    texts: fields.slice(from + 2).filter((text) => !isOfOtherParty(text)),
  }
}

/**
 * 100 to 399 are credits, 400 to 699 debits; so are a bank's own from 920 and from 960 on (BAI's Cash Management Balance Reporting Specifications, version 2,
 * Appendix A). The others are loans and states.
 */
function signOf(typeCode: string): bigint | undefined {
  if (!/^\d{3}$/.test(typeCode)) return undefined
  if ((typeCode >= '100' && typeCode <= '399') || (typeCode >= '920' && typeCode <= '959')) return 1n
  return (typeCode >= '400' && typeCode <= '699') || typeCode >= '960' ? -1n : undefined
}

/** Labels that banks put before names, accounts, banks and addresses of the other party. */
export const otherPartyLabel =
  /^\s*(?:[CD](?:ACT|ABA|BIC|RNM|CID|BNM)|[CD]?RNM|DBNM|CRNM|IDNM|PY|OB|BO\d?|BI|ORG(?: ADDRESS)?|BNF(?: (?:ID|NAME|ADDRESS))?|SENDER (?:BNK|ID)|REC (?:FI|ID)|ACCOUNT)\s*:/i

function isOfOtherParty(text: string): boolean {
  return otherPartyLabel.test(text)
}
