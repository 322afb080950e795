/** report.html: one file, no network, no script. Puts the sections in order; knows nothing of what they say. */

import type { RunRecord } from '../../harness/model/run-record.ts'
import type { Summary } from '../../harness/model/summary.ts'
import { accountingSection } from './accounting-section.ts'
import { anomaliesSection } from './anomalies-section.ts'
import { chartsSection } from './charts.ts'
import { historySection } from './history-section.ts'
import { latencySection, thresholdsSection } from './latency-section.ts'
import { html, Markup } from './markup.ts'
import { repeatSection } from './run-section.ts'
import { stagesSection } from './stages-section.ts'
import { stylesheet } from './style.ts'
import { glossarySection } from './term.ts'
import { verdictSection } from './verdict-section.ts'

// Styles may stand inline (the charts place their labels by it); everything else, network above all, is closed.
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** The whole page. Everything in it is drawn on the server; nothing in it is executed. */
export function htmlReport(run: RunRecord, summary: Summary): string {
  const { verdict } = summary
  // Correctness comes before speed: a wrong answer makes the latency void.
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${verdict.title}: ${run.scenario.name} · Tenfold</title>
        <style>
          ${new Markup(stylesheet)}
        </style>
      </head>
      <body>
        <header class="top">
          <p class="mark">${logo} Tenfold</p>
          <p class="run">
            <strong>${run.scenario.name}</strong>
            <span class="muted">${run.startedAt.slice(0, 16).replace('T', ' ')} UTC · ${run.scenario.system}</span>
          </p>
        </header>
        <main>
          ${verdictSection(run, summary)} ${chartsSection(run, summary)} ${thresholdsSection(summary)} ${anomaliesSection(summary)}
          ${accountingSection(summary)} ${latencySection(run, summary)} ${stagesSection(run, summary)} ${historySection(run)}
          ${repeatSection(run, summary)} ${glossarySection()}
        </main>
        <footer class="muted">Tenfold ${run.tool.version} · run ${run.runId} · exit status ${verdict.exitStatus}</footer>
      </body>
    </html> `
  return page.text
}

const logo = html`<svg class="logo" viewBox="0 0 20 20" aria-hidden="true">
  <rect x="2" y="15" width="6" height="3" rx="1" />
  <rect x="11" y="2" width="7" height="16" rx="1.5" />
</svg>`
