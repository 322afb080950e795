import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connectHttpSystem, defineScenario, defineSystem, runScenario } from '../../harness/index.ts'
import { writePaymentsHistory } from '../package/payments-history.ts'
import { leftProjects, requireEngine } from './engine.ts'

const compose = `
services:
  server:
    image: \${TENFOLD_IMAGE_STACK:-tenfold/stack:0.1.0}
    command: [node, /srv/own/server.ts]
    volumes: ['${join(import.meta.dirname, '..', 'package', 'consumer')}:/srv/own:ro']
    environment: { ADMIN_KEY: '\${ADMIN_KEY}', HOST: 0.0.0.0, PORT: '8080' }
    ports: ['127.0.0.1:\${SERVER_PORT}:8080']
`

const scenario = defineScenario({
  name: 'own-compose-file',
  description: 'Two seconds through a system of somebody else’s, in a container without a check of its health.',
  history: { kind: 'files', files: ['history/*.csv'], profile: 'history/profile.json' },
  load: { executor: 'constant-arrival-rate', rate: 100, duration: '2s', warmUp: { duration: '500ms', rate: 50 } },
  thresholds: { anomalies: ['count==0'] },
})

/** As docs/library.md shows it. */
const inContainers = (composeFile: string) =>
  defineSystem({
    name: 'pairs',
    description: 'Pairs by reference, in one container.',
    local: { processes: () => [] },
    containers: {
      composeFile,
      replicated: [],
      once: [],
      ports: ['server'],
      environment: (_options, { ports, adminKey }) => ({ SERVER_PORT: `${ports['server']}`, ADMIN_KEY: adminKey }),
      endpoints: ({ ports, adminKey }) => ({ kafkaBrokers: [], databaseUrl: '', redisUrl: undefined, adminKey, ports }),
    },
    connect: ({ ports, adminKey }) => connectHttpSystem({ name: 'pairs', port: ports['server'] ?? 0, adminKey }),
  })

test("a user's own compose file, of a service without a check of its health: started, judged, and nothing is left", async () => {
  const engine = await requireEngine()
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-own-compose-'))
  await writePaymentsHistory(folder.path)
  const composeFile = join(folder.path, 'compose.yml')
  await writeFile(composeFile, compose)
  const { summary, failure } = await runScenario(scenario, inContainers(composeFile), {
    folder: folder.path,
    seed: 7,
    runtime: 'containers',
  })
  expect([failure, summary.verdict.kind]).toEqual([undefined, 'pass'])
  expect(await leftProjects(engine)).toEqual([])
})
