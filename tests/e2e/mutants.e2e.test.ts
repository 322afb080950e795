import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLocal } from '../../harness/environment/local/start-local.ts'
import type { SystemDefinition } from '../../harness/system/port.ts'
import { circumstances, mutants, type Circumstance } from '../mutants/matrix.ts'
import { runTrap } from '../mutants/run-trap.ts'
import { writeTrapHistory } from '../mutants/trap-history.ts'
import { bareServices } from '../support/bare-services.ts'
import { eventDrivenOn } from '../support/shared-services.ts'

const started = new AsyncDisposableStack()
let folder = ''
let system: SystemDefinition

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-mutants-'))
  await writeTrapHistory(join(folder, 'history'))
  const options = { matchers: 0, switches: [], underTest: false, logDir: join(folder, 'logs'), progress: () => undefined }
  const services = await startLocal(bareServices, { ...options, signal: AbortSignal.timeout(240_000) })
  system = eventDrivenOn(started.use(services))
})

afterAll(async () => {
  await started.disposeAsync()
  await rm(folder, { recursive: true, force: true })
})

describe('the checker can fail', () => {
  test.each(mutants.map((mutant, index) => ({ ...mutant, tenantSuffix: `trap0${index + 1}` })))(
    '$bug ($circumstance) ends 96 and is named $expected, with a record',
    async ({ bug, circumstance, expected, tenantSuffix }) => {
      const { exitStatus, found } = await runTrap({ folder, name: bug, bug, circumstance, system, tenantSuffix })
      expect(exitStatus).toBe(96)
      const named = expected.flatMap((name) => found.get(name) ?? [])
      expect(named, `found ${[...found.keys()].join(', ')}`).not.toEqual([])
      expect(named[0]?.record).not.toBe('')
    },
  )
})

describe('and is silent where nothing is wrong', () => {
  test.each((Object.keys(circumstances) as Circumstance[]).map((circumstance, index) => ({ circumstance, tenantSuffix: `clean${index}` })))(
    'the same history on the stack as it is, $circumstance, passes',
    async ({ circumstance, tenantSuffix }) => {
      const name = `clean-${circumstance.replaceAll(' ', '-')}`
      const { exitStatus, sentence, found } = await runTrap({ folder, name, bug: undefined, circumstance, system, tenantSuffix })
      expect([...found.keys()], sentence).toEqual([])
      expect(exitStatus, sentence).toBe(0)
    },
  )
})
