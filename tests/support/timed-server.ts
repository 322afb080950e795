/** A small real server that accepts every record and answers at the moment that a test says. Knows no load. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { monotonicUs } from '../../harness/system/clock.ts'

export interface TimedServer extends AsyncDisposable {
  readonly port: number
}

/** `answerAtUs` is asked once for each request: its number, when it came, and the answer's time on the monotonic clock. */
export async function startTimedServer(answerAtUs: (number: number, arrivedUs: number) => number): Promise<TimedServer> {
  let count = 0
  const server = createServer((request, response) => {
    const arrivedUs = monotonicUs()
    const at = answerAtUs(count++, arrivedUs)
    const answer = (): void => {
      response.writeHead(202, { 'content-type': 'application/json' })
      response.end('{"results":[{"partition":0,"offset":"0"}]}')
    }
    request.resume().on('end', () => {
      const delayMs = (at - monotonicUs()) / 1_000
      if (delayMs < 0.5) answer()
      else setTimeout(answer, Math.round(delayMs))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
