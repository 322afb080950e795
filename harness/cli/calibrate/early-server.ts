/** A server on raw sockets that answers while most of the request is still on its way: it reads the rest afterwards. Knows no load. */

import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

import { monotonicUs } from '../../system/clock.ts'
import type { AnswerAtUs, TimedServer } from './timed-server.ts'

const result = '{"results":[{"partition":0,"offset":"0"}]}'
const answerBytes = `HTTP/1.1 202 Accepted\r\ncontent-type: application/json\r\ncontent-length: ${result.length}\r\n\r\n${result}`
const endOfHead = '\r\n\r\n'

/** From the head and the first field that names the record on, nothing more is read until the answer is written. */
export async function startEarlyServer(answerAtUs: AnswerAtUs): Promise<TimedServer> {
  const answers = new Map<string, { answeredUs: number; lateUs: number }>()
  const sockets = new Set<Socket>()
  let count = 0
  let early = 0

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    let text = ''
    /** Bytes of the answered request that are still to come. */
    let leftBytes = 0

    const answer = (at: number, recordId: string): void => {
      socket.write(answerBytes)
      const answeredUs = monotonicUs()
      answers.set(recordId, { answeredUs, lateUs: Math.max(0, answeredUs - at) })
      socket.resume()
    }

    socket.on('data', (bytes: Buffer) => {
      const arrivedUs = monotonicUs()
      const rest = Math.min(leftBytes, bytes.length)
      leftBytes -= rest
      text += bytes.toString('latin1', rest)
      const end = text.indexOf(endOfHead)
      const recordId = /"recordId":"([^"]*)"/.exec(text)?.[1]
      if (end === -1 || recordId === undefined) return
      const bodyBytes = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0)
      leftBytes = end + endOfHead.length + bodyBytes - text.length
      if (leftBytes > 0) early += 1
      text = ''
      const at = answerAtUs(count++, arrivedUs)
      if (at === undefined) {
        socket.destroy()
        return
      }
      socket.pause()
      setTimeout(answer, Math.max(0, Math.round((at - monotonicUs()) / 1_000)), at, recordId)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    answers,
    early: () => early,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
