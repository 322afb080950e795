/** The closed loop beside a search: records and tenants of its own on the search's stack. Whatever it gives, the verdict stands. */

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { StartedEnvironment } from '../environment/port.ts'
import type { ProbeResult } from '../model/capacity.ts'
import type { CapacityOptions } from '../model/scenario.ts'
import type { RunOptions } from '../run/options.ts'
import { prepareHistory } from '../run/prepare-history.ts'
import { findAutocannon, sendInClosedLoop } from './closed-loop.ts'
import { stepScenario } from './step-options.ts'

export interface ProbeEnd {
  readonly probe?: ProbeResult
  /** Why there is none. */
  readonly note?: string
}

export interface ProbeInput {
  readonly options: RunOptions
  /** The search's folder: the probe's records are kept there. */
  readonly folder: string
  readonly environment: StartedEnvironment
}

export async function runProbe(
  { options, folder, environment }: ProbeInput,
  { connections, records: count }: NonNullable<CapacityOptions['probe']>,
): Promise<ProbeEnd> {
  const autocannon = findAutocannon()
  if (autocannon === undefined) return { note: 'No closed-loop probe: autocannon is not installed (npm install --save-dev autocannon).' }
  // Its rate is the system's to say: nothing keeps it below what somebody else's machine is meant to take.
  if (options.system.remote !== undefined) return { note: 'No closed-loop probe: it has no rate, and the stack is not on this machine.' }
  const { signal } = options.interruption
  const probeFolder = join(folder, 'probe')
  await mkdir(join(probeFolder, 'history'), { recursive: true })
  const seconds = options.scenario.load.stages.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1_000
  const scenario = stepScenario(options.scenario, count / seconds, false)
  const run: RunOptions = { ...options, scenario, tenantSuffix: `${options.tenantSuffix}ff` }
  const { records } = await prepareHistory(run, probeFolder)
  await using system = options.system.connect(environment.endpoints)
  const tenants = [...new Set(records.map(({ tenant }) => tenant))]
  const ingest = await system.prepareTenants(tenants, scenario.profile, signal)
  return { probe: await sendInClosedLoop(autocannon, { ingest, records, connections, signal }) }
}
