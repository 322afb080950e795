/** What only other rooms than harness/scenario know to be wrong with a scenario: thresholds, demanded classes, seeded bugs. */

import { thresholdProblems } from '../metrics/thresholds.ts'
import { anomalyClasses } from '../model/finding.ts'
import type { Scenario } from '../model/scenario.ts'

/** Every problem as a sentence with the value seen; `switchesAllowed` when a test of the checker runs. */
export function scenarioProblems(scenario: Scenario, switchesAllowed: boolean): string[] {
  const phases = scenario.load.stages.map(({ name }) => name)
  const problems = [...thresholdProblems(scenario.thresholds, { phases: phases.length === 0 ? ['replay'] : phases })]
  for (const demanded of scenario.demands) {
    if (!(demanded in anomalyClasses))
      problems.push(`demands: no anomaly class is called ${JSON.stringify(demanded)}; known: ${Object.keys(anomalyClasses).join(', ')}`)
  }
  if (scenario.stackSwitches.length > 0 && !switchesAllowed) {
    problems.push(
      `stackSwitches: seeded bugs are for tests of the checker alone, got ${scenario.stackSwitches.join(', ')}; set TENFOLD_UNDER_TEST=1 if that is what this is`,
    )
  }
  return problems
}
