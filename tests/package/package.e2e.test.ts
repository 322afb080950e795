import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ended } from './consumer-project.ts'
import { runCommand, writeProject } from './consumer-project.ts'

const root = join(import.meta.dirname, '..', '..')
let folder = ''
let project = ''
let nodeBefore: Ended

const run = (command: string, ...args: readonly string[]): Promise<Ended> => runCommand(project, process.env, command, ...args)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-package-'))
  project = join(folder, 'project')
  const packing = await runCommand(root, process.env, 'npm', 'pack', '--pack-destination', folder)
  expect(packing.status, packing.stderr).toBe(0)
  const [tarball = ''] = await readdir(folder)
  await writeProject(project)
  nodeBefore = await run('npm', 'run', '--silent', 'node-version')
  // No script of any package is needed, so none is run.
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund']
  const installing = await run('npm', 'install', '--prefer-offline', ...quiet, join(folder, tarball))
  expect(installing.status, installing.stderr).toBe(0)
}, 600_000)

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))

test('the package holds what runs, with its declarations, and neither sources nor the reference stack', async () => {
  const installed = join(project, 'node_modules', 'tenfold')
  const paths = await readdir(installed, { recursive: true })
  expect(paths).toEqual(
    expect.arrayContaining([
      'bin/tenfold.js',
      'dist/harness/cli.js',
      'dist/harness/index.d.ts',
      'dist/harness/load/thread.js',
      'dist/harness/environment/local/kafka/pom.xml',
      'dist/replay/samples/profile.json',
      'dist/reports/index.js',
      'dist/scenarios/smoke.js',
      'dist/systems/event-driven.js',
      'LICENSE',
    ]),
  )
  expect(paths.filter((path) => /^(?:dist\/)?stack(?:\/|$)/.test(path) || path.includes('.test.') || /(?<!\.d)\.ts$/.test(path))).toEqual(
    [],
  )
  expect(existsSync(join(root, 'dist'))).toBe(false)
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    readonly engines: unknown
    readonly optionalDependencies: object
  }
  expect(manifest.engines).toEqual({ node: '>=26' })
  expect(Object.keys(manifest.optionalDependencies).filter((name) => name.startsWith('node-'))).toEqual([])
})

test("the project's own Node stays what it was", async () => {
  expect(nodeBefore.stdout).toMatch(/^v\d+/)
  expect(await run('npm', 'run', '--silent', 'node-version')).toEqual(nodeBefore)
  expect(existsSync(join(project, 'node_modules', '.bin', 'node'))).toBe(false)
})

test('a scenario and a system of their own run by the command, with the settings and the reporter of the project', async () => {
  const { status, stdout, stderr } = await run('npx', 'tenfold', 'run', './my-scenario.ts', '--seed', '7')
  expect(`${stdout}${stderr}`).toContain('PASS')
  expect(status).toBe(0)
  const [made = ''] = await readdir(join(project, 'records-of-runs'))
  const verdict = join(project, 'records-of-runs', made, 'verdict.txt')
  expect(await readFile(verdict, 'utf8')).toBe('my-scenario with 600 records: PASS\n')
  for (const command of ['report', 'verify']) {
    await rm(verdict)
    expect((await run('npx', 'tenfold', command, join('records-of-runs', made))).status, command).toBe(0)
    expect(existsSync(verdict), command).toBe(true)
  }
})

test('a test of theirs awaits runScenario', async () => {
  const { status, stdout, stderr } = await run(process.execPath, join('node_modules', 'vitest', 'vitest.mjs'), 'run')
  expect(`${stdout}${stderr}`).toMatch(/2 passed/)
  expect(status).toBe(0)
})

test('the types hold, those of the files that init writes included, and find a mistake', async () => {
  const written = await run('npx', 'tenfold', 'init')
  expect(written).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('scenarios/my-scenario.ts\nsystems/my-system.ts\n') as string,
  })
  expect(await run('npx', 'tsc')).toEqual({ status: 0, stdout: '', stderr: expect.any(String) as string })
  await writeFile(
    join(project, 'wrong.ts'),
    `import { connectHttpSystem } from 'tenfold'\nconnectHttpSystem({ name: 'x', port: '1', adminKey: '' })\n`,
  )
  expect((await run('npx', 'tsc')).stdout).toContain("wrong.ts(2,32): error TS2322: Type 'string' is not assignable to type 'number'")
  const listed = await run('npx', 'tenfold', 'list', '--json')
  const { scenarios, systems } = JSON.parse(listed.stdout) as Record<'scenarios' | 'systems', readonly { name: string; problem?: string }[]>
  expect([...scenarios, ...systems].filter(({ problem }) => problem !== undefined)).toEqual([])
  expect([...scenarios, ...systems].map(({ name }) => name)).toEqual(
    expect.arrayContaining(['smoke', 'my-scenario', 'event-driven', 'my-system']),
  )
})

test('the reference stack, which is not there, is told before anything is started', async () => {
  const { status, stderr } = await run('npx', 'tenfold', 'run', 'smoke', '--system', 'event-driven', '--runtime', 'local')
  expect(stderr).toMatch(/error BAD_CONFIGURATION: process migrations: there is no script .*stack.migrations.main\.ts/)
  expect(stderr).not.toMatch(/starting (?:Kafka|PostgreSQL)/)
  expect(status).toBe(64)
})
