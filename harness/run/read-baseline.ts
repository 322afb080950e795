/** Finds the run that thresholds are compared with, and takes their figures from it: before anything is started. */

import { baselineFigures } from '../judge/baseline-figures.ts'
import { parseThresholds } from '../metrics/thresholds.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import { conditionDifferences } from '../gate/run-differences.ts'
import type { BaselineRecord } from '../model/baseline.ts'
import { HarnessError } from '../model/errors.ts'
import type { RunRecord } from '../model/run-record.ts'
import { streamsOf } from '../model/scenario.ts'
import type { Scenario } from '../model/scenario.ts'
import type { VerdictKind } from '../model/verdict.ts'
import { readRun } from '../record/read-run.ts'
import { phaseNames } from './scenario-problems.ts'

/** What a run may be that others are measured by: its answers right, and its numbers true. */
const sound: ReadonlySet<VerdictKind> = new Set(['pass', 'fail-thresholds', 'inconclusive'])

export interface Baseline {
  /** What the record keeps of it. */
  readonly kept: BaselineRecord
  readonly record: RunRecord
}

/** What a reader of the budgets must know: in what the runs differ besides the system. Known when the new one has ended. */
export function baselineNotes({ record: base }: Baseline, record: RunRecord): readonly string[] {
  return conditionDifferences(base, record).map((difference) => `the baseline ${base.runId} was another measurement: ${difference}`)
}

/**
 * undefined without a folder. Throws BAD_CONFIGURATION for a threshold that wants a baseline where none was named, and for a run that is
 * none to be measured by; BAD_RUN_FOLDER.
 */
export async function readBaseline(scenario: Scenario, folder: string | undefined): Promise<Baseline | undefined> {
  const compared = comparedThresholds(scenario)
  if (folder === undefined) {
    if (compared.length === 0) return undefined
    throw new HarnessError('BAD_CONFIGURATION', `a threshold of ${scenario.name} is compared with a baseline, and none is named`, {
      problems: compared.map(({ selectorText, expressionText }) => `${selectorText}: ${expressionText}`),
      hint: 'name the folder of an earlier run with --baseline RUN',
    })
  }
  const run = await readRun(folder)
  const { record } = run
  const kind = record.verdict?.kind
  if (kind === undefined || !sound.has(kind) || record.ending.kind !== 'complete') {
    const what =
      kind === undefined ? 'was never judged' : record.ending.kind === 'complete' ? `ended ${record.verdict?.title}` : 'is partial'
    throw new HarnessError('BAD_CONFIGURATION', `${folder} is no baseline: the run ${what}`, {
      hint: 'name a run that came to its end with right answers',
    })
  }
  return { kept: { folder, runId: record.runId, figures: baselineFigures(run, compared) }, record }
}

function comparedThresholds(scenario: Scenario): readonly Threshold[] {
  const parsed = parseThresholds(scenario.thresholds, {
    phases: phaseNames(scenario),
    streams: streamsOf(scenario).map(({ name }) => name),
  })
  return parsed.kind === 'problems' ? [] : parsed.thresholds.filter(({ expression }) => expression.form === 'baseline')
}
