/** Text as words and what stands between them. Lengths never change, so that whatever is counted in characters stays where it is. */

import { isPersonal } from '../formats/personal/personal-text.ts'
import type { WordMap } from './pseudonyms.ts'

/** Letters and digits, and what holds an id together; a byte above ASCII is part of a letter. */
const wordPattern = /[A-Za-z0-9\u0080-\uffff]+(?:[_-]+[A-Za-z0-9\u0080-\uffff]+)*/g

/** Each word another; signs and blanks stay. */
export function mappedWords(text: string, map: WordMap): string {
  return text.replace(wordPattern, (word) => map(plainLetters(word)))
}

/** The same for free text. Account and card numbers and mail addresses do not get another: they are struck out. */
export function mappedText(text: string, map: WordMap): string {
  return text
    .split(/(\s+)/)
    .map((piece) => (isPersonal(piece) ? piece.replace(/[A-Za-z0-9\u0080-\uffff]/g, 'X') : mappedWords(piece, map)))
    .join('')
}

/** A letter above ASCII, or a byte of one, becomes a plain letter: which one hangs on it. */
function plainLetters(word: string): string {
  return word.replace(/[\u0080-\uffff]/g, (char) => String.fromCharCode(0x61 + (char.charCodeAt(0) % 26)))
}

/** What a place in a file holds. `figure`: amounts, dates, counts. `code`: a word of the format's own. `keep`: names of columns. */
export type FieldClass = 'keep' | 'figure' | 'code' | 'id' | 'text' | 'drop'

const figurePattern = /^[-+(]?[$\u20ac\u00a3\u00a5]?[\d.,:/\-+TZ' )]*(?:UTC)?$/
const codePattern = /^[\w /.+:-]{0,40}$/
/** A card number's length: no amount and no date has as many digits in one go, but behind a point. */
const numberPattern = /(?<![.,\d])\d{13}/

/**
 * A field as its class asks. What does not look like its class has slipped into a wrong place, and may be anything: its words are
 * replaced, so that it stays as wrong as it was.
 */
export function mappedField(text: string, fieldClass: FieldClass, map: WordMap): string {
  switch (fieldClass) {
    case 'keep':
      return text
    case 'drop':
      // Lines are counted.
      return text.replace(/[^\r\n]+/g, '')
    case 'text':
      return mappedText(text, map)
    case 'id':
      return mappedWords(text, map)
    case 'figure':
      return figurePattern.test(text.trim()) && !numberPattern.test(text) ? text : mappedWords(text, map)
    default:
      return codePattern.test(text.trim()) && !numberPattern.test(text) ? text : mappedWords(text, map)
  }
}
