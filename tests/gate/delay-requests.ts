/** Loaded into a server before its own code, `--import=…/delay-requests.ts?ms=5`: each request is handed to it so much later. A slowdown of a known size. */

import { EventEmitter } from 'node:events'
import { Server } from 'node:http'

const delayMs = Number(new URL(import.meta.url).searchParams.get('ms'))

Server.prototype.emit = function (this: Server, event: string | symbol, ...given: unknown[]): boolean {
  if (event !== 'request') return EventEmitter.prototype.emit.call(this, event, ...given)
  setTimeout(() => EventEmitter.prototype.emit.call(this, event, ...given), delayMs)
  return true
}
