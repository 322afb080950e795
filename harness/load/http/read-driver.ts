/** Reads of records that were sent before: one GET each. The paths stand where a load that sends has its bodies. */

import type { Driver, DriverEvents, RecordOutcome } from '../driver.ts'
import type { SharedLoad } from '../thread-messages.ts'
import { driverOver } from './http-driver.ts'
import type { OpenTransport } from './http-driver.ts'
import { readOutcome } from './read-outcome.ts'

/** The record, or that it is not there yet: a read may overtake the decision, and 404 is then the right answer. */
const served: readonly RecordOutcome[] = [{ kind: 'accepted', partition: -1, offset: -1 }]

export function readDriver({ bodies, operations, tenantOfRecord }: SharedLoad, open: OpenTransport, events: DriverEvents): Driver {
  const transport = open({
    onAnswer: (request, answer) => {
      const isServed = answer.status === 200 || answer.status === 404
      // Only a 202 is read for results, and no read is answered with one.
      events.onOutcomes(request, answer.status, isServed ? served : readOutcome(answer, 1))
    },
    onLost: (request, kind) => events.onLost(request, kind),
    onFree: () => events.onFree(),
  })
  return driverOver(transport, (request, [operation = 0], sentUs) => {
    const record = operations.recordIndex[operation] as number
    const start = bodies.offset[record] as number
    const slab = bodies.slabs[bodies.slab[record] as number] as Uint8Array
    const path = Buffer.from(slab.buffer, slab.byteOffset + start, bodies.length[record] as number).toString('latin1')
    transport.get(request, tenantOfRecord[record] as number, path, sentUs)
  })
}
