/** Records as HTTP requests, one body a request: what the system file says of a tenant, and the bytes of its records between brackets. */

import type { Driver, DriverEvents } from '../driver.ts'
import type { SharedLoad } from '../thread-messages.ts'
import { readOutcome } from './read-outcome.ts'
import type { HttpTransport, TransportOptions } from './transport.ts'

const comma = Buffer.from(',')
const opening = Buffer.from('[')
const closing = Buffer.from(']')

/** How a transport is made once its events are known. */
export type OpenTransport = (events: Pick<TransportOptions, 'onAnswer' | 'onLost' | 'onFree'>) => HttpTransport

export function httpDriver(
  { bodies, operations, tenantOfRecord, requests }: SharedLoad,
  open: OpenTransport,
  events: DriverEvents,
): Driver {
  const transport = open({
    onAnswer: (request, answer) => {
      const carried = (requests.first[request + 1] ?? 0) - (requests.first[request] ?? 0)
      events.onOutcomes(request, answer.status, readOutcome(answer, carried))
    },
    onLost: (request, kind) => events.onLost(request, kind),
    onFree: () => events.onFree(),
  })

  function send(request: number, carried: Uint32Array, sentUs: number): void {
    const isSingle = carried.length === 1
    const body: Uint8Array[] = isSingle ? [] : [opening]
    let tenant = 0
    for (let position = 0; position < carried.length; position++) {
      const record = operations.recordIndex[carried[position] as number] as number
      const start = bodies.offset[record] as number
      tenant = tenantOfRecord[record] as number
      if (position > 0) body.push(comma)
      body.push((bodies.slabs[bodies.slab[record] as number] as Uint8Array).subarray(start, start + (bodies.length[record] as number)))
    }
    if (!isSingle) body.push(closing)
    transport.post(request, tenant, body, sentUs)
  }

  return driverOver(transport, send)
}

/** Everything of a driver but its way to ask. */
export function driverOver(transport: HttpTransport, send: Driver['send']): Driver {
  return {
    get freeSlots() {
      return transport.freeSlots
    },
    get inFlight() {
      return transport.inFlight
    },
    get nextTimeoutUs() {
      return transport.nextTimeoutUs
    },
    answers: transport.answers,
    send,
    expire: (nowUs) => transport.expire(nowUs),
    close: () => transport.close(),
  }
}
