/** report.html of a run: puts the sections in order; knows nothing of what they say. */

import type { K6Result } from '../../harness/model/k6-result.ts'
import type { RunRecord } from '../../harness/model/run-record.ts'
import type { Summary } from '../../harness/model/summary.ts'
import { k6Section } from '../k6/section.ts'
import { accountingSection } from './accounting-section.ts'
import { anomaliesSection } from './anomalies-section.ts'
import { chartsSection } from './charts.ts'
import { historySection } from './history-section.ts'
import { latencySection, thresholdsSection } from './latency-section.ts'
import { html } from './markup.ts'
import { pageOf } from './page-shell.ts'
import { repeatSection } from './run-section.ts'
import { stagesSection } from './stages-section.ts'
import { streamsSection } from './streams-section.ts'
import { glossarySection } from './term.ts'
import { verdictSection } from './verdict-section.ts'

/** The whole page; `k6`: what k6 measured beside the run. */
export function htmlReport(run: RunRecord, summary: Summary, k6?: K6Result): string {
  const { verdict } = summary
  return pageOf({
    title: `${verdict.title}: ${run.scenario.name}`,
    name: run.scenario.name,
    about: `${run.startedAt.slice(0, 16).replace('T', ' ')} UTC · ${run.scenario.system}`,
    // Correctness comes before speed: a wrong answer makes the latency void.
    main: html`${verdictSection(run, summary)} ${chartsSection(run, summary)} ${thresholdsSection(summary)} ${anomaliesSection(summary)}
    ${accountingSection(summary)} ${latencySection(run, summary)} ${streamsSection(summary)} ${stagesSection(run, summary)}
    ${k6 === undefined ? undefined : k6Section(summary, k6)} ${historySection(run)} ${repeatSection(run, summary)} ${glossarySection()}`,
    footer: `Tenfold ${run.tool.version} · run ${run.runId} · exit status ${verdict.exitStatus}`,
  })
}
