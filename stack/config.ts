/** The stack's settings: the one file that reads the environment. Every problem is told at once. */

import type { LayoutSettings, NodeAddress } from './migrations/table-layout.ts'

export interface StackConfig {
  readonly brokers: readonly string[]
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  readonly partitions: number
  readonly decisionPartitions: number
  readonly tables: LayoutSettings
  readonly apiHost: string
  readonly apiPort: number
  readonly adminKey: string
  readonly replica: string
  readonly metricsHost: string
  readonly metricsPort: number
  /** How long a service waits for Kafka, and for the database, before it ends. */
  readonly kafkaPatienceMs: number
  readonly databasePatienceMs: number
  /** Seeded bugs and kill points; always empty outside tests. */
  readonly switches: readonly string[]
}

export type Service = 'api' | 'matcher' | 'migrations'

/** Settings of one service from the process's environment; throws one error that lists everything that is wrong. */
export function readConfig(service: Service, env: NodeJS.ProcessEnv = process.env): StackConfig {
  const problems: string[] = []
  const underTest = env['STACK_UNDER_TEST'] === '1'
  const partitions = whole('STACK_PARTITIONS', 48, 1, 4_096)
  const config: StackConfig = {
    brokers: required('STACK_KAFKA_BROKERS')
      .split(',')
      .filter((broker) => broker !== ''),
    databaseUrl: required('STACK_DATABASE_URL'),
    redisUrl: optional('STACK_REDIS_URL'),
    partitions,
    // Each transaction of a matcher writes a marker into each partition that it touched: a few are enough for readers.
    decisionPartitions: whole('STACK_DECISION_PARTITIONS', Math.min(partitions, 6), 1, 4_096),
    tables: {
      // Each partition costs a batch about 0.1 ms of the database's time (docs/decisions/0011).
      tablePartitions: whole('STACK_TABLE_PARTITIONS', 2, 1, 64),
      citusShards: whole('STACK_CITUS_SHARDS', 8, 1, 1_024),
      citusWorkers: nodes('STACK_CITUS_WORKERS'),
      // How the workers reach the coordinator.
      citusCoordinator: nodes('STACK_CITUS_COORDINATOR')[0] ?? { host: 'localhost', port: 5432 },
    },
    apiHost: optional('STACK_API_HOST') ?? '127.0.0.1',
    apiPort: whole('STACK_API_PORT', 8080, 0, 65_535),
    adminKey: service === 'api' ? required('STACK_ADMIN_KEY') : '',
    replica: optional('STACK_REPLICA') ?? '0',
    metricsHost: optional('STACK_METRICS_HOST') ?? '127.0.0.1',
    metricsPort: whole('STACK_METRICS_PORT', 0, 0, 65_535),
    kafkaPatienceMs: whole('STACK_KAFKA_PATIENCE_S', 300, 1, 86_400) * 1_000,
    databasePatienceMs: whole('STACK_DATABASE_PATIENCE_S', 300, 1, 86_400) * 1_000,
    switches: underTest ? (optional('STACK_TEST_SWITCHES') ?? '').split(',').filter((name) => name !== '') : [],
  }
  if (problems.length > 0) throw new Error(`bad configuration: ${problems.join('; ')}`)
  return config

  function optional(name: string): string | undefined {
    const value = env[name]
    return value === undefined || value === '' ? undefined : value
  }
  function required(name: string): string {
    const value = optional(name)
    if (value === undefined) problems.push(`${name} must be set`)
    return value ?? ''
  }
  function nodes(name: string): NodeAddress[] {
    const texts = (optional(name) ?? '').split(',').filter((text) => text !== '')
    return texts.map((text) => {
      const [, host = '', port = ''] = /^([^:\s]+):(\d{1,5})$/.exec(text) ?? []
      if (host === '' || Number(port) > 65_535) problems.push(`${name} must be a list of host:port, got ${text}`)
      return { host, port: Number(port) }
    })
  }
  function whole(name: string, usual: number, min: number, max: number): number {
    const text = optional(name)
    if (text === undefined) return usual
    const value = Number(text)
    if (!Number.isInteger(value) || value < min || value > max)
      problems.push(`${name} must be a whole number from ${min} to ${max}, got ${text}`)
    return value
  }
}
