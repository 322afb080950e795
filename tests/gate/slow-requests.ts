/**
 * Loaded into a server before its own code, `--import=…/slow-requests.ts?delayMs=5&workMicros=300`: each request is handed to it so much later, and costs so much more
 * processor time. A slowdown of a known size.
 */

import { EventEmitter } from 'node:events'
import { Server } from 'node:http'
import { work } from './work.ts'

const given = new URL(import.meta.url).searchParams
const delayMs = Number(given.get('delayMs'))
const workMicros = Number(given.get('workMicros'))

Server.prototype.emit = function (this: Server, event: string | symbol, ...values: unknown[]): boolean {
  if (event !== 'request') return EventEmitter.prototype.emit.call(this, event, ...values)
  const handOver = (): boolean => {
    work(workMicros)
    return EventEmitter.prototype.emit.call(this, event, ...values)
  }
  if (delayMs === 0) return handOver()
  setTimeout(handOver, delayMs)
  return true
}
