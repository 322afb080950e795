/** What only local processes need is no obstacle to a run that can do without them. Pure. */

import type { MachineFact } from './machine-fact.ts'

const localNeeds: ReadonlySet<string> = new Set(['java', 'kafka', 'maven', 'postgres'])

/** The facts, with what lacks for local processes alone as `reduced`: where containers can run, and where there is no reference stack to start. */
export function judgeLocalNeeds(facts: readonly MachineFact[]): MachineFact[] {
  const state = (name: string): string | undefined => facts.find((fact) => fact.name === name)?.state
  const canContain = state('containers') === 'fine'
  // Without a compose file, as in an installed package, nothing is told of images: its systems are its user's.
  if (!canContain && state('images') !== undefined) return [...facts]
  const whom = canContain ? 'only for --runtime local' : 'only for a system file that asks for it'
  return facts.map((fact) => {
    if (fact.state !== 'missing' || !localNeeds.has(fact.name)) return fact
    return { ...fact, state: 'reduced', hint: [whom, fact.hint].filter((text) => text !== undefined).join(': ') }
  })
}
