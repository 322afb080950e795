/**
 * HTTP over TLS, through undici's dispatcher. It reads answers by its own parser, and closes a connection whose server says more than it was
 * asked: late, duplicate and stray answers are not seen here, so their counts stay 0.
 */

import { errors, Pool } from 'undici'
import type { Dispatcher } from 'undici'

import { noAnswers } from '../driver.ts'
import { bodyBytesMax } from './answer-head.ts'
import type { HttpTarget, HttpTransport, TlsOptions, TransportOptions } from './transport.ts'

interface UnderWay {
  readonly deadlineUs: number
  /** Not a byte has left before its request is started on a connection. */
  isStarted: boolean
  controller: Dispatcher.DispatchController | undefined
}

const connectTimeoutMs = 10_000

export function undiciTransport(options: TransportOptions, targets: readonly HttpTarget[], { ca, serverName }: TlsOptions): HttpTransport {
  const { host, port, slots, requestTimeoutUs } = options
  const answers = noAnswers()
  const busy = new Map<number, UnderWay>()
  let isClosed = false
  const pool = new Pool(`https://${host.includes(':') ? `[${host}]` : host}:${port}`, {
    connections: slots,
    pipelining: 1,
    allowH2: false,
    // One timeout for the whole request, ours.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: connectTimeoutMs,
      ...(ca === undefined ? {} : { ca }),
      ...(serverName === undefined ? {} : { servername: serverName }),
    },
  })

  function lose(request: number, underWay: UnderWay): void {
    if (!busy.delete(request)) return
    options.onLost(request, underWay.isStarted ? 'unknown' : 'failed')
    if (!isClosed) options.onFree()
  }

  function dispatch(request: number, wanted: Dispatcher.DispatchOptions, sentUs: number): void {
    const underWay: UnderWay = { deadlineUs: sentUs + requestTimeoutUs, isStarted: false, controller: undefined }
    busy.set(request, underWay)
    let head = { status: 0, hasRetryAfter: false }
    const body: Buffer[] = []
    let bodyBytes = 0
    pool.dispatch(wanted, {
      onRequestStart: (controller) => {
        underWay.isStarted = true
        underWay.controller = controller
        if (!busy.has(request)) controller.abort(new Error('given up before it left'))
      },
      onResponseStart: (_, status, headers) => {
        head = { status, hasRetryAfter: headers['retry-after'] !== undefined }
      },
      onResponseData: (controller, chunk) => {
        bodyBytes += chunk.length
        if (bodyBytes <= bodyBytesMax) body.push(chunk)
        else {
          answers.garbled += 1
          controller.abort(new Error(`an answer of more than ${bodyBytesMax} bytes`))
        }
      },
      onResponseEnd: () => {
        if (!busy.delete(request)) return
        answers.heard += 1
        options.onAnswer(request, { ...head, body: Buffer.concat(body), keepAlive: true })
        options.onFree()
      },
      onResponseError: (_, error) => {
        // What its parser cannot read as HTTP.
        if (error instanceof errors.HTTPParserError) answers.garbled += 1
        lose(request, underWay)
      },
    })
  }

  return {
    get freeSlots() {
      return slots - busy.size
    },
    get inFlight() {
      return busy.size
    },
    get nextTimeoutUs() {
      // One timeout for all: the Map's order of sending is the order of the deadlines.
      for (const { deadlineUs } of busy.values()) return deadlineUs
      return undefined
    },
    answers,
    warm: () => undefined,
    post: (request, target, body, sentUs) => {
      const { path, headers } = targets[target] as HttpTarget
      // A copy: the bodies stand in memory that threads share, which sockets do not take.
      const whole = Buffer.concat(body)
      dispatch(request, { method: 'POST', path, headers: { 'content-type': 'application/json', ...headers }, body: whole }, sentUs)
    },
    get: (request, target, path, sentUs) => dispatch(request, { method: 'GET', path, headers: targets[target]?.headers ?? {} }, sentUs),
    expire: (nowUs) => {
      for (const [request, underWay] of busy) {
        if (underWay.deadlineUs > nowUs) return
        busy.delete(request)
        options.onLost(request, 'unknown')
        underWay.controller?.abort(new Error('no answer in time'))
        options.onFree()
      }
    },
    close: () => {
      isClosed = true
      for (const [request, underWay] of busy) lose(request, underWay)
      void pool.destroy()
    },
  }
}
