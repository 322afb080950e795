/** What a system holds, in the slow oracle's form: groups spelled out, so that the two can be compared field by field. */

import type { FinalStateRow } from '../../harness/model/decision.ts'
import { claimOf } from '../../harness/oracle/compare-result.ts'
import type { PlainResult } from './slow-oracle.ts'

/** By content. Groups over members that are not OPEN; fewer than two are none (matching.md §0). Throws when a content stands twice. */
export function claimedResults(rows: readonly FinalStateRow[]): Map<string, PlainResult> {
  const groupsOf = (leg: 'leg1Group' | 'leg2bGroup'): ReadonlyMap<string | undefined, readonly FinalStateRow[]> =>
    Map.groupBy(
      rows.filter((row) => claimOf(row).state !== 'OPEN'),
      (row) => claimOf(row)[leg],
    )
  const groups = { leg1Group: groupsOf('leg1Group'), leg2bGroup: groupsOf('leg2bGroup') }
  const spelled = (leg: 'leg1Group' | 'leg2bGroup', group: string | undefined): string[] | undefined => {
    const members = group === undefined ? [] : (groups[leg].get(group) ?? [])
    return members.length < 2 ? undefined : members.map(({ content }) => content).toSorted((a, b) => (a < b ? -1 : 1))
  }
  const results = new Map(
    rows.map((row): [string, PlainResult] => {
      const claim = claimOf(row)
      return [
        row.content,
        {
          state: claim.state,
          ruleId: claim.ruleId,
          varianceMinor: claim.varianceMinor,
          leg1Group: spelled('leg1Group', claim.leg1Group),
          leg2bGroup: spelled('leg2bGroup', claim.leg2bGroup),
          payout: claim.payout,
          detail: claim.detail,
        },
      ]
    }),
  )
  if (results.size !== rows.length) throw new Error(`${rows.length} rows hold ${results.size} contents`)
  return results
}
