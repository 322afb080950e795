/** The texts of `:86:` in their dialects: what of them names a payment. Names, accounts and mandates are never given back. */

/** Lines are cut at this length, in the middle of words. */
const wrapChars = 65
/** So are the German subfields. */
const subfieldChars = 27

/** German subfields (`?20`), slash codes (`/EREF/`), or text that only a person understands. */
export type DetailsDialect = 'subfields' | 'slash codes' | 'plain text'

/** Adds what one `:86:` with its continuation lines says, and tells in which dialect it does. */
export function readDetails(lines: readonly string[], references: string[], remittance: string[]): DetailsDialect {
  const { text, signAt } = jointOf(lines)
  if (signAt !== undefined) {
    readPurpose(purposeOf(text, signAt), references, remittance)
    return 'subfields'
  }
  if (/^\/[A-Z]{2,8}\//.test(text)) {
    readSlashed(text, references, remittance)
    return 'slash codes'
  }
  remittance.push(text)
  return 'plain text'
}

/**
 * Texts of a `:NS:` behind a statement line, where banks of Switzerland, Liechtenstein and Hungary say what others do in `:86:`: a code of two digits begins each
 * line, 01 to 14 the purpose, 15 and 16 the other party's name, 33 and 34 its bank and account, others the booking.
 */
export function ownTexts(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const [, text = ''] = /^(?:0[1-9]|1[0-4])(.*)$/.exec(line) ?? []
    return text.trim() === '' ? [] : [text.trim()]
  })
}

/** The code that begins a line of `:NS:`. */
export const ownCode = /^\d\d/

/**
 * Where the sign stands that begins every subfield: behind a code of three digits (German banks), or of three letters or none where the text has at
 * least two subfields (`>20…>31…`, `TBB+00…+21…`: Polish and Bulgarian banks). Undefined for other texts.
 */
export function subfieldsAt(text: string): number | undefined {
  if (/^\d{3}[^\dA-Za-z\s/]\d\d/.test(text)) return 3
  const [, code = '', sign = ''] = /^([A-Z]{3})?([>+~^?<|])(?:00|10|20)/.exec(text) ?? []
  if (sign === '') return undefined
  const rest = text.slice(code.length + 3)
  return rest
    .split(sign)
    .slice(1)
    .some((field) => /^(?:[12]\d|3[0-4]|6[0-3])/.test(field))
    ? code.length
    : undefined
}

/** Whether a blank belongs between two pieces of a text. */
export type HasBlank = (before: string, next: string) => boolean

/** The lines of one `:86:` as one text. */
interface Joint {
  readonly hasBlank: HasBlank
  /** Without blanks at its ends. */
  readonly text: string
  /** Where in it the sign of its subfields stands, if it has any. */
  readonly signAt: number | undefined
}

/** How the lines of one `:86:` belong together. */
export function jointOf(lines: readonly string[]): Joint {
  // The sign is known from the first line; whether it is one, and not any sign of a text, from all.
  const [, german, other] = beginningPattern.exec(lines[0] ?? '') ?? []
  const sign = german ?? other
  if (sign !== undefined) {
    const hasBlank = hasBlankInSubfields(sign)
    const text = joined(lines, hasBlank).trim()
    const signAt = subfieldsAt(text)
    if (signAt !== undefined) return { hasBlank, text, signAt }
  }
  const width = widthOf(lines)
  const hasBlank: HasBlank = (before) => before.length !== width
  return { hasBlank, text: joined(lines, hasBlank).trim(), signAt: undefined }
}

const beginningPattern = /^\s*(?:\d{3}([^\dA-Za-z\s/])|(?:[A-Z]{3})?([>+~^?<|]))/

/** A full line was cut anywhere; any other ended by itself, so a blank belongs behind it. */
function widthOf(lines: readonly string[]): number {
  const [first = 0, ...others] = lines.slice(0, -1).map(({ length }) => length)
  // A bank that writes longer lines than the standard may cut them where it likes, or not at all.
  return first > wrapChars && others.length > 0 && others.every((length) => length === first) ? first : wrapChars
}

/**
 * Subfields end at the next sign and never with a line, which may end anywhere in them (DFÜ-Abkommen, Anlage 3, 8.2.5: `?20Miete Novem`, `ber?30…`), also
 * between the sign and its code. A blank is missing only where one that stood last was cut off.
 */
function hasBlankInSubfields(sign: string): HasBlank {
  return (before, next) => {
    if (before.length !== wrapChars - 1 || next.startsWith(sign)) return false
    const signAt = before.lastIndexOf(sign)
    return signAt === -1 || !/^\d?$/.test(before.slice(signAt + 1))
  }
}

/** A full subfield goes on in the next. */
export const hasBlankBehindSubfield: HasBlank = (before) => before.length < subfieldChars

function joined(pieces: readonly string[], hasBlank: HasBlank): string {
  let [text = ''] = pieces
  for (let index = 1; index < pieces.length; index++) {
    const piece = pieces[index] ?? ''
    text += hasBlank(pieces[index - 1] ?? '', piece) ? ` ${piece}` : piece
  }
  return text
}

/**
 * `?00 … ?20 … ?29 ?60 … ?63`: the purpose is ?20 to ?29 and ?60 to ?63; ?30 to ?33 are the other party's bank, account and name.
 * The sign at `signAt` begins every subfield. In German ones ?00 is the kind of booking, in others a text as well.
 */
function purposeOf(text: string, signAt: number): string {
  const sign = text.charAt(signAt)
  const isGerman = signAt === 3 && isDigitCode(text.charCodeAt(0))
  const purpose: string[] = []
  for (let at = signAt + 1; at <= text.length;) {
    const found = text.indexOf(sign, at)
    const end = found === -1 ? text.length : found
    const [tens, ones] = [digitAt(text, at, end), digitAt(text, at + 1, end)]
    const isCode = tens !== -1 && ones !== -1
    const isPurpose = tens === 2 || (tens === 6 && ones <= 3) || (tens === 0 && ones === 0 && !isGerman)
    if (isCode && isPurpose) purpose.push(isFilled(text, at + 2, end) ? text.slice(at + 2, end) : '')
    // The sign stood in a text by itself.
    else if (!isCode && purpose.length > 0) purpose.push((purpose.pop() ?? '') + text.slice(at - 1, end))
    at = end + 1
  }
  return joined(purpose, hasBlankBehindSubfield)
}

/** Polish banks fill empty subfields with a byte FF: a no-break space of code page 852, `ÿ` or `˙` in those that texts are read in. */
export const filler = /^[\u00a0\u00ff\u02d9]\s*$/

function isFilled(text: string, from: number, end: number): boolean {
  return text.charCodeAt(from) < 0xa0 || !filler.test(text.slice(from, end))
}

function isDigitCode(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** -1 where there is none. */
function digitAt(text: string, at: number, end: number): number {
  const digit = at < end ? text.charCodeAt(at) - 0x30 : -1
  return digit <= 9 ? Math.max(digit, -1) : -1
}

const purposeKeys: ReadonlySet<string> = new Set(
  'EREF KREF MREF CRED DEBT COAM OAMT SVWZ ABWA ABWE IBAN BIC PURP ANAM RREF RETP'.split(' '),
)
export const purposeKey = new RegExp(`(?:^|\\s|(?<=[^A-Z]))(${[...purposeKeys].join('|')})\\+`)
const purposeReferences: ReadonlySet<string> = new Set(['EREF', 'KREF', 'RREF'])

/** `EREF+… SVWZ+…`; what stands before the first key is plain text. */
function readPurpose(text: string, references: string[], remittance: string[]): void {
  let key = 'SVWZ'
  let from = 0
  const take = (end: number): void => {
    if (key === 'SVWZ') remittance.push(text.slice(from, end))
    else if (purposeReferences.has(key)) references.push(text.slice(from, end).trim())
  }
  for (let plus = text.indexOf('+'); plus !== -1; plus = text.indexOf('+', plus + 1)) {
    const found = keyBefore(text, from, plus)
    if (found === undefined) continue
    const begin = plus - found.length
    // One blank before a key belongs to neither text.
    take(begin > from && isBlank(text.charAt(begin - 1)) ? begin - 1 : begin)
    key = found
    from = plus + 1
  }
  take(text.length)
}

/** The key that ends at a plus sign: what `purposeKey` finds, looked for from its end. */
function keyBefore(text: string, from: number, plus: number): string | undefined {
  for (const length of [4, 3]) {
    const begin = plus - length
    if (begin < from || isCapital(text.charCodeAt(begin - 1))) continue
    const name = text.slice(begin, plus)
    if (purposeKeys.has(name)) return name
  }
  return undefined
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a
}

function isBlank(char: string): boolean {
  return char === ' ' || /\s/.test(char)
}

export const slashKey =
  /\/(EREF|PREF|IREF|KREF|RREF|CREF|MARF|MREF|CSID|CNTP|REMI|USTD|STRD|CDTRREFTP|CDTRREF|PURP|ULTC|ULTD|ULTB|EXCH|CHGS|RTRN|TRTP|IBAN|BIC|NAME|BENM|ORDP|BENB|ORDB|ADDR|ISDT|OCMT|ACNO|NRTX|SVCL|TRCD|TR|ID|BAI|SUM)(?=\/)/
const slashReferences: ReadonlySet<string> = new Set(['EREF', 'PREF', 'IREF', 'KREF', 'RREF', 'CREF', 'TR'])
const slashTexts: ReadonlySet<string> = new Set(['REMI', 'USTD', 'STRD', 'CDTRREF'])

/** Behind these stand amounts, rates and counts, between slashes. */
export const amountKeys: ReadonlySet<string> = new Set(['SUM', 'OCMT', 'EXCH', 'CHGS', 'COAM', 'OAMT'])

/** The amount or rate of `/OCMT/USD2853,12/`, `/EXCH/1,0934/`, `/CHGS/EUR7,50/`; SWIFT ends them with a slash, and some banks go on behind it. */
const endedAmount = /^\/\s*(?:[A-Z]{3})?\s*[\d.,]+\s*\//

/** A code of a bank's own list: nobody knows what stands behind it. */
const unknownSlashKey = /\/[A-Z]{2,8}\//g

/**
 * `/EREF/…/NAME/…/REMI/USTD//…/`; only the texts that are known for references or remittance are kept. What stands before the first key that is known
 * (`/PT/FT/PY/…/BN/…`), and behind an amount that has ended, is plain text.
 */
function readSlashed(text: string, references: string[], remittance: string[]): void {
  const parts = text.split(slashKey)
  addPlain(parts[0] ?? '', remittance)
  for (let at = 1; at < parts.length; at += 2) {
    const [key = '', part = ''] = [parts[at], parts[at + 1]]
    if (slashReferences.has(key)) references.push(withoutSlashes(part))
    else if (slashTexts.has(key)) remittance.push(withoutSlashes(part))
    else if (key !== 'SUM' && amountKeys.has(key) && endedAmount.test(part)) addPlain(part.replace(endedAmount, ''), remittance)
  }
}

function addPlain(text: string, remittance: string[]): void {
  const plain = withoutSlashes(text.replace(unknownSlashKey, ' '))
  if (plain !== '') remittance.push(plain)
}

/** Without blanks and slashes at both ends. */
function withoutSlashes(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && /[/\s]/.test(text.charAt(start))) start++
  while (end > start && /[/\s]/.test(text.charAt(end - 1))) end--
  return text.slice(start, end)
}
