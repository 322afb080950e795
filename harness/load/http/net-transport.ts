/** Plain HTTP over the engine on `node:net`: the heads of all requests are bytes before the first one leaves. */

import { HttpEngine } from './engine.ts'
import { getHead, postHead } from './request-head.ts'
import type { HttpTarget, HttpTransport, TransportOptions } from './transport.ts'

const nothing: readonly Uint8Array[] = []

export function netTransport(options: TransportOptions, targets: readonly HttpTarget[]): HttpTransport {
  const engine = new HttpEngine(options)
  const heads = targets.map((target) => postHead(options, target))
  return {
    get freeSlots() {
      return engine.freeSlots
    },
    get inFlight() {
      return engine.inFlight
    },
    get nextTimeoutUs() {
      return engine.nextTimeoutUs
    },
    answers: engine.answers,
    warm: (count) => engine.warm(count),
    post: (request, target, body, sentUs) => engine.send(request, heads[target] as Buffer, body, sentUs),
    get: (request, target, path, sentUs) => engine.send(request, getHead(options, targets[target] as HttpTarget, path), nothing, sentUs),
    expire: (nowUs) => engine.expire(nowUs),
    close: () => engine.close(),
  }
}
