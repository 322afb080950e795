/** Messages of the decisions topic that nobody can read: decisions of no record that was sent (anomalies.md, class 2). */

import type { Finding } from '../model/finding.ts'

/** One finding for all of them, since one fault of the system makes thousands. */
export function malformedFindings(problems: readonly string[]): Finding[] {
  const [first] = problems
  if (first === undefined) return []
  const count = problems.length === 1 ? '1 message that is' : `${problems.length} messages that are`
  return [
    {
      class: 'unexpected-record',
      subjects: [],
      tenant: '',
      merchant: '',
      expected: 'decisions in the form of the wire',
      actual: `${count} not; the first: ${first}`,
      lastSeen: 'decided',
    },
  ]
}
