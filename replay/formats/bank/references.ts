/** What of a bank line's texts may be kept: ids, and words that look like ids. Names and account numbers stay behind. */

import { normaliseReference } from '../../../harness/model/record.ts'
import { isDigit, isLetter, plainText } from '../personal/number-signs.ts'
import { mayBePersonal, personalNumbers, piecesOf } from '../personal/personal-text.ts'

/** References of one line that are kept: real lines have fewer than ten. */
const referencesMax = 200

/** Named ids, then those words of the free text that hold a digit and are not a person's, with and without what is written against them; each once, in the file's order. */
export function referencesOf(named: readonly string[], remittance: readonly string[]): string[] {
  const found: string[] = []
  for (const text of named) add(found, text)
  const text = remittance.length === 1 ? (remittance[0] ?? '') : joined(remittance)
  const isPlain = !mayBePersonal(text) || (plain.test(text) && personalNumbers(text).length === 0)
  if (isPlain) addPlainWords(found, text)
  else addWords(found, text)
  return found
}

/** Banks cut texts where a line ends: a number may begin in one, even with its letters alone, and end in the next. Without a digit nothing is kept. */
function joined(texts: readonly string[]): string {
  return texts.some((part) => /\d/.test(part)) ? texts.join('\n') : ''
}

/** ASCII without an `@`, and the line ends between texts. */
const plain = /^[\n -?A-~]*$/

function addWords(found: string[], text: string): void {
  for (const { kind, from, to } of piecesOf(plainText(text))) {
    if (kind !== 'word') continue
    const word = text.slice(from, to)
    if (/\d/.test(word)) addWord(found, word)
  }
}

/** American banks print the label of a field against its value: `ID:ST-A1B2C3`, `TRACE#:111000025555555`. An address (`https://…`) is no label. */
const labelled = /^[A-Za-z][A-Za-z#._-]*:(?!\/)(.*\d.*)$/
/** Between texts that banks write without a blank: `PAYOUT/po_1/STRIPE`, `STRIPE*po_1`, `ref=po_1;inv=7`, `SEPA_TRANSFER:po_1:STRIPE`. */
const partings = /[/=*;,|>:\\]/
const outerSigns = /^[^A-Za-z\d\u0080-\uffff]+|[^A-Za-z\d\u0080-\uffff]+$/g
/** A date's parts and other short numbers are everybody's: they name nothing. */
const partPattern = /(?=.*\d)(?=.*[A-Za-z])^.{4,}$|\d{6}/

/**
 * The word as it stands, without the signs at its ends (`(po_1)`, `po_1,`), what stands behind its label, and its parts that look like ids: a payout may be
 * called any of them.
 */
function addWord(found: string[], word: string): void {
  add(found, word)
  const bare = word.replace(outerSigns, '')
  addHolding(found, bare)
  addHolding(found, labelled.exec(bare)?.[1])
  if (isAddress.test(bare) || !partings.test(bare)) return
  for (const part of bare.split(partings)) {
    const value = part.replace(outerSigns, '')
    if (partPattern.test(value)) add(found, value)
  }
}

const isAddress = /^[a-z]+:\/\//i

function addHolding(found: string[], text: string | undefined): void {
  if (text !== undefined && /\d/.test(text)) add(found, text)
}

/** The same for what nearly all texts are, in one look at each character: their words are normal as they stand, and nobody's. */
function addPlainWords(found: string[], text: string): void {
  let [from, hasDigit, hasSign] = [0, false, false]
  for (let at = 0; at <= text.length; at++) {
    const code = at === text.length ? 0x20 : text.charCodeAt(at)
    if (code > 0x20) {
      hasDigit ||= isDigit(code)
      hasSign ||= isSign(code)
      continue
    }
    if (hasSign && hasDigit) addWord(found, text.slice(from, at))
    else if (hasDigit) addNormal(found, text.slice(from, at))
    from = at + 1
    hasDigit = false
    hasSign = false
  }
}

/** Of ASCII. */
function isSign(code: number): boolean {
  return !isDigit(code) && !isLetter(code)
}

function add(found: string[], text: string): void {
  if (text === '') return
  const reference = normaliseReference(text)
  if (reference !== undefined) addNormal(found, reference)
}

function addNormal(found: string[], reference: string): void {
  // A line has a handful of them: looking through is faster than a set.
  if (found.length < referencesMax && !found.includes(reference)) found.push(reference)
}
