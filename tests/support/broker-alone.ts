/** A real broker and nothing else, with an administrator's connection to it. */

import { Kafka, logLevel } from 'kafkajs'
import type { Admin } from 'kafkajs'
import { startLocal } from '../../harness/environment/local/start-local.ts'
import type { StartedEnvironment } from '../../harness/environment/port.ts'

export interface BrokerAlone extends AsyncDisposable {
  readonly environment: StartedEnvironment
  readonly kafka: Kafka
  readonly admin: Admin
}

export async function startBrokerAlone(logDir: string): Promise<BrokerAlone> {
  await using started = new AsyncDisposableStack()
  const environment = started.use(
    await startLocal(
      {
        name: 'kafka-alone',
        description: 'A broker.',
        local: { postgres: false, kafka: true, redis: 'never', processes: () => [] },
        connect: () => {
          throw new Error('there is no system to connect to')
        },
      },
      { matchers: 0, switches: [], underTest: false, logDir, progress: () => undefined, signal: AbortSignal.timeout(180_000) },
    ),
  )
  const brokers = [...environment.endpoints.kafkaBrokers]
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING, retry: { retries: 30, maxRetryTime: 500 } })
  const admin = kafka.admin()
  await admin.connect()
  started.defer(() => admin.disconnect())
  const all = started.move()
  return { environment, kafka, admin, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
