/** A small real server that accepts every record, answers at the moment that it is told, and tells when it really did. Knows no load. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { monotonicUs } from '../../system/clock.ts'

export interface TimedServer extends AsyncDisposable {
  readonly port: number
  /** By the `recordId` of the request: when its answer was handed to the socket, and how much later that was than asked for, in µs. */
  readonly answers: ReadonlyMap<string, { readonly answeredUs: number; readonly lateUs: number }>
  /** How many requests were answered before they were whole. */
  readonly early: () => number
}

/** Asked once for each request: its number, and when it came. The answer's time on the monotonic clock; undefined: the connection is dropped. */
export type AnswerAtUs = (number: number, arrivedUs: number) => number | undefined

export interface TimedServerOptions {
  /** Whether a connection takes more than one request (the default). */
  readonly keepAlive?: boolean
}

export async function startTimedServer(answerAtUs: AnswerAtUs, { keepAlive = true }: TimedServerOptions = {}): Promise<TimedServer> {
  let count = 0
  const answers = new Map<string, { answeredUs: number; lateUs: number }>()
  const headers = { 'content-type': 'application/json', ...(keepAlive ? {} : { connection: 'close' }) }
  const server = createServer((request, response) => {
    const arrivedUs = monotonicUs()
    const at = answerAtUs(count++, arrivedUs)
    if (at === undefined) {
      request.socket.destroy()
      return
    }
    let body = ''
    const answer = (): void => {
      response.writeHead(202, headers)
      response.end('{"results":[{"partition":0,"offset":"0"}]}')
      const answeredUs = monotonicUs()
      answers.set(/"recordId":"([^"]*)"/.exec(body)?.[1] ?? '', { answeredUs, lateUs: Math.max(0, answeredUs - at) })
    }
    request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')))
    request.on('end', () => {
      const delayMs = (at - monotonicUs()) / 1_000
      if (delayMs < 0.5) answer()
      else setTimeout(answer, Math.round(delayMs))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    answers,
    early: () => 0,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
