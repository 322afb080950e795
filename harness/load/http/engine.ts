/** Requests over a bounded number of keep-alive connections, each with a timeout. Knows no schedule: it sends when told. */

import assert from 'node:assert'

import { noAnswers } from '../driver.ts'
import { Connection } from './connection.ts'
import type { ConnectionEvents } from './connection.ts'
import type { TransportOptions } from './transport.ts'

/** Connections whose request timed out and that wait for a late answer; the oldest is closed for the next. */
const givenUpMax = 64

export class HttpEngine {
  readonly answers = noAnswers()
  readonly #options: TransportOptions
  readonly #events: ConnectionEvents
  /** The one used last is used first: few connections stay warm instead of many that go idle. */
  readonly #idle: Connection[] = []
  readonly #busy = new Map<number, Connection>()
  readonly #givenUp = new Set<Connection>()
  #isClosed = false

  constructor(options: TransportOptions) {
    this.#options = options
    this.#events = {
      onAnswer: (_, request, answer) => {
        this.#busy.delete(request)
        options.onAnswer(request, answer)
      },
      onHeard: () => {
        this.answers.heard += 1
      },
      onGarbled: () => {
        this.answers.garbled += 1
      },
      onLost: (_, request, written) => {
        this.#busy.delete(request)
        options.onLost(request, written ? 'unknown' : 'failed')
      },
      onLateAnswer: () => {
        this.answers.late += 1
      },
      onStrayAnswer: (kind) => {
        if (kind === 'duplicate') this.answers.duplicate += 1
        else this.answers.toNobody += 1
      },
      onIdle: (connection) => {
        this.#idle.push(connection)
        options.onFree()
      },
      onGone: (connection) => {
        this.#givenUp.delete(connection)
        const at = this.#idle.indexOf(connection)
        if (at !== -1) this.#idle.splice(at, 1)
        if (!this.#isClosed) options.onFree()
      },
    }
  }

  get freeSlots(): number {
    return this.#options.slots - this.#busy.size
  }

  get inFlight(): number {
    return this.#busy.size
  }

  /** When the oldest request will be given up; undefined with nothing on the way. */
  get nextTimeoutUs(): number | undefined {
    // One timeout for all: the Map's order of sending is the order of the deadlines.
    for (const { deadlineUs } of this.#busy.values()) return deadlineUs
    return undefined
  }

  /** Opens connections before they are needed, so that the first requests do not pay for them. */
  warm(count: number): void {
    for (let index = 0; index < count; index++) this.#idle.push(this.#connect())
  }

  /** A slot must be free. `sentUs` is the moment of the call. */
  send(request: number, head: Buffer, body: readonly Uint8Array[], sentUs: number): void {
    assert(this.freeSlots > 0)
    const connection = this.#idle.pop() ?? this.#connect()
    connection.deadlineUs = sentUs + this.#options.requestTimeoutUs
    this.#busy.set(request, connection)
    connection.send(request, head, body)
  }

  /** Gives up what has waited too long. */
  expire(nowUs: number): void {
    for (const [request, connection] of this.#busy) {
      if (connection.deadlineUs > nowUs) return
      this.#busy.delete(request)
      connection.giveUp()
      this.#givenUp.add(connection)
      if (this.#givenUp.size > givenUpMax)
        for (const oldest of this.#givenUp) {
          oldest.close()
          break
        }
      this.#options.onLost(request, 'unknown')
      this.#options.onFree()
    }
  }

  /** Closes all connections; what is on the way is lost. */
  close(): void {
    this.#isClosed = true
    for (const connection of [...this.#idle, ...this.#givenUp, ...this.#busy.values()]) connection.close()
  }

  #connect(): Connection {
    return new Connection(this.#options.host, this.#options.port, this.#events)
  }
}
