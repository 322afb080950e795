/** What a run may do to a system that is not on this machine: its rate and the names of its tenants, looked at before anything is started. Pure. */

import { HarnessError } from '../model/errors.ts'
import type { LoadOptions } from '../model/scenario.ts'
import type { RemoteHosts } from '../system/port.ts'
import { remoteProblems } from '../system/remote-hosts.ts'

export interface IntendedLoad {
  /** Of all operations that send, ascending. */
  readonly dueUs: Float64Array
  /** Of all streams, those that read too. */
  readonly streams: readonly Pick<LoadOptions, 'executor' | 'startPerSecond' | 'stages'>[]
  readonly warmUp: LoadOptions['warmUp']
  /** Wire names of all tenants that are made, the warm-up's too. */
  readonly tenants: readonly string[]
}

/** Throws BAD_CONFIGURATION with everything that the system file's `remote` does not allow. */
export function requireWithinLimits(remote: RemoteHosts, load: IntendedLoad): void {
  const { ratePerSecondMax, tenantPrefix } = remote
  const peak = peakPerSecond(load)
  const strangers = load.tenants.filter((tenant) => !tenant.startsWith(tenantPrefix))
  const problems = [
    ...remoteProblems(remote),
    // Written so that a limit that is no number refuses.
    ...(peak <= ratePerSecondMax
      ? []
      : [`the plan's highest rate is ${round(peak)} records/s, remote.ratePerSecondMax ${ratePerSecondMax}`]),
    ...strangers.map((tenant) => `tenant ${tenant} does not begin with remote.tenantPrefix ${JSON.stringify(tenantPrefix)}`),
  ]
  if (problems.length === 0) return
  throw new HarnessError('BAD_CONFIGURATION', 'the run is not within what the system file allows on hosts elsewhere', {
    problems,
    hint: 'nothing was sent; lower the rates (--set load.scale=0.1, load.warmUp), or raise remote.ratePerSecondMax if the hosts may bear it',
  })
}

/** The highest rates of all streams together, whether or not they come at the same time, or the warm-up's. A recorded stream has that of its fullest second. */
export function peakPerSecond({ dueUs, streams, warmUp }: Omit<IntendedLoad, 'tenants'>): number {
  const peaks = streams.map(({ executor, startPerSecond, stages }) =>
    executor === 'recorded' ? fullestSecond(dueUs) : Math.max(startPerSecond, ...stages.map(({ targetPerSecond }) => targetPerSecond)),
  )
  const planned = peaks.reduce((sum, peak) => sum + peak, 0)
  return Math.max(planned, warmUp.durationMs > 0 ? warmUp.perSecond : 0)
}

/** The most records that are due within any one second. */
function fullestSecond(dueUs: Float64Array): number {
  let most = 0
  let first = 0
  for (const [last, us] of dueUs.entries()) {
    while ((dueUs[first] ?? us) <= us - 1e6) first++
    most = Math.max(most, last - first + 1)
  }
  return most
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
