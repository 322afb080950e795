/** camt messages with other words between their tags, and in what is no element. Tags, amounts, dates and codes stay. */

import { blankedComment, mappedDeclaration, mappedMarkup, mappedWhole } from './markup.ts'
import { isAnyOf, isCurrency, isFigure, isOneOf } from './own-words.ts'
import type { WordMap } from './pseudonyms.ts'
import { rewriteStatementText } from './rewrite-mt940.ts'
import { mappedWords, type FieldClass, type IsOwn } from './words.ts'

/** Telephone numbers end in `Nb` too, and a birthday is a date. */
const figurePattern = /^(?:\w*Amt|Sum|\w*Rate|(?!Birth)\w*Dt|\w*DtTm|ElctrncSeqNb|LglSeqNb|PgNb|NbOfNtries|NbOfTxs|NbOfDays)$/
const codes = new Set([
  'Cd',
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
  'Incl',
  'FcstInd',
  'ComssnWvrInd',
  'Br',
  'ChrgBr',
])
/** Names of messages that an entry or a statement goes back to. */
const messageNames = new Set(['MsgNmId', 'OrgnlMsgNmId'])
const texts = new Set(['Ustrd', 'AddtlRmtInf', 'AddtlStmtInf', 'AddtlNtfctnInf', 'Ref'])
/** What MT940 has in `:86:`, and written as there. */
const statementTexts = new Set(['AddtlTxInf', 'AddtlNtryInf'])

/** Codes of ISO's lists have four characters at the most; a bank's own may say anything. */
const isStatus = isOneOf('BOOK BOOKED PDNG PENDING INFO FUTR')
const isCode = isAnyOf(isCurrency, (text) => /^(?:[A-Z][A-Z0-9]{3}|true|false|[01])$/.test(text))

const isMessageName: IsOwn = (text) => /^[a-z]{4}\.\d{3}\.\d{3}\.\d{2}$/.test(text)

const tokenPattern = /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|<[^>]*(?:>|$)|[^<]+/g

export function rewriteXml(text: string, map: WordMap): string {
  let element = ''
  return text.replace(tokenPattern, (token: string, cdata: string | undefined) => {
    if (token.startsWith('<!--')) return blankedComment(token)
    if (token.startsWith('<?')) return mappedDeclaration(token, map)
    if (cdata !== undefined) return token.replace(cdata, () => mappedContent(cdata, element, map))
    if (!token.startsWith('<')) return mappedContent(token, element, map)
    const name = /^<([A-Za-z][\w.:-]*)/.exec(token)?.[1]
    const local = name === undefined ? '' : name.slice(name.indexOf(':') + 1)
    // Behind an end tag stands the text of nothing. A status in a bank's own word decides whether money moved.
    if (element !== 'Sts' || local !== 'Prtry') element = local
    return rewriteTag(token, map)
  })
}

function mappedContent(text: string, element: string, map: WordMap): string {
  if (statementTexts.has(element)) return mappedWhole(text, (plain) => rewriteStatementText(plain, map))
  return mappedMarkup(text, classOf(element), map)
}

/** Declarations of types and entities are refused by their names when the file is read, which stay. */
const tagHead = /^<(?:\/?[A-Za-z][\w.:-]*|!(?:DOCTYPE|ENTITY)?)/
const attributePattern = /([A-Za-z][\w.:-]*\s*=\s*)("[^"]*"|'[^']*')|[^\s<>/"'=]+/g

function rewriteTag(tag: string, map: WordMap): string {
  const head = tagHead.exec(tag)?.[0] ?? '<'
  return (
    head +
    tag.slice(head.length).replace(attributePattern, (whole, name: string | undefined, value: string) => {
      if (name === undefined) return mappedWords(whole, map)
      return name + (/^Ccy\b/.test(name) && isCurrency(value.slice(1, -1)) ? value : mappedNames(value, map))
    })
  )
}

/** Namespaces of ISO and of XML itself, names of messages, and of their schemas. */
const standardName =
  /((?:urn:iso:std:iso:20022:tech:xsd:)?[a-z]{4}\.\d{3}\.\d{3}\.\d{2}(?:\.xsd)?(?![\w.])|https?:\/\/www\.w3\.org\/[\w/.-]*)/

function mappedNames(value: string, map: WordMap): string {
  return value
    .split(standardName)
    .map((piece, at) => (at % 2 === 1 ? piece : mappedWords(piece, map)))
    .join('')
}

function classOf(element: string): FieldClass {
  if (codes.has(element)) return isCode
  if (element === 'Sts') return isStatus
  if (messageNames.has(element)) return isMessageName
  if (texts.has(element)) return 'text'
  return figurePattern.test(element) ? isFigure : 'id'
}
