/** camt messages with other words between their tags. Tags, attributes, amounts, dates and codes stay. */

import type { WordMap } from './pseudonyms.ts'
import { mappedField, type FieldClass } from './words.ts'

/** Telephone numbers end in `Nb` too, and a birthday is a date. */
const figurePattern = /^(?:\w*Amt|Sum|\w*Rate|(?!Birth)\w*Dt|\w*DtTm|ElctrncSeqNb|LglSeqNb|PgNb|NbOfNtries|NbOfTxs)$/
const codes = new Set([
  'Cd',
  'Sts',
  'CdtDbtInd',
  'RvslInd',
  'Ccy',
  'SrcCcy',
  'TrgtCcy',
  'UnitCcy',
  'CpyDplctInd',
  'LastPgInd',
  'BtchBookg',
  'SubFmlyCd',
  'ChrgInclInd',
])
const texts = new Set(['Ustrd', 'AddtlTxInf', 'AddtlNtryInf', 'AddtlStmtInf', 'AddtlNtfctnInf', 'Ref'])

const tokenPattern = /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|<[^>]*>|[^<]+/g

export function rewriteXml(text: string, map: WordMap): string {
  let element = ''
  return text.replace(tokenPattern, (token: string, cdata: string | undefined) => {
    if (token.startsWith('<!--')) return token.replace(/[^\s<>!-]/g, '.')
    if (cdata !== undefined) return token.replace(cdata, () => mappedPieces(cdata, element, map))
    if (!token.startsWith('<')) return mappedPieces(token, element, map)
    const name = /^<([A-Za-z][\w.:-]*)/.exec(token)?.[1]
    const local = name === undefined ? '' : name.slice(name.indexOf(':') + 1)
    // Behind an end tag stands the text of nothing. A status in a bank's own word decides whether money moved.
    if (element !== 'Sts' || local !== 'Prtry') element = local
    return token
  })
}

/** Entities stay: what they stand for parts words, as a sign does. */
function mappedPieces(text: string, element: string, map: WordMap): string {
  if (text.trim() === '') return text
  const fieldClass = classOf(element)
  return text
    .split(/(&#?\w+;)/)
    .map((piece, at) => (at % 2 === 1 ? piece : mappedField(piece, fieldClass, map)))
    .join('')
}

function classOf(element: string): FieldClass {
  if (codes.has(element)) return 'code'
  if (texts.has(element)) return 'text'
  return figurePattern.test(element) ? 'figure' : 'id'
}
