import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { files } from '../../harness/record/layout.ts'
import { readRecord, smallScenario, steadyLoad, Workplace } from '../support/workplace.ts'

let workplace: Workplace
beforeEach(() => {
  workplace = new Workplace(process.env)
})
afterEach(() => workplace[Symbol.dispose]())

/** Of every Linux; elsewhere, or without the right to use them, the tests of a full disk are skipped. */
const programs = { mount: 'mount', unmount: 'umount' }

/** A disk of its own that a test may fill; undefined where none can be mounted. */
function smallDisk(name: string, kibibytes: number): (Disposable & { readonly folder: string }) | undefined {
  const folder = workplace.path(name)
  mkdirSync(folder)
  try {
    execFileSync(programs.mount, ['-t', 'tmpfs', '-o', `size=${kibibytes}k,mode=755`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  return { folder, [Symbol.dispose]: () => void execFileSync(programs.unmount, ['-l', folder]) }
}

const noDisk = 'a full disk: needs the right to mount a tmpfs'

test('a run folder that cannot be made ends 73 before anything starts', async () => {
  workplace.write('a-file', '')
  const { status, stderr } = await workplace.run(['run', workplace.scenario(smallScenario('small')), '--out', 'a-file/runs'])
  expect(status, stderr).toBe(73)
  expect(stderr).toMatch(/error OUTPUT_NOT_WRITABLE: cannot write \S*a-file\/runs\S* \(ENOTDIR\)/)
  expect(stderr).toContain('hint: choose a folder that you can write, with --out DIR')
  expect(stderr).not.toContain('· history')
})

describe('a disk that is full', () => {
  test('before the load ends 73, and nothing was started', async ({ skip }) => {
    using disk = smallDisk('full', 64)
    if (disk === undefined) {
      skip(noDisk)
      return
    }
    const { status, stderr } = await workplace.run(['run', workplace.scenario(smallScenario('small')), '--out', disk.folder])
    expect(status, stderr).toBe(73)
    expect(stderr).toMatch(/error DISK_FULL: no space left while writing \S+ \(ENOSPC\)\nhint: free some space/)
    expect(stderr).not.toContain('· stack')
    expect(workplace.leftovers()).toEqual([])
  })

  test('during the load ends 73, leaves nothing running, and keeps a record that can be read', async ({ skip }) => {
    using disk = smallDisk('filling', 16_384)
    if (disk === undefined) {
      skip(noDisk)
      return
    }
    const endless = workplace.scenario(smallScenario('endless', { load: steadyLoad('120s') }))
    const command = workplace.start(['run', endless, '--out', disk.folder])
    await command.told('· load')
    fill(disk.folder)
    const { status, stderr } = await command.ended
    expect(status, stderr).toBe(73)
    expect(stderr).toMatch(/error DISK_FULL: no space left while writing \S+ \(ENOSPC\)\nhint: free some space/)
    expect(stderr).not.toContain('bug:')
    expect(workplace.leftovers()).toEqual([])
    const folder = workplace.runFolder('endless', 'filling')
    expect(readRecord(folder).phases.map(({ name }) => name)).toEqual(['constant'])
    expect(readFileSync(join(folder, files.history), 'utf8').split('\n').length).toBeGreaterThan(1_000)
  })
})

function fill(folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  try {
    writeFileSync(join(folder, 'filler'), Buffer.alloc(bavail * bsize))
  } catch {
    // The run wrote meanwhile: it is full all the same.
  }
}
