/**
 * Loaded into a server before its own code, `--import=…/slow-requests.ts?delayMs=5&workMicros=300`: each request is handed to it so much later, and costs so much more
 * processor time. A slowdown of a known size.
 */

import { EventEmitter } from 'node:events'
import { Server } from 'node:http'

const given = new URL(import.meta.url).searchParams
const delayMs = Number(given.get('delayMs'))
const workNanos = BigInt(given.get('workMicros') ?? 0) * 1_000n

Server.prototype.emit = function (this: Server, event: string | symbol, ...values: unknown[]): boolean {
  if (event !== 'request') return EventEmitter.prototype.emit.call(this, event, ...values)
  const handOver = (): boolean => {
    work()
    return EventEmitter.prototype.emit.call(this, event, ...values)
  }
  if (delayMs === 0) return handOver()
  setTimeout(handOver, delayMs)
  return true
}

function work(): void {
  const until = process.hrtime.bigint() + workNanos
  while (process.hrtime.bigint() < until);
}
