/** The reference stack's event-driven arm: api, Kafka, stateless matchers in one consumer group, PostgreSQL. */

import { connectWireSystem, defineSystem } from '../harness/index.ts'
import type { Endpoints } from '../harness/index.ts'

/**
 * On one machine, as processes or containers. Fewer than the stack's own 48 and 6: each costs the one broker and its clients something in every fetch and commit, and a
 * machine that runs everything has few matchers to spread them over.
 */
const localPartitions = { records: 12, decisions: 3 } as const

export default defineSystem({
  name: 'event-driven',
  description: 'Each record an event on Kafka; stateless matchers in one consumer group; answers in PostgreSQL.',
  local: {
    postgres: true,
    kafka: true,
    redis: 'if-present',
    processes: ({ matchers, underTest }) => [
      {
        name: 'migrations',
        script: 'stack/migrations/main.ts',
        replicas: 1,
        lifetime: 'once',
        environment: (endpoints) => ({
          ...shared(endpoints),
          STACK_PARTITIONS: `${Math.max(localPartitions.records, matchers)}`,
          STACK_DECISION_PARTITIONS: `${localPartitions.decisions}`,
        }),
      },
      {
        name: 'api',
        script: 'stack/api/main.ts',
        replicas: 1,
        lifetime: 'service',
        readyPath: '/health/ready',
        environment: (endpoints, replica, switches) => ({
          ...shared(endpoints),
          ...underTestOnly(underTest, switches),
          ...(endpoints.redisUrl === undefined ? {} : { STACK_REDIS_URL: endpoints.redisUrl }),
          STACK_ADMIN_KEY: endpoints.adminKey,
          // The same port again after a restart: the load goes on to where it went before.
          STACK_API_PORT: `${endpoints.ports[`api-${replica}`] ?? 0}`,
        }),
      },
      {
        name: 'matcher',
        script: 'stack/matcher/main.ts',
        replicas: matchers,
        lifetime: 'service',
        readyPath: '/health/ready',
        environment: (endpoints, replica, switches) => ({
          ...shared(endpoints),
          ...underTestOnly(underTest, switches),
          STACK_REPLICA: `${replica}`,
          STACK_METRICS_PORT: `${endpoints.ports[`matcher-${replica}`] ?? 0}`,
        }),
      },
    ],
  },
  containers: {
    composeFile: 'docker-compose.yml',
    replicated: ['api', 'matcher'],
    once: ['postgres-log', 'migrations'],
    ports: ['kafka', 'postgres', 'api'],
    environment: ({ matchers, underTest, switches }, { ports, adminKey, databasePassword }) => ({
      TENFOLD_KAFKA_PORT: `${ports['kafka']}`,
      TENFOLD_POSTGRES_PORT: `${ports['postgres']}`,
      TENFOLD_API_PORT: `${ports['api']}`,
      TENFOLD_ADMIN_KEY: adminKey,
      TENFOLD_DATABASE_PASSWORD: databasePassword,
      TENFOLD_MATCHERS: `${matchers}`,
      TENFOLD_PARTITIONS: `${Math.max(localPartitions.records, matchers)}`,
      TENFOLD_DECISION_PARTITIONS: `${localPartitions.decisions}`,
      ...(underTest ? { TENFOLD_UNDER_TEST: '1', TENFOLD_TEST_SWITCHES: switches.join(',') } : {}),
    }),
    endpoints: ({ ports, adminKey, databasePassword }) => ({
      kafkaBrokers: [`127.0.0.1:${ports['kafka']}`],
      databaseUrl: `postgres://tenfold:${databasePassword}@127.0.0.1:${ports['postgres']}/stack`,
      // As the api reaches it: nobody else does, so its port is not published.
      redisUrl: 'redis://redis:6379',
      adminKey,
      ports: { 'api-0': ports['api'] ?? 0 },
    }),
  },
  connect: (endpoints) => connectWireSystem({ name: 'event-driven', endpoints, api: 'api-0', groupId: 'matchers' }),
})

function shared({ kafkaBrokers, databaseUrl }: Endpoints): Readonly<Record<string, string>> {
  return {
    STACK_KAFKA_BROKERS: kafkaBrokers.join(','),
    STACK_DATABASE_URL: databaseUrl,
    // Batches of records live for milliseconds: with a larger nursery they are not copied on. A tenth less CPU at 6,000 records/s.
    NODE_OPTIONS: '--max-semi-space-size=32',
  }
}

function underTestOnly(underTest: boolean, switches: readonly string[]): Readonly<Record<string, string>> {
  return underTest ? { STACK_UNDER_TEST: '1', STACK_TEST_SWITCHES: switches.join(',') } : {}
}
