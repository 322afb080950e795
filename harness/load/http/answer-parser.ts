/** Reads HTTP/1.1 answers from the bytes of one connection, however they are cut. Knows no request, no time and no meaning of a status. */

import { bodyBytesMax, parsedHead } from './answer-head.ts'
import type { AnswerHead } from './answer-head.ts'

/** A parsed answer. `body` is a view that is valid only during the call. */
export interface Answer {
  readonly status: number
  readonly hasRetryAfter: boolean
  readonly body: Buffer
  /** The server keeps the connection open for another request. */
  readonly keepAlive: boolean
}

/** What may be held of one answer: anything longer is not an answer that we could use, whoever sends it. */
const headBytesMax = 16_384
const chunkLineBytesMax = 256

type Part = 'head' | 'length' | 'chunk-line' | 'chunk-data' | 'chunk-end' | 'trailer' | 'until-close' | 'broken'

export class AnswerParser {
  readonly #onAnswer: (answer: Answer) => void
  #part: Part = 'head'
  /** Bytes of a head or line whose end has not come. */
  #carry: Buffer = empty
  #body: Buffer[] = []
  #bodyBytes = 0
  /** Bytes still to come of the body or of the chunk. */
  #remaining = 0
  #answer: AnswerHead | undefined

  constructor(onAnswer: (answer: Answer) => void) {
    this.#onAnswer = onAnswer
  }

  /** Whether an answer has begun and not ended. */
  get midAnswer(): boolean {
    return this.#part !== 'head' || this.#carry.length > 0
  }

  /** Takes what came; false as soon as it is no HTTP answer or too long, and from then on. The bytes may be overwritten afterwards. */
  push(bytes: Buffer): boolean {
    let rest = bytes
    while (rest.length > 0 && this.#part !== 'broken') rest = this.#step(rest)
    return this.#part !== 'broken'
  }

  /** The connection was closed by the server: the end of an answer that has no other end. */
  end(): void {
    if (this.#part === 'until-close') this.#finish()
  }

  #step(bytes: Buffer): Buffer {
    switch (this.#part) {
      case 'head':
        return this.#head(bytes)
      case 'length':
      case 'chunk-data':
      case 'until-close':
        return this.#bodyBytesFrom(bytes)
      case 'chunk-line':
      case 'chunk-end':
      case 'trailer':
        return this.#line(bytes)
      default:
        return empty
    }
  }

  #head(bytes: Buffer): Buffer {
    const joined = this.#carry.length === 0 ? bytes : Buffer.concat([this.#carry, bytes])
    // Four bytes may be cut anywhere, so the search begins three bytes before what is new.
    const end = joined.indexOf('\r\n\r\n', Math.max(0, this.#carry.length - 3), 'latin1')
    if (end > headBytesMax || (end === -1 && joined.length > headBytesMax)) return this.#break()
    if (end === -1) {
      // A first byte that cannot begin a status line is told at once, not after 16 KiB.
      if (!startsLikeStatusLine(joined)) return this.#break()
      this.#carry = Buffer.from(joined)
      return empty
    }
    this.#carry = empty
    if (!this.#readHead(joined.toString('latin1', 0, end + 2))) return this.#break()
    return joined.subarray(end + 4)
  }

  #readHead(text: string): boolean {
    const head = parsedHead(text)
    if (head === undefined) return false
    // 1xx announces the answer; 101 would change the protocol, which nobody asked for.
    if (head.status < 200) return head.status !== 101
    this.#answer = head
    if (head.framing === 'none' || (head.framing === 'length' && head.bodyBytes === 0)) return this.#finish()
    this.#part = head.framing === 'chunked' ? 'chunk-line' : head.framing
    this.#remaining = head.bodyBytes
    return true
  }

  #bodyBytesFrom(bytes: Buffer): Buffer {
    const taken = Math.min(bytes.length, this.#remaining)
    this.#remaining -= taken
    this.#bodyBytes += taken
    const isWhole = this.#part === 'length' && this.#remaining === 0 && this.#body.length === 0
    // The common case, a body in one piece, is handed on without a copy.
    this.#body.push(isWhole ? bytes.subarray(0, taken) : Buffer.from(bytes.subarray(0, taken)))
    if (this.#part === 'until-close') return this.#remaining === 0 ? this.#break() : empty
    if (this.#remaining === 0) {
      if (this.#part === 'length') this.#finish()
      else this.#part = 'chunk-end'
    }
    return bytes.subarray(taken)
  }

  #line(bytes: Buffer): Buffer {
    const end = bytes.indexOf(10)
    const piece = end === -1 ? bytes : bytes.subarray(0, end)
    const limit = this.#part === 'trailer' ? headBytesMax : chunkLineBytesMax
    if (this.#carry.length + piece.length > limit) return this.#break()
    if (end === -1) {
      this.#carry = Buffer.concat([this.#carry, piece])
      return empty
    }
    const line = Buffer.concat([this.#carry, piece]).toString('latin1').trimEnd()
    this.#carry = empty
    return this.#takeLine(line) ? bytes.subarray(end + 1) : this.#break()
  }

  #takeLine(line: string): boolean {
    if (this.#part === 'trailer') return line === '' ? this.#finish() : true
    if (this.#part === 'chunk-end') {
      this.#part = 'chunk-line'
      return line === ''
    }
    const size = /^([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?$/.exec(line)?.[1]
    if (size === undefined) return false
    this.#remaining = Number.parseInt(size, 16)
    if (this.#bodyBytes + this.#remaining > bodyBytesMax) return false
    this.#part = this.#remaining === 0 ? 'trailer' : 'chunk-data'
    return true
  }

  #finish(): true {
    const body = this.#body.length === 1 ? (this.#body[0] ?? empty) : Buffer.concat(this.#body)
    this.#part = 'head'
    this.#body = []
    this.#bodyBytes = 0
    const { status, hasRetryAfter, keepAlive } = this.#answer ?? unreadHead
    this.#onAnswer({ status, hasRetryAfter, body, keepAlive })
    return true
  }

  #break(): Buffer {
    this.#part = 'broken'
    this.#carry = empty
    this.#body = []
    return empty
  }
}

const empty: Buffer = Buffer.alloc(0)
const unreadHead: AnswerHead = { status: 0, hasRetryAfter: false, keepAlive: false, framing: 'none', bodyBytes: 0 }

function startsLikeStatusLine(bytes: Buffer): boolean {
  return 'HTTP/1.'.startsWith(bytes.toString('latin1', 0, 7))
}
