import { mkdtempDisposable, readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { imagesFact, portsFact } from './inspect-containers.ts'
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
    'disk for containers',
    'images',
    'ports',
    'k6',
    'chromium',
    'cpus',
    'memory',
    'disk for the stack',
    'disk for runs',
    'folder for runs',
  ])
  expect(facts.filter(({ state, hint }) => state !== 'fine' && hint === undefined)).toEqual([])
  expect(facts.filter(({ state, found, hint }) => state === 'fine' && found === undefined && hint === undefined)).toEqual([])
})

test.each(['/proc/nothing/runs', join(import.meta.filename, 'runs')])(
  'a folder for runs that cannot be made is told: %s',
  async (runsFolder) => {
    const facts = await inspectMachine({ runsFolder })
    expect(facts.at(-1)).toMatchObject({ name: 'folder for runs', state: 'missing', hint: expect.stringContaining('cannot be written (E') })
  },
)

test('looking whether a folder can be written leaves nothing in it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-doctor-'))
  const runsFolder = join(folder.path, 'deep', 'runs')
  expect((await inspectMachine({ runsFolder })).at(-1)).toMatchObject({
    state: 'fine',
    found: `${runsFolder}, to be made in ${folder.path}`,
  })
  expect(await readdir(folder.path)).toEqual([])
})

test.each([
  [undefined, 'reduced', undefined, ['once there is one: npm run --silent images > .env']],
  [[], 'reduced', undefined, ['kafka:1: docker pull kafka:1', 'own:1: docker compose build', 'npm run --silent images > .env']],
  [['kafka:1', 'other:2'], 'reduced', 'kafka:1', ['own:1: docker compose build']],
  [['own:1', 'kafka:1'], 'fine', 'kafka:1, own:1', []],
] as const)('of two images an engine with %j has %s', (tags, state, found, hints) => {
  const images = [
    { image: 'kafka:1', isBuilt: false },
    { image: 'own:1', isBuilt: true },
  ]
  const fact = imagesFact({ images }, tags)
  expect([fact.state, fact.found]).toEqual([state, found])
  for (const hint of hints) expect(fact.hint).toContain(hint)
})

test('a fixed port that is taken is told with what to type', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const fact = await portsFact({ ports: [{ port, variable: 'TENFOLD_API_PORT' }] })
  await new Promise((resolve) => server.close(resolve))
  expect(fact).toMatchObject({ name: 'ports', state: 'reduced' })
  expect(fact.hint).toContain(`${port} taken`)
  expect(fact.hint).toMatch(/TENFOLD_API_PORT=\d+ docker compose up --wait/)
  expect(await portsFact({ ports: [{ port, variable: 'TENFOLD_API_PORT' }] })).toMatchObject({ state: 'fine' })
})
