/** A claimed result in words. Knows no right answer. */

import type { ClaimedResult } from '../model/decision.ts'

/** Everything that a result states, so that two that differ read differently. */
export function sayResult({ state, ruleId, varianceMinor, leg1Group, leg2bGroup, payout, detail }: ClaimedResult): string {
  return [
    ruleId === undefined ? state : `${state} by ${ruleId}`,
    ...(varianceMinor === 0n ? [] : [`variance ${varianceMinor}`]),
    ...(leg1Group === undefined ? [] : [`group ${leg1Group}`]),
    ...(leg2bGroup === undefined ? [] : [`bank group ${leg2bGroup}`]),
    ...(payout === undefined ? [] : [`${payout.memberCount} members, residual ${payout.residualMinor}`]),
    ...(detail === undefined ? [] : [detail]),
  ].join(', ')
}
