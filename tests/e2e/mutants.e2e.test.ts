import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { circumstances, mutants, type Circumstance } from '../mutants/matrix.ts'
import { runTrap } from '../mutants/run-trap.ts'
import { writeTrapHistory } from '../mutants/trap-history.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-mutants-'))
  await writeTrapHistory(join(folder, 'history'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the checker can fail', () => {
  test.each(mutants)('$bug ($circumstance) ends 96 and is named $expected, with a record', async ({ bug, circumstance, expected }) => {
    const { exitStatus, found } = await runTrap(folder, bug, bug, circumstance)
    expect(exitStatus).toBe(96)
    const named = expected.flatMap((name) => found.get(name) ?? [])
    expect(named, `found ${[...found.keys()].join(', ')}`).not.toEqual([])
    expect(named[0]?.record).not.toBe('')
  })
})

describe('and is silent where nothing is wrong', () => {
  test.each(Object.keys(circumstances) as Circumstance[])('the same history on the stack as it is, %s, passes', async (circumstance) => {
    const { exitStatus, sentence, found } = await runTrap(folder, `clean-${circumstance.replaceAll(' ', '-')}`, undefined, circumstance)
    expect([...found.keys()], sentence).toEqual([])
    expect(exitStatus, sentence).toBe(0)
  })
})
