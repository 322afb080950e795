import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inspectMachine } from './inspect-machine.ts'

test('every fact is told once, and what is not fine says what to type', async () => {
  const facts = await inspectMachine({ runsFolder: join(import.meta.dirname, 'no', 'such', 'folder') })
  expect(facts.map(({ name }) => name)).toEqual([
    'node',
    'java',
    'kafka',
    'maven',
    'postgres',
    'redis',
    'containers',
    'chromium',
    'cpus',
    'memory',
    'disk for the stack',
    'disk for runs',
  ])
  expect(facts.filter(({ state, hint }) => state !== 'fine' && hint === undefined)).toEqual([])
  expect(facts.filter(({ state, found, hint }) => state === 'fine' && found === undefined && hint === undefined)).toEqual([])
})
