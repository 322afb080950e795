/** What XML and OFX have in common: text with characters by number, and declarations. Knows no tags. */

import { mappedField, mappedWords, plainLetter, type FieldClass } from './words.ts'
import type { WordMap } from './pseudonyms.ts'

const charByNumber = /&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi

/** Letters and digits by number become plain ones, to be replaced with their word. Entities that stay part words, as signs do. */
export function mappedMarkup(text: string, fieldClass: FieldClass, map: WordMap): string {
  if (text.trim() === '') return text
  return withPlainLetters(text)
    .split(/(&#?\w+;)/)
    .map((piece, at) => (at % 2 === 1 ? piece : mappedField(piece, fieldClass, map)))
    .join('')
}

/** The same for a text that has to be looked at whole: `mapText` sees one sign that is no letter for each entity that stays. */
export function mappedWhole(text: string, mapText: (plain: string) => string): string {
  const entities: string[] = []
  const plain = withPlainLetters(text).replace(/&#?\w+;/g, (entity) => {
    entities.push(entity)
    return signForEntity
  })
  return mapText(plain).replaceAll(signForEntity, () => entities.shift() ?? '')
}

/** XML and OFX may not have it. */
const signForEntity = '\u0001'

function withPlainLetters(text: string): string {
  return text.replace(charByNumber, (whole, hex: string | undefined, decimal: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    const char = code > 0x10_ff_ff ? '' : String.fromCodePoint(code).normalize('NFKC')
    if (/^[A-Za-z0-9]$/.test(char)) return char
    return /^[\p{L}\p{N}\p{M}]+$/u.test(char) ? plainLetter(char) : whole
  })
}

/** Nothing of it is needed, but where it begins and ends. */
export function blankedComment(comment: string): string {
  return comment.replace(/[^ \t\r\n<>!-]/g, '.')
}

/** Marks of declarations and headers, and those of their values that say nothing of anybody. */
const ownDeclarations = new RegExp(
  [
    String.raw`<\?(?:xml|OFX)(?=\s)`,
    String.raw`\bversion\s*=\s*["']\d\.\d["']|\bencoding\s*=\s*["'][\w-]{1,20}["']|\bstandalone\s*=\s*["'](?:yes|no)["']`,
    String.raw`(?:OFXHEADER|VERSION)\s*[:=]\s*["']?\d{3}(?!\d)|DATA\s*:\s*OFXSGML|SECURITY\s*[:=]\s*["']?(?:NONE|TYPE1)`,
    String.raw`ENCODING\s*:\s*(?:USASCII|UNICODE|UTF-?8)|CHARSET\s*:\s*(?:NONE|UTF-?8|ISO-?8859-?\d{1,2}|8859-?\d{1,2}|\d{4}(?!\d))|COMPRESSION\s*:\s*NONE`,
    String.raw`(?:OLD|NEW)FILEUID\s*[:=]\s*["']?(?:NONE)?`,
  ].join('|'),
  'gi',
)

/** A declaration, or the head of an OFX file, with other words for what it says of its own. */
export function mappedDeclaration(text: string, map: WordMap): string {
  let [mapped, from] = ['', 0]
  for (const { index, 0: own } of text.matchAll(ownDeclarations)) {
    mapped += mappedWords(text.slice(from, index), map) + own
    from = index + own.length
  }
  return mapped + mappedWords(text.slice(from), map)
}
