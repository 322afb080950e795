/** What `--json` prints: one object for a script that wants the result without reading the folder. */

import { join } from 'node:path'
import type { RunRecord } from '../harness/model/run-record.ts'
import type { Counts, Summary, ThresholdResult } from '../harness/model/summary.ts'
import { files } from '../harness/record/layout.ts'
import { findingCount } from './reading.ts'

export interface RunResult {
  readonly schemaVersion: 1
  readonly runId: string
  readonly scenario: string
  readonly seed: number
  readonly folder: string
  readonly verdict: string
  readonly kind: string
  readonly exitStatus: number
  readonly sentence: string
  readonly reasons: readonly string[]
  readonly counts: Counts
  readonly thresholds: readonly ThresholdResult[]
  readonly anomalies: number
  readonly anomalyClasses: Readonly<Record<string, number>>
  readonly moneyAtRisk: Summary['moneyAtRisk']
  readonly rates: Summary['rates']
  readonly command: string
  /** What the run went without, or otherwise than usual. */
  readonly notes: readonly string[]
  /** Rows of the history that were set aside, the file that holds each with its reason, and that of their raw text where it was kept. */
  readonly quarantined: { readonly rows: number; readonly file: string; readonly rawFile?: string }
}

/** The result of a run, for `JSON.stringify`: amounts are decimal strings. */
export function runResult(folder: string, run: RunRecord, summary: Summary): RunResult {
  const { verdict } = summary
  return {
    schemaVersion: 1,
    runId: summary.runId,
    scenario: run.scenario.name,
    seed: run.seed,
    folder,
    verdict: verdict.title,
    kind: verdict.kind,
    exitStatus: verdict.exitStatus,
    sentence: verdict.sentence,
    reasons: verdict.reasons.map(({ sentence }) => sentence),
    counts: summary.counts,
    thresholds: summary.thresholds,
    anomalies: findingCount(summary),
    anomalyClasses: Object.fromEntries(summary.findings.map((finding) => [finding.class, finding.count])),
    moneyAtRisk: summary.moneyAtRisk,
    rates: summary.rates,
    command: run.command,
    notes: run.runtime.notes,
    quarantined: {
      rows: run.history.quarantined,
      file: join(folder, files.quarantine),
      ...(run.history.rawKept === true ? { rawFile: join(folder, files.rawRows) } : {}),
    },
  }
}
