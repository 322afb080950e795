import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { readSwitches } from './switches.ts'

const env = { STACK_KAFKA_BROKERS: '127.0.0.1:9092', STACK_DATABASE_URL: 'postgres://u@/db', STACK_TEST_SWITCHES: 'last-wins' }

test('switches are honoured under test alone', () => {
  expect(readConfig('matcher', env).switches).toEqual([])
  expect(readConfig('matcher', { ...env, STACK_UNDER_TEST: '1' }).switches).toEqual(['last-wins'])
})

test('everything that is wrong with the environment is told at once', () => {
  expect(() => readConfig('api', { STACK_PARTITIONS: 'many' })).toThrow(
    'bad configuration: STACK_PARTITIONS must be a whole number from 1 to 4096, got many; STACK_KAFKA_BROKERS must be set; ' +
      'STACK_DATABASE_URL must be set; STACK_ADMIN_KEY must be set',
  )
})

test.each(['last-win', 'kill:now', 'kill:between-commits@0', 'drop-one-in-thousand@x'])('the switch %s is refused', (name) => {
  expect(() => readSwitches([name])).toThrow('switch')
})

test('a database that refuses does so once, from the message that was named', () => {
  const switches = readSwitches(['database-refuses-after-publish@20', 'decide-twice'])
  expect(switches.has('decide-twice')).toBe(true)
  expect(switches.has('last-wins')).toBe(false)
  expect(() => switches.refuseCommit(1, 19)).not.toThrow()
  expect(() => switches.refuseCommit(2, 1)).toThrow('refuses')
  expect(() => switches.refuseCommit(3, 9)).not.toThrow()
})
