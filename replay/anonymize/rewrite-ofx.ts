/** OFX files, SGML or XML, with other words behind their tags. Tags, header, amounts, dates and types stay. */

import type { WordMap } from './pseudonyms.ts'
import { mappedField, type FieldClass } from './words.ts'

const figurePattern = /^(?:DT.*|TRNAMT|BALAMT|CURRATE)$/
const codes = new Set(['TRNTYPE', 'CURDEF', 'CURSYM', 'ACCTTYPE', 'CODE', 'SEVERITY', 'LANGUAGE', 'CORRECTACTION'])
const texts = new Set(['NAME', 'MEMO', 'MESSAGE', 'EXTDNAME'])

const tokenPattern = /<[/?!]?[A-Za-z][^<>]*>|<!\[CDATA\[|\]\]>|(?:(?!<[/?!]?[A-Za-z][^<>]*>|<!\[CDATA\[|\]\]>)[\s\S])+/g

export function rewriteOfx(text: string, map: WordMap): string {
  // The header of SGML is made of keys and values of its own.
  const begin = Math.max(0, text.search(/<OFX/i))
  let element = ''
  return (
    text.slice(0, begin) +
    text.slice(begin).replace(tokenPattern, (token) => {
      const tag = /^<([/?!]?)([A-Za-z][\w.]*)/.exec(token)
      if (tag !== null) {
        element = tag[1] === '' ? (tag[2] ?? '').toUpperCase() : ''
        return token
      }
      if (token === '<![CDATA[' || token === ']]>' || token.trim() === '') return token
      return token
        .split(/(&#?\w+;)/)
        .map((piece, at) => (at % 2 === 1 ? piece : mappedValue(piece, classOf(element), map)))
        .join('')
    })
  )
}

/** A date's zone stands in brackets, more or less: `20260108120000[-5:EST]`. */
function mappedValue(text: string, fieldClass: FieldClass, map: WordMap): string {
  if (fieldClass === 'figure' && /^\s*\d{8}(?:\d{0,6}(?!\d))[^\w<>]*(?:\d{0,4}[^\w<>]*){0,2}(?:[A-Z]{1,5}[^\w<>]*)?$/.test(text))
    return text
  return mappedField(text, fieldClass, map)
}

function classOf(element: string): FieldClass {
  if (codes.has(element)) return 'code'
  if (texts.has(element)) return 'text'
  return figurePattern.test(element) ? 'figure' : 'id'
}
