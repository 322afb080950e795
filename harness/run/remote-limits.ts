/** What a run may do to a system that is not on this machine: its rate and the names of its tenants, looked at before anything is started. Pure. */

import { HarnessError } from '../model/errors.ts'
import type { Plan } from '../model/plan.ts'
import type { LoadOptions } from '../model/scenario.ts'
import type { RemoteHosts } from '../system/port.ts'
import { remoteProblems } from '../system/remote-hosts.ts'

export interface IntendedLoad {
  readonly plan: Pick<Plan, 'phases' | 'dueUs'>
  readonly load: Pick<LoadOptions, 'executor' | 'warmUp'>
  /** Wire names of all tenants that are made, the warm-up's too. */
  readonly tenants: readonly string[]
}

/** Throws BAD_CONFIGURATION with everything that the system file's `remote` does not allow. */
export function requireWithinLimits(remote: RemoteHosts, { plan, load, tenants }: IntendedLoad): void {
  const { ratePerSecondMax, tenantPrefix } = remote
  const peak = peakPerSecond(plan, load)
  const strangers = tenants.filter((tenant) => !tenant.startsWith(tenantPrefix))
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

/** Of the stages where there are some, else of the fullest second; and of the warm-up. */
export function peakPerSecond({ phases, dueUs }: IntendedLoad['plan'], { executor, warmUp }: IntendedLoad['load']): number {
  const planned =
    executor === 'recorded' ? fullestSecond(dueUs) : Math.max(0, ...phases.flatMap(({ rateFrom, rateTo }) => [rateFrom, rateTo]))
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
