/** OFX files, SGML or XML, with other words behind their tags and in their head. Tags, amounts, dates and types stay. */

import { isBalanceText } from '../formats/ofx/balance-lines.ts'
import { blankedComment, mappedDeclaration, mappedMarkup } from './markup.ts'
import { isCode, isTag } from './ofx-vocabulary.ts'
import { isAnyOf, isFigure } from './own-words.ts'
import type { WordMap } from './pseudonyms.ts'
import { mappedWords, type FieldClass } from './words.ts'

const figurePattern = /^(?:DT.*|TRNAMT|BALAMT|CURRATE)$/
const codes = new Set(['TRNTYPE', 'CURDEF', 'CURSYM', 'ACCTTYPE', 'CODE', 'SEVERITY', 'LANGUAGE', 'CORRECTACTION'])
const texts = new Set(['NAME', 'MEMO', 'MESSAGE', 'EXTDNAME'])

/** A date's zone stands in brackets, more or less: `20260108120000[-5:EST]`. */
const datePattern = /^\d{8}(?:\d{0,6}(?!\d))(?:\.\d{1,9}(?!\d))?[^\w<>]*(?:\d{0,4}[^\w<>]*){0,2}(?:[A-Z]{1,5}[^\w<>]*)?$/
const isFigureOrDate = isAnyOf(isFigure, (text) => datePattern.test(text))

const special = String.raw`<!--|<\?|<!\[CDATA\[|\]\]>`
const tag = String.raw`<[/!]?[A-Za-z][^<>]*>`
const tokenPattern = new RegExp(
  String.raw`<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)|(${tag})|<!\[CDATA\[|\]\]>|(?:(?!${tag}|${special})[\s\S])+`,
  'g',
)

export function rewriteOfx(text: string, map: WordMap): string {
  // The header of SGML is made of keys and values of its own.
  const begin = Math.max(0, text.search(/<OFX/i))
  let element = ''
  return (
    rewriteHead(text.slice(0, begin), map) +
    text.slice(begin).replace(tokenPattern, (token: string, whole: string | undefined) => {
      if (token.startsWith('<!--')) return blankedComment(token)
      if (token.startsWith('<?')) return mappedDeclaration(token, map)
      if (token === '<![CDATA[' || token === ']]>') return token
      // By these words a reader knows that no money moved.
      if (whole === undefined && texts.has(element) && isBalanceText(token)) return token
      if (whole === undefined) return mappedMarkup(token, classOf(element), map)
      const [head = '', mark, name = ''] = /^<([/!]?)([A-Za-z][\w.]*)/.exec(whole) ?? []
      element = mark === '' ? name.toUpperCase() : ''
      // What is no tag of OFX's may be a word in angles, such as a mail address; so may what stands behind one.
      return isTag(name) ? head + mappedWords(token.slice(head.length), map) : mappedWords(token, map)
    })
  )
}

function rewriteHead(head: string, map: WordMap): string {
  return head
    .split(/(<!--[\s\S]*?(?:-->|$))/)
    .map((piece, at) => (at % 2 === 1 ? blankedComment(piece) : mappedDeclaration(piece, map)))
    .join('')
}

function classOf(element: string): FieldClass {
  if (codes.has(element)) return isCode
  if (texts.has(element)) return 'text'
  return figurePattern.test(element) ? isFigureOrDate : 'id'
}
