/** What happens to files on their way: cut, damaged, lines lost, doubled or swapped, delimiters and line ends changed, columns dropped. Pure. */

import * as fc from 'fast-check'
import type { RealFile } from './real-files.ts'

/** `[start, end)` of the file gives way to `insert`. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly insert: Uint8Array
}

const numberMax = 2 ** 30 - 1

export const mutationKinds = [
  'end',
  'cut',
  'byte',
  'insert',
  'digit-to-letter',
  'delimiter',
  'encoding',
  'line-end',
  'line-removed',
  'line-doubled',
  'lines-swapped',
  'row-removed',
  'row-doubled',
  'rows-swapped',
  'cell-dropped',
] as const

export interface Mutation {
  readonly kind: (typeof mutationKinds)[number]
  readonly place: number
  readonly other: number
}

export const mutations: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...mutationKinds),
  place: fc.nat(numberMax),
  other: fc.nat(numberMax),
})

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
const nothing = Buffer.alloc(0)

/** Letters that are taken for digits, and those of other notations. */
const letters = 'OlSBZxEe'
const delimiters = ',;:|<>/"\'=\t?+-.& '
const inserted = [
  '<',
  '>',
  '"',
  "'",
  '\r',
  '\n',
  '\r\n',
  '\n\n',
  ',',
  ';',
  ':61:',
  '\n:61:',
  '\n88,',
  '\n16,',
  '/',
  '-',
  '-}',
  '<![CDATA[',
  '&#',
  '&amp;',
  '\0',
  '\x1a',
  '{',
  '}',
  '[',
  '0',
  '9',
  '.',
]
/** Bytes that are no UTF-8, halves of letters, a mark in the middle, letters of two bytes. */
const damaged = ['\xff', '\xc3', '\x80', '\xe4', '\x9d', '\xef\xbb\xbf', '\xc3\xa4', '\xe2\x82\xac', '\xff\xfe', '\xed\xa0\x80']

/** Undefined where the file has nothing of that kind. */
export function spliceOf({ text, spans }: RealFile, { kind, place, other }: Mutation): Splice | undefined {
  const at = place % Math.max(1, text.length)
  switch (kind) {
    case 'end':
      return { start: at, end: text.length, insert: nothing }
    case 'cut':
      return { start: at, end: Math.min(text.length, at + 1 + (other % 40)), insert: nothing }
    case 'byte':
      return { start: at, end: at + 1, insert: Buffer.of(other % 256) }
    case 'insert':
      return { start: at, end: at, insert: latin1(pick(inserted, other)) }
    case 'digit-to-letter':
      return replaced(text, at, /\d/g, pick(letters, other))
    case 'delimiter':
      return replaced(text, at, /[,;:|<>/"'=\t?+\-.& ]/g, pick(delimiters, other))
    case 'encoding':
      return { start: at, end: at + (other % 2), insert: latin1(pick(damaged, other >> 1)) }
    case 'line-end':
      return replaced(text, at, /\r?\n/g, pick(['\n', '\r\n', '\r', '', '\n\n', ' ', '\u0085'], other))
    case 'cell-dropped':
      return replaced(text, at, /,[^,\r\n]*/g, '')
    default:
      return ofLines(text, kind.startsWith('row') ? spans : linesOf(text), kind.replace(/^(?:line|row)s?-/, ''), place, other)
  }
}

export function applied(bytes: Buffer, { start, end, insert }: Splice): Buffer {
  return Buffer.concat([bytes.subarray(0, start), insert, bytes.subarray(end)])
}

function pick(from: readonly string[] | string, number: number): string {
  return from[number % from.length] ?? ''
}

/** The first of its kind from `at` on. */
function replaced(text: string, at: number, pattern: RegExp, by: string): Splice | undefined {
  pattern.lastIndex = at
  const found = pattern.exec(text)
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length, insert: latin1(by) }
}

/** With their line ends. */
function linesOf(text: string): readonly { readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(/[^\n]*\n|[^\n]+$/g), ({ index, 0: { length } }) => ({ start: index, end: index + length }))
}

function ofLines(
  text: string,
  pieces: readonly { readonly start: number; readonly end: number }[],
  what: string,
  place: number,
  other: number,
): Splice | undefined {
  const at = place % Math.max(1, pieces.length)
  const [one, next] = [pieces[at], pieces[at + 1 + (other % 3)]]
  if (one === undefined) return undefined
  const own = text.slice(one.start, one.end)
  if (what === 'removed') return { ...one, insert: nothing }
  // Between rows stands what stands behind this one: a line end, or nothing.
  const after = pieces[at + 1] === undefined ? '' : text.slice(one.end, pieces[at + 1]?.start)
  if (what === 'doubled') return { start: one.end, end: one.end, insert: latin1(after + own) }
  if (next === undefined) return undefined
  const between = text.slice(one.end, next.start)
  return { start: one.start, end: next.end, insert: latin1(text.slice(next.start, next.end) + between + own) }
}
