/** Whether two claimed results say the same, and a claimed result in words. Knows no right answer. */

import type { ClaimedResult } from '../model/decision.ts'

/** Whether two results are equal in everything that is stated. */
export function saySame(one: ClaimedResult | undefined, other: ClaimedResult | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return (
    one.state === other.state &&
    one.ruleId === other.ruleId &&
    one.varianceMinor === other.varianceMinor &&
    one.leg1Group === other.leg1Group &&
    one.leg2bGroup === other.leg2bGroup &&
    one.payout?.memberCount === other.payout?.memberCount &&
    one.payout?.residualMinor === other.payout?.residualMinor &&
    one.detail === other.detail
  )
}

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
