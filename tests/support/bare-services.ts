/** A system without processes of its own: PostgreSQL, Kafka and, where there is one, Redis. */

import { defineSystem } from '../../harness/system/define-system.ts'

export const bareServices = defineSystem({
  name: 'bare-services',
  description: 'Services alone, for tests of the environment.',
  local: { postgres: true, kafka: true, redis: 'if-present', processes: () => [] },
  connect: () => {
    throw new Error('bare services are not a system to be tested')
  },
})
