import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { projectsNamed, removeProject } from '../../harness/environment/containers/project.ts'
import { freePorts } from '../../harness/environment/free-port.ts'
import { readSurroundings } from '../../harness/environment/surroundings.ts'
import { requireEngine } from './engine.ts'

const root = join(import.meta.dirname, '..', '..')

/** The page's commands up to those that show the decisions, those, and those that end the stack. */
function pageCommands(): readonly [string, string, string] {
  const page = readFileSync(join(root, 'docs', 'containers.md'), 'utf8')
  const [, block = ''] = /## By hand\n\n```sh\n([^`]*)```/.exec(page) ?? []
  const lines = block.split('\n')
  const [show, down] = ['docker compose exec', 'docker compose down'].map((start) => lines.findIndex((line) => line.startsWith(start)))
  return [lines.slice(0, show).join('\n'), lines.slice(show, down).join('\n'), lines.slice(down).join('\n')]
}

/** The README's two commands: a stack that answers, and its end. */
function readmeCommands(): readonly [string, string] {
  const [, up = '', down = ''] =
    /```sh\n(docker compose up [^\n]*)\n(docker compose down [^\n]*)\n```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
  return [up, down]
}

const services = ['api', 'kafka', 'matcher', 'postgres', 'redis']

const workingTables = `
  select count(*) from pg_class c join pg_tablespace t on t.oid = c.reltablespace
  where c.relpersistence = 't' and c.relkind = 'r' and t.spcname = 'scratch'`

test('the commands of the README and of docs/containers.md give a stack that decides, and leave nothing behind', async ({ signal }) => {
  const { docker } = await requireEngine()
  const [apiPort = 0, kafkaPort = 0] = await freePorts(2)
  const project = `tenfold-page-${process.pid}`
  onTestFinished(async () => void (await removeProject(docker, project)))
  const env = {
    ...readSurroundings().everything,
    COMPOSE_PROJECT_NAME: project,
    TENFOLD_API_PORT: `${apiPort}`,
    TENFOLD_KAFKA_PORT: `${kafkaPort}`,
  }
  const run = async (commands: string): Promise<string> => {
    const script = `set -euo pipefail\n${commands.replaceAll('127.0.0.1:8080', `127.0.0.1:${apiPort}`)}`
    return (await promisify(execFile)('bash', ['-c', script], { cwd: root, env, signal })).stdout
  }
  const [up, downAgain] = readmeCommands()
  expect(JSON.parse(await run(up))).toMatchObject({ tenant: 'acme', key: expect.any(String) as string })

  // The page begins with the same command, which finds all of it up.
  const [start, show, down] = pageCommands()
  expect([start.split(/ *#/)[0], down.trim()]).toEqual([up.split(' && ')[0], downAgain])
  const answers = await run(start)
  expect(answers).toContain('"offset":')
  expect(answers).toContain('"closeId":')
  let shown = await run(show)
  // The test's own time limit is the bound.
  while (!shown.includes('(2 rows)')) shown = await run(show)
  expect(shown.match(/MATCHED +\| R1 /g)).toHaveLength(2)

  // What a matcher works in lies in the container's memory, which is empty when the container starts again; and none of the others starts it again.
  const ask = `docker compose exec postgres psql -U tenfold -d stack --tuples-only --no-align -c "${workingTables}" || echo 0`
  const working = Number(await run(ask))
  expect(working).toBeGreaterThan(5)
  const calls = start.slice(start.indexOf('\n') + 1)
  const running = async (): Promise<string[]> => (await run('docker compose ps --services --status running')).trim().split('\n').toSorted()
  for (const restart of ['docker compose restart postgres', 'docker compose restart']) {
    await run(restart)
    await run('until curl -fsS http://127.0.0.1:8080/health/ready; do sleep 0.2; done')
    expect(await run(calls)).toContain('"closeId":')
    while (Number(await run(ask)) !== working);
    // A restart of everything begins the migrations again, and nothing waits for their end.
    while ((await running()).includes('migrations'));
    expect(await running()).toEqual(services)
  }
  // Nor does one that is full: what finds no room there works on disk.
  await run('docker compose exec postgres dd if=/dev/zero of=/scratch/full bs=1M || true')
  await run(calls)
  while (!(await run('docker compose logs matcher')).includes('on disk from here on'));
  while (!(await run('docker compose logs matcher')).includes('"afterFailures":1}'));
  expect(await running()).toEqual(services)
  await run(down)
  expect(await projectsNamed(docker, project)).toEqual([])
})
