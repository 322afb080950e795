/** One keep-alive connection with at most one request on it. Knows neither pacing nor what an answer means. */

import { connect } from 'node:net'
import type { Socket } from 'node:net'

import { AnswerParser } from './answer-parser.ts'
import type { Answer } from './answer-parser.ts'

/** What a connection tells its engine; at most one call of `onAnswer` or `onLost` for each request. */
export interface ConnectionEvents {
  onAnswer(connection: Connection, request: number, answer: Answer): void
  /** Before any other call for an answer: the parser has read one to its end. */
  onHeard(): void
  /** What came is no answer; the connection is closed. */
  onGarbled(): void
  /** `written`: whether a byte of the request may have left. */
  onLost(connection: Connection, request: number, written: boolean): void
  /** An answer that came after its request was given up. */
  onLateAnswer(): void
  /** An answer behind another one in the same segment, or one that no request had asked for. */
  onStrayAnswer(kind: 'duplicate' | 'to-nobody'): void
  /** All of a segment is read: the connection may take the next request, or is gone. */
  onIdle(connection: Connection): void
  onGone(connection: Connection): void
}

type Use =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly request: number }
  | { readonly kind: 'given-up' }
  | { readonly kind: 'closed' }

/** All connections of a thread read into one buffer: a segment is parsed before the next one is read. */
const readBuffer = Buffer.allocUnsafe(65_536)
/** Digits of the longest body and the empty line behind them. */
const lengthBytesMax = 20

export class Connection {
  /** When its request is given up; the engine's to set. */
  deadlineUs = Number.POSITIVE_INFINITY
  readonly #events: ConnectionEvents
  readonly #socket: Socket
  readonly #parser: AnswerParser
  #use: Use = { kind: 'idle' }
  #isConnected = false
  #answersInSegment = 0
  #mayStay = true
  #scratch: Buffer = Buffer.allocUnsafe(2_048)
  /** The head that stands at the beginning of the scratch: most requests of a connection have the same one. */
  #scratchHead: Buffer | undefined

  constructor(host: string, port: number, events: ConnectionEvents) {
    this.#events = events
    this.#parser = new AnswerParser((answer) => this.#take(answer))
    this.#socket = connect({
      host,
      port,
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (byteCount) => {
          this.#read(byteCount)
          return true
        },
      },
    })
    this.#socket.on('connect', () => {
      this.#isConnected = true
    })
    this.#socket.on('end', () => {
      this.#answersInSegment = 0
      this.#parser.end()
      this.close()
    })
    // 'close' follows and does the work.
    this.#socket.on('error', () => undefined)
    this.#socket.on('close', () => this.close())
  }

  get request(): number | undefined {
    return this.#use.kind === 'busy' ? this.#use.request : undefined
  }

  /** Sends the head, the length in digits, and the body, as one write. The connection must be idle. */
  send(request: number, head: Buffer, body: readonly Uint8Array[]): void {
    this.#use = { kind: 'busy', request }
    let bodyBytes = 0
    for (const part of body) bodyBytes += part.length
    const bytesMax = head.length + lengthBytesMax + bodyBytes
    // The last request has been answered, but its bytes may still be queued where the answer came early.
    if (this.#socket.writableLength > 0 || this.#scratch.length < bytesMax) {
      this.#scratch = Buffer.allocUnsafe(Math.max(2_048, bytesMax))
      this.#scratchHead = undefined
    }
    const bytes = this.#scratch
    if (this.#scratchHead !== head) bytes.set(head)
    this.#scratchHead = head
    let at = writeLength(bytes, head.length, bodyBytes)
    for (const part of body) {
      bytes.set(part, at)
      at += part.length
    }
    this.#socket.write(bytes.subarray(0, at))
  }

  /** Gives the request up; the connection stays only to hear whether its answer still comes. */
  giveUp(): void {
    this.#use = { kind: 'given-up' }
  }

  /** Ends it at once; a request on the way is lost. */
  close(): void {
    const use = this.#use
    if (use.kind === 'closed') return
    this.#use = { kind: 'closed' }
    this.#socket.destroy()
    if (use.kind === 'busy') this.#events.onLost(this, use.request, this.#isConnected)
    this.#events.onGone(this)
  }

  #read(byteCount: number): void {
    if (this.#use.kind === 'closed') return
    this.#answersInSegment = 0
    const understood = this.#parser.push(readBuffer, byteCount)
    if (!understood) this.#events.onGarbled()
    if (!understood || !this.#mayStay || (this.#use.kind === 'idle' && this.#parser.midAnswer)) {
      this.close()
      return
    }
    // Only now: a second answer in the same segment must not be taken for the answer of the next request.
    if (this.#answersInSegment > 0 && this.#use.kind === 'idle') this.#events.onIdle(this)
  }

  #take(answer: Answer): void {
    this.#answersInSegment += 1
    this.#events.onHeard()
    const use = this.#use
    if (use.kind === 'busy') {
      this.#use = { kind: 'idle' }
      this.#mayStay = answer.keepAlive
      this.#events.onAnswer(this, use.request, answer)
      return
    }
    this.#mayStay = false
    if (use.kind === 'given-up') this.#events.onLateAnswer()
    else this.#events.onStrayAnswer(this.#answersInSegment > 1 ? 'duplicate' : 'to-nobody')
  }
}

/** Writes the length in digits and the empty line behind it from `start` on; returns where they end. */
function writeLength(bytes: Buffer, start: number, length: number): number {
  let end = start + 1
  for (let rest = length; rest >= 10; rest = Math.trunc(rest / 10)) end += 1
  for (let at = end - 1, rest = length; at >= start; at--, rest = Math.trunc(rest / 10)) bytes[at] = 48 + (rest % 10)
  for (let index = 0; index < emptyLine.length; index++) bytes[end + index] = emptyLine[index] as number
  return end + emptyLine.length
}

const emptyLine = Buffer.from('\r\n\r\n')
