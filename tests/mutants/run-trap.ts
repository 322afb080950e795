/** Runs the trap history through the real stack, with a seeded bug or without, and tells the verdict and the classes found. */

import assert from 'node:assert'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnomalyClass } from '../../harness/model/finding.ts'
import { files } from '../../harness/record/layout.ts'
import { runScenario } from '../../harness/run.ts'
import { resolveScenario } from '../../harness/scenario/resolve.ts'
import eventDriven from '../../systems/event-driven.ts'
import type { SystemDefinition } from '../../harness/system/port.ts'
import { circumstances, type Circumstance } from './matrix.ts'

export interface TrapRun {
  readonly folder: string
  readonly title: string
  readonly exitStatus: number
  readonly sentence: string
  /** Findings by class, and the record that the first of each names. */
  readonly found: ReadonlyMap<string, { readonly count: number; readonly record: string }>
}

interface FindingLine {
  readonly class: AnomalyClass
  readonly subjects: readonly { readonly recordId: string; readonly tenant: string; readonly merchant: string; readonly kind: string }[]
}

export interface Trap {
  /** Holds the history of writeTrapHistory in `history/`; run folders are made beside it. */
  readonly folder: string
  readonly name: string
  readonly bug: string | undefined
  readonly circumstance: Circumstance
  /** Default: the reference stack with services of its own. */
  readonly system?: SystemDefinition
  readonly runtime?: 'local' | 'containers'
  /** Contents hold the tenant, so a fixed suffix makes the bugs that go by content hit the same records every time. Runs that share a database have one each. */
  readonly tenantSuffix?: string
}

export async function runTrap(trap: Trap): Promise<TrapRun> {
  const { folder, name, bug, circumstance, system = eventDriven, runtime = 'local', tenantSuffix = 'trap01' } = trap
  const { switches, faults } = circumstances[circumstance]
  const { scenario } = resolveScenario(
    {
      name,
      description: 'The trap history, at a steady rate.',
      history: { kind: 'files', files: ['history/*.csv', 'history/*.xml'], profile: 'history/profile.json', pace: 'schedule' },
      load: { executor: 'constant-arrival-rate', arrivals: 'even', rate: 800, duration: '4835ms', warmUp: { duration: '1s', rate: 200 } },
      stackSwitches: [...(bug === undefined ? [] : [bug]), ...switches],
      faults: [...faults],
      thresholds: { anomalies: ['count==0'], decision_latency: ['p(99)<60000'] },
    },
    [],
    () => [],
  )
  const run = await runScenario({
    scenario,
    system,
    seed: 1,
    outDir: join(folder, 'runs'),
    places: [folder],
    command: `tests/mutants ${name}`,
    toolVersion: 'test',
    runtime,
    underTest: true,
    tenantSuffix,
    startedAt: Temporal.Now.instant(),
    progress: { step: () => undefined, update: () => undefined, note: () => undefined },
    interruption: { signal: new AbortController().signal, cause: () => undefined },
  })
  if (run.failure !== undefined) throw run.failure
  await assertCircumstance(run.folder, circumstance, run.record.faults.length)
  const { title, exitStatus, sentence } = run.summary.verdict
  return { folder: run.folder, title, exitStatus, sentence, found: await findingsOf(run.folder) }
}

/** A fault that did not come would make any expectation about it pass on nothing. */
async function assertCircumstance(folder: string, circumstance: Circumstance, faultsSeen: number): Promise<void> {
  const { faults, evidence } = circumstances[circumstance]
  assert.equal(faultsSeen, faults.length, 'every fault must leave its evidence')
  if (evidence === undefined) return
  const log = await readFile(join(folder, files.logs, 'matcher-0.log'), 'utf8')
  assert(log.includes(evidence), `the matcher's log must hold ${evidence}`)
}

async function findingsOf(folder: string): Promise<TrapRun['found']> {
  const found = new Map<string, { count: number; record: string }>()
  for (const line of (await readFile(join(folder, files.findings), 'utf8')).split('\n')) {
    if (line === '') continue
    const finding = JSON.parse(line) as FindingLine
    const [subject] = finding.subjects
    const record = subject === undefined ? '' : `${subject.tenant}/${subject.merchant} ${subject.kind} ${subject.recordId}`
    const before = found.get(finding.class)
    found.set(finding.class, { count: (before?.count ?? 0) + 1, record: before?.record ?? record })
  }
  return found
}
