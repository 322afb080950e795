import { expect, test } from 'vitest'
import { defineSystem } from './define-system.ts'
import type { ProcessSpec, SystemDefinition } from './port.ts'

function system(name: string, ...specs: readonly Partial<ProcessSpec>[]): SystemDefinition {
  const usual: ProcessSpec = { name: 'api', script: 'api.ts', replicas: 1, lifetime: 'service', environment: () => ({}) }
  return {
    name,
    description: '',
    local: { postgres: false, kafka: false, redis: 'never', processes: () => specs.map((spec) => ({ ...usual, ...spec })) },
    connect: () => {
      throw new Error('not connected in this test')
    },
  }
}

test('a good definition comes back as it is, and services that are not named are none', () => {
  const definition = system('event-driven', { name: 'api' }, { name: 'matcher', replicas: 40 })
  expect(defineSystem(definition)).toEqual(definition)
  const bare = defineSystem({ ...definition, local: { processes: () => [] } })
  expect(bare.local).toMatchObject({ postgres: false, kafka: false, redis: 'never' })
})

test('all problems of a definition are told together', () => {
  const definition = system(
    'Event Driven',
    { name: 'a' },
    { name: 'a' },
    { name: 'B' },
    { name: 'c', replicas: 0 },
    { name: 'd', lifetime: 'once', replicas: 2 },
  )
  expect(() => defineSystem(definition)).toThrow(
    expect.objectContaining({
      code: 'BAD_CONFIGURATION',
      problems: [
        'name must be lower-case words joined by "-", got "Event Driven"',
        'process a is named twice',
        'process name must be lower-case words joined by "-", got "B"',
        'process c: replicas must be a whole number above 0, got 0',
        'process d runs once, so it has one replica, got 2',
      ],
    }) as Error,
  )
})

test('what it allows elsewhere must be hosts, a rate and a prefix', () => {
  const remote = { hosts: ['http://staging.test'], ratePerSecondMax: 0, tenantPrefix: 'loadtest' }
  expect(() => defineSystem({ ...system('mine', {}), remote })).toThrow(
    expect.objectContaining({
      code: 'BAD_CONFIGURATION',
      problems: [
        expect.stringContaining('got "http://staging.test"'),
        expect.stringContaining('got 0'),
        expect.stringContaining('got "loadtest"'),
      ],
    }) as Error,
  )
  // A slip that the types would show, in a file that is run without them.
  const slip = { host: 'staging.test' } as unknown as typeof remote
  expect(() => defineSystem({ ...system('mine', {}), remote: slip })).toThrow(
    expect.objectContaining({ code: 'BAD_CONFIGURATION' }) as Error,
  )
})
