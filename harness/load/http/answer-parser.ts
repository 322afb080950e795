/** Reads HTTP/1.1 answers from the bytes of one connection, however they are cut. Knows no request, no time and no meaning of a status. */

import { bodyBytesMax, knownHeadAt, parsedHead } from './answer-head.ts'
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

  /** Takes what came, the first `end` bytes; false as soon as it is no HTTP answer or too long, and from then on. The bytes may be overwritten afterwards. */
  push(bytes: Buffer, end = bytes.length): boolean {
    for (let at = 0; at < end && this.#part !== 'broken';) at = this.#step(bytes, at, end)
    return this.#part !== 'broken'
  }

  /** The connection was closed by the server: the end of an answer that has no other end. */
  end(): void {
    if (this.#part === 'until-close') this.#finish()
  }

  /** Reads on from `at`; returns where the next part begins. */
  #step(bytes: Buffer, at: number, end: number): number {
    switch (this.#part) {
      case 'head':
        return this.#head(bytes, at, end)
      case 'length':
      case 'chunk-data':
      case 'until-close':
        return this.#bodyBytesFrom(bytes, at, end)
      case 'chunk-line':
      case 'chunk-end':
      case 'trailer':
        return this.#line(bytes.subarray(at, end), at)
      default:
        return end
    }
  }

  #head(bytes: Buffer, at: number, end: number): number {
    const carried = this.#carry.length
    const known = carried === 0 ? knownHeadAt(bytes, at, end) : undefined
    if (known !== undefined) return this.#takeHead(known.head) ? at + known.bytes.length : this.#break(end)
    const joined = carried === 0 ? bytes.subarray(at, end) : Buffer.concat([this.#carry, bytes.subarray(at, end)])
    // Four bytes may be cut anywhere, so the search begins three bytes before what is new.
    const headEnd = joined.indexOf('\r\n\r\n', Math.max(0, carried - 3), 'latin1')
    if (headEnd > headBytesMax || (headEnd === -1 && joined.length > headBytesMax)) return this.#break(end)
    if (headEnd === -1) {
      // A first byte that cannot begin a status line is told at once, not after 16 KiB.
      if (!startsLikeStatusLine(joined)) return this.#break(end)
      this.#carry = Buffer.from(joined)
      return end
    }
    this.#carry = empty
    const head = parsedHead(joined.subarray(0, headEnd + 4))
    return head !== undefined && this.#takeHead(head) ? at + headEnd + 4 - carried : this.#break(end)
  }

  #takeHead(head: AnswerHead): boolean {
    // 1xx announces the answer; 101 would change the protocol, which nobody asked for.
    if (head.status < 200) return head.status !== 101
    this.#answer = head
    if (head.framing === 'none' || (head.framing === 'length' && head.bodyBytes === 0)) return this.#finish()
    this.#part = head.framing === 'chunked' ? 'chunk-line' : head.framing
    this.#remaining = head.bodyBytes
    return true
  }

  #bodyBytesFrom(bytes: Buffer, at: number, end: number): number {
    const taken = Math.min(end - at, this.#remaining)
    const piece = bytes.subarray(at, at + taken)
    this.#remaining -= taken
    // The common case, a body in one piece, is handed on without a copy.
    if (this.#part === 'length' && this.#remaining === 0 && this.#body.length === 0) {
      this.#finish(piece)
      return at + taken
    }
    this.#bodyBytes += taken
    this.#body.push(Buffer.from(piece))
    if (this.#remaining > 0) return end
    if (this.#part === 'until-close') return this.#break(end)
    if (this.#part === 'length') this.#finish()
    else this.#part = 'chunk-end'
    return at + taken
  }

  #line(bytes: Buffer, at: number): number {
    const lineEnd = bytes.indexOf(10)
    const piece = lineEnd === -1 ? bytes : bytes.subarray(0, lineEnd)
    const limit = this.#part === 'trailer' ? headBytesMax : chunkLineBytesMax
    if (this.#carry.length + piece.length > limit) return this.#break(at + bytes.length)
    if (lineEnd === -1) {
      this.#carry = Buffer.concat([this.#carry, piece])
      return at + bytes.length
    }
    const line = Buffer.concat([this.#carry, piece]).toString('latin1').trimEnd()
    this.#carry = empty
    return this.#takeLine(line) ? at + lineEnd + 1 : this.#break(at + bytes.length)
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

  #finish(body = this.#gatheredBody()): true {
    this.#part = 'head'
    const { status, hasRetryAfter, keepAlive } = this.#answer ?? unreadHead
    this.#onAnswer({ status, hasRetryAfter, body, keepAlive })
    return true
  }

  #gatheredBody(): Buffer {
    const body = this.#body.length === 1 ? (this.#body[0] ?? empty) : Buffer.concat(this.#body)
    this.#body = []
    this.#bodyBytes = 0
    return body
  }

  /** Nothing after it is read: returns where the bytes end. */
  #break(end: number): number {
    this.#part = 'broken'
    this.#carry = empty
    this.#body = []
    return end
  }
}

const empty: Buffer = Buffer.alloc(0)
const unreadHead: AnswerHead = { status: 0, hasRetryAfter: false, keepAlive: false, framing: 'none', bodyBytes: 0 }

function startsLikeStatusLine(bytes: Buffer): boolean {
  return 'HTTP/1.'.startsWith(bytes.toString('latin1', 0, 7))
}
