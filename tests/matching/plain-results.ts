/** The oracle's answers in the slow oracle's form, so that the two can be compared: groups spelled out over members that are not OPEN. */

import type { Answers } from '../../harness/oracle/match.ts'
import type { PlainResult } from './slow-oracle.ts'

export function plainResults({ contents, results }: Answers): Map<string, PlainResult> {
  const members = { leg1Group: new Map<string, string[]>(), leg2bGroup: new Map<string, string[]>() }
  results.forEach((result, index) => {
    for (const leg of ['leg1Group', 'leg2bGroup'] as const) {
      const group = result[leg]
      if (group === undefined || result.state === 'OPEN') continue
      members[leg].set(group, [...(members[leg].get(group) ?? []), contents[index] ?? ''])
    }
  })
  const spelled = (leg: 'leg1Group' | 'leg2bGroup', group: string | undefined): string[] | undefined => {
    const shown = group === undefined ? [] : (members[leg].get(group) ?? [])
    return shown.length < 2 ? undefined : shown.toSorted((a, b) => (a < b ? -1 : 1))
  }
  return new Map(
    results.map((result, index): [string, PlainResult] => [
      contents[index] ?? '',
      {
        state: result.state,
        ruleId: result.ruleId,
        varianceMinor: result.varianceMinor,
        leg1Group: spelled('leg1Group', result.leg1Group),
        leg2bGroup: spelled('leg2bGroup', result.leg2bGroup),
        payout: result.payout,
        detail: result.detail,
      },
    ]),
  )
}
