/** The driver that a thread's target asks for. The one place that knows all of them; a client of Kafka is loaded only where there is one. */

import type { Driver, DriverEvents } from './driver.ts'
import { httpDriver } from './http/http-driver.ts'
import type { OpenTransport } from './http/http-driver.ts'
import { netTransport } from './http/net-transport.ts'
import { readDriver } from './http/read-driver.ts'
import type { ThreadInput } from './thread-messages.ts'

/** Connections that are open before the first request; more are made as they are needed. */
const warmConnections = 8

export type OpenDriver = (events: DriverEvents) => Driver

/** Resolves when the target can be sent to; the events are bound before the first request. */
export async function openDriver(input: ThreadInput, clock: () => number, own: number): Promise<OpenDriver> {
  const { target, load, slots, requestTimeoutUs } = input
  if (target.kind === 'kafka') {
    const { openKafkaDriver } = await import('./kafka/kafka-driver.ts')
    const relayed = relay()
    const driver = await openKafkaDriver(load, { target, slots, requestTimeoutUs, clock }, relayed.events)
    return (events) => {
      relayed.to(events)
      return driver
    }
  }
  const { host, port, tls, targets, call } = target
  const secure = tls === undefined ? undefined : (await import('./http/undici-transport.ts')).undiciTransport
  const open: OpenTransport = (events) => {
    const options = { host, port, slots, requestTimeoutUs, ...events }
    const transport = secure === undefined || tls === undefined ? netTransport(options, targets) : secure(options, targets, tls)
    transport.warm(Math.min(slots, warmConnections, own))
    return transport
  }
  return (events) => (call === 'read' ? readDriver : httpDriver)(load, open, events)
}

/** Events for a driver that is there before the loop that listens to it. */
function relay(): { readonly events: DriverEvents; to(listener: DriverEvents): void } {
  let listener: DriverEvents | undefined
  return {
    events: {
      onOutcomes: (...told) => listener?.onOutcomes(...told),
      onLost: (...told) => listener?.onLost(...told),
      onFree: () => listener?.onFree(),
    },
    to: (to) => {
      listener = to
    },
  }
}
