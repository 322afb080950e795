/** Amounts as XML Schema writes them (`xs:decimal`): `.50`, `100.` and `007.5` are numbers too. Rounds nothing. */

import { parseMajor, type ParsedAmount } from '../../../harness/model/money.ts'
import { looseAmount } from '../bank/loose-amount.ts'

/** Minor units of such a text; the strict notation of money asks for digits on both sides of the point. A comma is never one. */
export function parseDecimal(text: string, exponent: number): ParsedAmount {
  const strict = text.includes(',') ? undefined : looseAmount(text)
  return parseMajor(strict ?? text, { exponent })
}
