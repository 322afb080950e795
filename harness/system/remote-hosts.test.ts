import { describe, expect, test } from 'vitest'
import { HarnessError } from '../model/errors.ts'
import type { RemoteHosts } from './port.ts'
import { remoteProblems, requireAllowedHosts } from './remote-hosts.ts'

const table: Readonly<Record<string, readonly string[]>> = {
  localhost: ['127.0.0.1', '::1'],
  'forwarded.test': ['127.0.0.2'],
  'production.test': ['192.0.2.10'],
  'staging.test': ['192.0.2.20', '2001:db8::20'],
  'half.test': ['127.0.0.1', '192.0.2.30'],
  'empty.test': [],
}
const asked: string[] = []
const resolve = async (host: string): Promise<readonly string[]> => {
  asked.push(host)
  const addresses = table[host]
  if (addresses === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
  return addresses
}
const remote: RemoteHosts = { hosts: ['staging.test', '192.0.2.99'], ratePerSecondMax: 500, tenantPrefix: 'loadtest-' }

async function refusal(hosts: readonly string[], allowed?: RemoteHosts): Promise<HarnessError | undefined> {
  const system = { name: 'mine', ...(allowed === undefined ? {} : { remote: allowed }) }
  const error: unknown = await requireAllowedHosts(hosts, system, resolve).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error === undefined || error instanceof HarnessError) return error
  throw error
}

describe('loopback needs nobody’s leave', () => {
  test.each([
    '127.0.0.1',
    '127.8.9.10',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    'localhost',
    'LocalHost.',
    'forwarded.test',
    '/var/run/postgresql',
  ])('%s', async (host) => expect(await refusal([host])).toBeUndefined())
})

describe('anything else is refused, with where it leads', () => {
  test.each([
    ['192.0.2.1', 'is not loopback'],
    ['2001:db8::1', 'is not loopback'],
    ['::ffff:192.0.2.1', 'is not loopback'],
    ['0.0.0.0', 'is not loopback'],
    ['::', 'is not loopback'],
    ['production.test', 'is 192.0.2.10, which is not loopback'],
    ['half.test', 'is 192.0.2.30, which is not loopback'],
    ['empty.test', 'has no address'],
    ['nowhere.test', 'has no address (ENOTFOUND)'],
  ])('%s', async (host, problem) => {
    for (const allowed of [undefined, remote]) {
      expect(await refusal(['127.0.0.1', host], allowed)).toMatchObject({
        code: 'BAD_CONFIGURATION',
        exitStatus: 64,
        problems: [`${host}: ${problem}`],
      })
    }
  })

  test('all at once, and with the lines that would let them pass', async () => {
    const error = await refusal(['production.test', '192.0.2.1', 'production.test'])
    expect(error?.problems).toHaveLength(2)
    expect(error?.hint).toContain("remote: { hosts: ['production.test', '192.0.2.1'], ratePerSecondMax: 100, tenantPrefix: 'loadtest-' }")
    const added = await refusal(['production.test', 'staging.test'], remote)
    expect(added?.hint).toContain(
      "remote: { hosts: ['staging.test', '192.0.2.99', 'production.test'], ratePerSecondMax: 500, tenantPrefix: 'loadtest-' }",
    )
  })
})

test('what the system file names passes by its exact name alone, and is not even looked up', async () => {
  asked.length = 0
  expect(await refusal(['staging.test', 'Staging.test.', '192.0.2.99'], remote)).toBeUndefined()
  expect(asked).toEqual([])
  for (const host of ['api.staging.test', 'staging.test.evil.test', '192.0.2.20']) {
    expect((await refusal([host], remote))?.code, host).toBe('BAD_CONFIGURATION')
  }
})

test.each([
  [{}, []],
  [{ hosts: ['::1', 'a', 'kafka_1.staging.test'] }, []],
  [{ hosts: [] }, ['remote.hosts must name a host, got none']],
  [{ hosts: ['*.test'] }, [expect.stringContaining('got "*.test"')]],
  [{ hosts: ['staging.test:9092'] }, [expect.stringContaining('got "staging.test:9092"')]],
  [{ hosts: ['http://staging.test'] }, [expect.stringContaining('got "http://staging.test"')]],
  [{ ratePerSecondMax: 0 }, ['remote.ratePerSecondMax must be a number above 0, got 0']],
  [{ ratePerSecondMax: Number.POSITIVE_INFINITY }, ['remote.ratePerSecondMax must be a number above 0, got Infinity']],
  [{ tenantPrefix: '' }, [expect.stringContaining('got ""')]],
  [{ tenantPrefix: 'loadtest' }, [expect.stringContaining('got "loadtest"')]],
])('an allow-list with %j has the problems %j', (change, problems) => {
  expect(remoteProblems({ ...remote, ...change })).toEqual(problems)
})
