/** A system that is running already, started by nobody of ours: its file says where it is, and there is nothing to start, to watch or to end. */

import { HarnessError } from '../model/errors.ts'
import type { SystemDefinition } from '../system/port.ts'
import type { StartedEnvironment } from './port.ts'

/** Whether a system file names nothing that could be started. */
export function startsNothing(definition: SystemDefinition): boolean {
  return definition.containers === undefined && startsNothingLocally(definition)
}

/** Whether it has no other form than containers, if it has that one. */
export function startsNothingLocally({ local }: SystemDefinition): boolean {
  if (local.postgres || local.kafka || local.redis !== 'never') return false
  return local.processes({ matchers: 1, switches: [], underTest: false }).length === 0
}

/** Others may use it at the same time, as any stack that a run attaches to. */
export function attachElsewhere({ remote }: SystemDefinition): StartedEnvironment {
  const limits =
    remote === undefined
      ? []
      : [`it may be on ${remote.hosts.join(', ')}: at most ${remote.ratePerSecondMax} records/s, tenants ${remote.tenantPrefix}…`]
  return {
    kind: 'attach',
    endpoints: { kafkaBrokers: [], databaseUrl: '', redisUrl: undefined, adminKey: '', ports: {} },
    processes: [],
    restartable: [],
    notes: ['the system was running already: its processes are not watched', ...limits],
    versions: {},
    died: new Promise(() => undefined),
    sample: async () => [],
    signalProcess: async () => nothingOfOurs(),
    restartProcess: async () => nothingOfOurs(),
    expectDeaths: nothingOfOurs,
    async [Symbol.asyncDispose]() {},
  }
}

function nothingOfOurs(): never {
  throw new HarnessError('BAD_CONFIGURATION', 'the system was running already: none of its processes can be stopped or started', {
    hint: 'take the faults out of the scenario, or let the system file start the system',
  })
}
