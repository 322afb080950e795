import { expect, test } from 'vitest'
import { HarnessError } from '../model/errors.ts'
import type { ErrorCode } from '../model/errors.ts'
import type { SystemDefinition } from '../system/port.ts'
import { canDoWithout } from './start.ts'

const worker = { name: 'server', script: '/server.ts', replicas: 1, lifetime: 'service', environment: () => ({}) } as const
const systemOf = (processes: readonly (typeof worker)[]): SystemDefinition => ({
  name: 'mine',
  description: '',
  local: { postgres: false, kafka: false, redis: 'never', processes: () => processes },
  containers: {
    composeFile: '/compose.yml',
    replicated: [],
    once: [],
    ports: [],
    environment: () => ({}),
    endpoints: () => ({ kafkaBrokers: [], databaseUrl: '', redisUrl: undefined, adminKey: '', ports: {} }),
  },
  connect: () => {
    throw new Error('nobody connects here')
  },
})

test.each([
  ['no engine', 'NO_ENGINE', [worker], true],
  ['no engine, and no process to start instead', 'NO_ENGINE', [], false],
  ['a stack that is not ready', 'STACK_NOT_READY', [worker], false],
] as const)('auto with %s (%s)', (_what, code: ErrorCode, processes, expected) => {
  expect(canDoWithout(systemOf(processes), new HarnessError(code, 'x', { hint: 'y' }))).toBe(expected)
})
