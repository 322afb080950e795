/**
 * Loaded into a server before its own code, `--import=…/slow-requests.ts?delayMs=5&rounds=300000`: each request is handed to it so much later, and costs so many rounds of
 * work more. A slowdown of a known size.
 */

import { EventEmitter } from 'node:events'
import { Server } from 'node:http'
import { workRounds } from './work.ts'

const given = new URL(import.meta.url).searchParams
const delayMs = Number(given.get('delayMs'))
const rounds = Number(given.get('rounds'))

Server.prototype.emit = function (this: Server, event: string | symbol, ...values: unknown[]): boolean {
  if (event !== 'request') return EventEmitter.prototype.emit.call(this, event, ...values)
  const handOver = (): boolean => {
    workRounds(rounds)
    return EventEmitter.prototype.emit.call(this, event, ...values)
  }
  if (delayMs === 0) return handOver()
  setTimeout(handOver, delayMs)
  return true
}
