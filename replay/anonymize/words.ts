/** Text as words and what stands between them. Lengths never change, so that whatever is counted in characters stays where it is. */

import { currencyExponent } from '../../harness/model/currency.ts'
import { plainChar } from '../formats/personal/number-signs.ts'
import { isPersonal, piecesOf } from '../formats/personal/personal-text.ts'
import type { WordMap } from './pseudonyms.ts'

/** Letters and digits, and what holds an id together; a byte above ASCII is part of a letter. */
const wordPattern = /[A-Za-z0-9\u0080-\uffff]+(?:[_-]+[A-Za-z0-9\u0080-\uffff]+)*/g

/** Each word another; signs and blanks stay. */
export function mappedWords(text: string, map: WordMap): string {
  return text.replace(wordPattern, (word) => map(plainLetters(word)))
}

/** An account as statements name it: some banks write its currency behind it, and that stays. */
export function mappedAccount(text: string, map: WordMap): string {
  const [ending = '', currency] = /\s([A-Z]{3})\s*$/.exec(text) ?? []
  if (currency === undefined || currencyExponent(currency) === undefined) return mappedWords(text, map)
  return mappedWords(text.slice(0, text.length - ending.length), map) + ending
}

/** The same for free text. Account and card numbers and mail addresses do not get another: they are struck out, and what touches them. */
export function mappedText(text: string, map: WordMap): string {
  return piecesOf(charsInPlace(text))
    .map(({ from, to, kind }) => {
      const piece = text.slice(from, to)
      if (kind === 'personal') return piece.replace(/[A-Za-z0-9\u0080-\uffff]/g, 'X')
      return kind === 'blank' ? piece : mappedWords(piece, map)
    })
    .join('')
}

/** A letter above ASCII, or a byte of one, becomes a plain letter: which one hangs on it. */
function plainLetters(word: string): string {
  return word.replace(/[\u0080-\uffff]/g, plainLetter)
}

/** The letter of ASCII that stands for another. */
export function plainLetter(char: string): string {
  return String.fromCharCode(0x61 + ((char.codePointAt(0) ?? 0) % 26))
}

/** Letters of UTF-8, as their bytes. */
const utf8Bytes = /[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3}/g

/** Text that has a character for each byte with the characters that the bytes mean, each in the place of its bytes. */
function charsInPlace(bytes: string): string {
  return bytes.replace(utf8Bytes, (char) => plainChar(Buffer.from(char, 'latin1').toString(), char.length))
}

/** Knows what belongs into a place as the format's own: an amount, a code, the name of a column. */
export type IsOwn = (text: string) => boolean

/** What a place in a file holds. `drop`: nothing that a reader needs. */
export type FieldClass = 'id' | 'text' | 'drop' | IsOwn

/**
 * A field as its class asks. What is not the format's own has slipped into a wrong place, and may be anything: its words are
 * replaced, so that it stays as wrong as it was.
 */
export function mappedField(text: string, fieldClass: FieldClass, map: WordMap): string {
  if (typeof fieldClass === 'function') return fieldClass(text.trim()) && !isPersonal(text) ? text : mappedWords(text, map)
  if (fieldClass === 'text') return mappedText(text, map)
  // Lines are counted.
  return fieldClass === 'drop' ? text.replace(/[^\r\n]+/g, '') : mappedWords(text, map)
}
