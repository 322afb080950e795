/** What the head of an HTTP/1.1 answer says of its status and of where its body ends. Knows no connection. */

import { standsAt } from './stands-at.ts'

export interface AnswerHead {
  readonly status: number
  readonly hasRetryAfter: boolean
  readonly keepAlive: boolean
  /** How the body's end is told. */
  readonly framing: 'none' | 'length' | 'chunked' | 'until-close'
  /** Its length, or the most that is taken until the close. */
  readonly bodyBytes: number
}

/** Anything longer is no answer to a record. */
export const bodyBytesMax = 4_194_304
/** A server's heads repeat: they differ in the length of the body and, once a second, in the date. These were the last, the newest first. */
const knownHeads: KnownHead[] = []
const knownMax = 8

interface KnownHead {
  /** All of it, with the empty line. */
  readonly bytes: Uint8Array
  readonly head: AnswerHead
}

const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?\r\n/

/** The head that stands at `at` before `end`, if it is one of the last that were parsed: no text is made of it. */
export function knownHeadAt(bytes: Uint8Array, at: number, end: number): KnownHead | undefined {
  for (const known of knownHeads) if (standsAt(bytes, at, end, known.bytes)) return known
  return undefined
}

/** The head in these bytes, which end with its empty line; undefined when it is none, or one that we cannot follow. */
export function parsedHead(bytes: Buffer): AnswerHead | undefined {
  // Latin-1 text, with the line break of its last line.
  const head = parseHead(bytes.toString('latin1', 0, bytes.length - 2))
  if (head === undefined) return undefined
  knownHeads.unshift({ bytes: Buffer.from(bytes), head })
  if (knownHeads.length > knownMax) knownHeads.pop()
  return head
}

function parseHead(text: string): AnswerHead | undefined {
  const match = statusLine.exec(text)
  if (match === null) return undefined
  const status = Number(match[2])
  const lower = text.toLowerCase()
  const connection = headerOf(lower, 'connection')
  const keepAlive = match[1] === '1' ? connection?.includes('close') !== true : connection?.includes('keep-alive') === true
  const common = { status, hasRetryAfter: lower.includes('\r\nretry-after:'), keepAlive }
  if (status < 200 || status === 204 || status === 304) return { ...common, framing: 'none', bodyBytes: 0 }
  const encoding = headerOf(lower, 'transfer-encoding')
  if (encoding !== undefined) return encoding === 'chunked' ? { ...common, framing: 'chunked', bodyBytes: 0 } : undefined
  const length = headerOf(lower, 'content-length')
  if (length === undefined) return { ...common, keepAlive: false, framing: 'until-close', bodyBytes: bodyBytesMax }
  if (!/^\d{1,15}$/.test(length) || Number(length) > bodyBytesMax) return undefined
  return { ...common, framing: 'length', bodyBytes: Number(length) }
}

/** The value of a header in a lower-case head, or undefined. Lengths that differ come out as a list, which is no number. */
function headerOf(lowerHead: string, name: string): string | undefined {
  let found: string | undefined
  const key = `\r\n${name}:`
  for (let at = lowerHead.indexOf(key); at !== -1; at = lowerHead.indexOf(key, at + key.length)) {
    const value = lowerHead.slice(at + key.length, lowerHead.indexOf('\r\n', at + key.length)).trim()
    found = found === undefined || found === value ? value : `${found},${value}`
  }
  return found
}
