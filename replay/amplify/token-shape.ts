/** What varies in an id and what does not: `pi_000042` is `pi_` and six digits. Pure text; knows no records. */

/** Where one character of a token may go: within its own class, so that the token keeps its look. */
interface Place {
  readonly index: number
  readonly alphabet: string
}

export interface TokenShape {
  /** Equal for tokens that may turn into each other, and for no others. */
  readonly key: string
  readonly places: readonly Place[]
  /** How many tokens have this shape. */
  readonly size: bigint
}

const digits = '0123456789'
const lower = 'abcdefghijklmnopqrstuvwxyz'
const upper = lower.toUpperCase()
const hexCharsMin = 8

/** Letters in front that name a kind of id (`pi_`, `INV-`, `BANK`) stay, if something is left to vary behind them. */
const prefixPattern = /^[A-Za-z]+[_\-.:#+]+(?=[A-Za-z\d])|^[A-Za-z]{1,8}(?=\d)/

/** `prefix`: what stays in front. */
export function shapeOf(token: string, prefix: RegExp = prefixPattern): TokenShape {
  const from = prefix.exec(token)?.[0].length ?? 0
  const rest = token.slice(from)
  // Letters of a hexadecimal number stay hexadecimal.
  const isHex = rest.length >= hexCharsMin && /^(?:[\da-f-]+|[\dA-F-]+)$/.test(rest)
  const places: Place[] = []
  let key = ''
  let size = 1n
  for (let index = 0; index < token.length; index++) {
    const char = token.charAt(index)
    const alphabet = index < from ? '' : alphabetOf(char, isHex)
    key += alphabet === '' ? `=${char}` : alphabet.charAt(0)
    if (alphabet === '') continue
    places.push({ index, alphabet })
    size *= BigInt(alphabet.length)
  }
  return { key: isHex ? `hex ${key}` : key, places, size }
}

function alphabetOf(char: string, isHex: boolean): string {
  if (char >= '0' && char <= '9') return digits
  if (char >= 'a' && char <= 'z') return isHex ? lower.slice(0, 6) : lower
  if (char >= 'A' && char <= 'Z') return isHex ? upper.slice(0, 6) : upper
  return ''
}

/** Below it one more place fits into a number exactly: alphabets have at most 26 letters. */
const smallBelow = 2 ** 48

/** The number of a token among those of its shape, from 0. */
export function numberOf(token: string, { places }: TokenShape): bigint {
  let small = 0
  let next = 0
  for (let place = places[next]; place !== undefined && small < smallBelow; place = places[++next]) {
    small = small * place.alphabet.length + place.alphabet.indexOf(token.charAt(place.index))
  }
  let number = BigInt(small)
  for (const { index, alphabet } of places.slice(next)) {
    number = number * BigInt(alphabet.length) + BigInt(alphabet.indexOf(token.charAt(index)))
  }
  return number
}

/** The token of the same shape that has this number. */
export function tokenOf(number: bigint, token: string, { places }: TokenShape): string {
  const chars = token.split('')
  let [rest, last] = [number, places.length - 1]
  for (let place = places[last]; place !== undefined && rest >= smallBelow; place = places[--last]) {
    chars[place.index] = place.alphabet.charAt(Number(rest % BigInt(place.alphabet.length)))
    rest /= BigInt(place.alphabet.length)
  }
  let small = Number(rest)
  for (let place = places[last]; place !== undefined; place = places[--last]) {
    chars[place.index] = place.alphabet.charAt(small % place.alphabet.length)
    small = Math.floor(small / place.alphabet.length)
  }
  return chars.join('')
}

/** A text as the pieces that ids stand in: odd ones are separators (blanks, slashes). */
export function piecesOf(text: string): readonly string[] {
  return text.split(/([\s/]+)/)
}

/** Which pieces name something: those with a digit, or all of them where none has one (`settled` beside an id is a word). */
export function isNaming(pieces: readonly string[]): (piece: string, at: number) => boolean {
  const hasDigits = pieces.some((piece, at) => at % 2 === 0 && /\d/.test(piece))
  return (piece, at) => at % 2 === 0 && (hasDigits ? /\d/.test(piece) : /[A-Za-z]/.test(piece))
}
