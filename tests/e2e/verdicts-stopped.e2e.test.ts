import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { processStartTime } from '../../harness/environment/process-identity.ts'
import { files } from '../../harness/record/layout.ts'
import { readRecord, readSummaryFile, smallScenario, steadyLoad, Workplace } from '../support/workplace.ts'

let workplace: Workplace
beforeEach(() => {
  workplace = new Workplace(process.env)
})
afterEach(() => workplace[Symbol.dispose]())

/** Longer than any test waits: it ends by being stopped. */
const endless = smallScenario('endless', { load: steadyLoad('120s') })
const waiting = { timeout: 60_000, interval: 50 }

/** Until decisions of the load itself were observed: the stop comes into the middle of everything. */
async function untilDecided(): Promise<void> {
  await vi.waitFor(() => {
    const decisions = readFileSync(join(workplace.runFolder('endless'), files.decisions), 'utf8')
    expect(decisions).toContain('"tenant":"tenant-1-')
  }, waiting)
}

/** Signals that come while one of their kind still waits melt into it; so each is sent once the one before has been taken. */
async function interrupt(pid: number, times: number): Promise<void> {
  for (let again = 0; again < times && isThere(pid); again++) {
    process.kill(pid, 'SIGINT')
    await vi.waitFor(() => expect(hasPending(pid)).toBe(false), { ...waiting, interval: 2 })
  }
}

function isThere(pid: number): boolean {
  return processStartTime(pid) !== undefined
}

/** Where /proc does not tell, or the process is gone, nothing is known to wait. */
function hasPending(pid: number): boolean {
  try {
    return /^ShdPnd:\s*0*[1-9a-f]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function expectPartial(exitStatus: number, step: string): Promise<void> {
  const folder = workplace.runFolder('endless')
  const { verdict, thresholds } = readSummaryFile(folder)
  expect(verdict.exitStatus).toBe(exitStatus)
  expect(verdict.sentence).toContain(`at step ${step}; what had been recorded by then is kept`)
  expect(readRecord(folder).ending).toMatchObject({ kind: 'interrupted', step })
  expect(thresholds.length).toBeGreaterThan(0)
  for (const { outcome, seen } of thresholds) {
    expect([outcome, seen]).toEqual(['inconclusive', expect.stringContaining(`not judged to the end, the run ended at step ${step}`)])
  }
  const summary = readFileSync(join(folder, files.summary), 'latin1')
  const verified = await workplace.run(['verify', folder])
  expect(verified.status, verified.stderr).toBe(exitStatus)
  expect(readFileSync(join(folder, files.summary), 'latin1')).toBe(summary)
  expect(existsSync(join(folder, files.reportHtml))).toBe(true)
}

test('Ctrl-C during the load ends 130, leaves nothing, and a partial record that verify reads', async () => {
  const command = workplace.start(['run', workplace.scenario(endless)])
  await command.told('· load')
  await untilDecided()
  process.kill(command.pid, 'SIGINT')
  const ended = await command.ended
  expect(ended.status, ended.stderr).toBe(130)
  expect(workplace.leftovers()).toEqual([])
  expect(ended.stdout).toContain('INTERRUPTED  endless')
  const { counts, accounting } = readSummaryFile(workplace.runFolder('endless'))
  expect(counts.accepted).toBeGreaterThan(0)
  expect(accounting.filter(({ holds }) => !holds)).toEqual([])
  await expectPartial(130, 'load')
})

test('Ctrl-C while the stack starts ends 130; a second one changes nothing', async () => {
  const command = workplace.start(['run', workplace.scenario(endless)])
  await vi.waitFor(() => workplace.pidOf('kafka'), waiting)
  await interrupt(command.pid, 2)
  const ended = await command.ended
  expect(ended.status, ended.stderr).toBe(130)
  expect(workplace.leftovers()).toEqual([])
  await expectPartial(130, 'stack')
})

test('Ctrl-C while a whole run is judged ends 130 and leaves it whole; what comes after is told as not run', async () => {
  const [first, second] = ['first', 'second'].map((name) => workplace.scenario(smallScenario(name)))
  const command = workplace.start(['run', first ?? '', second ?? ''])
  await command.told('· judge')
  process.kill(command.pid, 'SIGINT')
  const ended = await command.ended
  expect(ended.status, ended.stderr).toBe(130)
  expect(ended.stdout).toContain('PASS  first')
  expect(ended.stderr).toContain(`not run: ${second}`)
  const folder = workplace.runFolder('first')
  expect(readRecord(folder).ending).toEqual({ kind: 'complete' })
  const verified = await workplace.run(['verify', folder])
  expect(verified.status, verified.stderr).toBe(0)
})

test('impatience, Ctrl-C again and again, ends at once, and nothing is left a moment later', async () => {
  const command = workplace.start(['run', workplace.scenario(endless)])
  await vi.waitFor(() => workplace.pidOf('api-0'), waiting)
  await interrupt(command.pid, 3)
  expect((await command.ended).status).toBe(130)
  await vi.waitFor(() => expect(workplace.leftovers()).toEqual([]), waiting)
})

test('SIGTERM to npm reaches the harness, which ends 143 and leaves nothing', async () => {
  const own = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')) as { scripts: { start: string } }
  const repository = join(import.meta.dirname, '..', '..')
  // The very script that is shipped, with another scenario.
  const start = own.scripts.start
    .replace('exec node ', `exec ${process.execPath} `)
    .replace('harness/cli.ts', join(repository, 'harness', 'cli.ts'))
    .replace('black-friday', workplace.scenario(endless))
  workplace.write('package.json', JSON.stringify({ name: 'a-user', type: 'module', scripts: { start } }))
  const npm = workplace.startProgram('npm', ['start'])
  await npm.told('· load')
  await untilDecided()
  const [environment] = workplace.environments()
  expect(environment?.harness.pid).not.toBe(npm.pid)
  process.kill(npm.pid, 'SIGTERM')
  const ended = await npm.ended
  // npm may be gone before the harness has unwound.
  await vi.waitFor(() => expect(workplace.leftovers()).toEqual([]), waiting)
  expect([ended.status, ended.signal], ended.stderr).toEqual([143, null])
  await expectPartial(143, 'load')
})
