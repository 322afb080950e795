/** The reference stack on services that several runs share: an api and matchers for each run, told apart from others' by its tenants alone. */

import type { StartedEnvironment } from '../../harness/environment/port.ts'
import type { Endpoints, SystemDefinition } from '../../harness/system/port.ts'
import eventDriven from '../../systems/event-driven.ts'

/** One run after the other: those that follow find the tables and topics of those before, as after any restart of a stack. */
export function eventDrivenOn({ endpoints }: Pick<StartedEnvironment, 'endpoints'>): SystemDefinition {
  const { kafkaBrokers, databaseUrl, redisUrl } = endpoints
  const whole = (own: Endpoints): Endpoints => ({ ...own, kafkaBrokers, databaseUrl, redisUrl })
  return {
    ...eventDriven,
    local: {
      postgres: false,
      kafka: false,
      redis: 'never',
      processes: (options) =>
        eventDriven.local
          .processes(options)
          .map((spec) => ({ ...spec, environment: (own, replica, switches) => spec.environment(whole(own), replica, switches) })),
    },
    connect: (own) => eventDriven.connect(whole(own)),
  }
}
