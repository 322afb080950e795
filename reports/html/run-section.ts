/** What the run was: how to repeat it, where it ran, how the harness itself behaved. Knows no result. */

import type { RunRecord } from '../../harness/model/run-record.ts'
import type { Summary } from '../../harness/model/summary.ts'
import { formatBytes, formatCount, formatDuration, formatMs, formatPlural, formatRate } from '../figures.ts'
import { type Content, html, type Markup } from './markup.ts'

export function repeatSection(run: RunRecord, summary: Summary): Markup {
  const { scenario, machine, health } = run
  const versions = Object.entries(run.versions).map(([name, version]) => `${name} ${version}`)
  const cpu = summary.cpuMicrosPerRecord.map(({ process, micros }) => `${process} ${formatRate(micros)} µs`)
  const rows: readonly (readonly [string, Content])[] = [
    ['Scenario', html`${scenario.name}: ${scenario.description}`],
    ['Exercises', scenario.exercises.length === 0 ? undefined : scenario.exercises.join(', ')],
    [
      'System',
      `${scenario.system}, ${formatPlural(scenario.matchers, 'matcher')}${scenario.stackSwitches.length === 0 ? '' : `, switches: ${scenario.stackSwitches.join(', ')}`}`,
    ],
    ['Seed', String(run.seed)],
    ['Run', run.runId],
    ['Started', run.startedAt],
    ['Runtime', run.runtime.kind],
    ['Machine', `${formatCount(machine.cpus)} × ${machine.cpuModel}, ${formatBytes(machine.memoryBytes)}, ${machine.platform}`],
    ['Versions', versions.length === 0 ? undefined : versions.join(', ')],
    ['CPU a record', cpu.length === 0 ? undefined : cpu.join(', ')],
    [
      'Steps',
      run.timeline.length === 0
        ? undefined
        : run.timeline.map(({ step, startUs, endUs }) => `${step} ${formatDuration((endUs - startUs) / 1e6)}`).join(', '),
    ],
    ['Close', closeText(run)],
    [
      'Harness',
      `longest pause of the generator ${formatMs(health.generatorPauseMsMax)}, of the observer ${formatMs(health.observerPauseMsMax)}; observer behind the decisions by at most ${formatMs(health.observerLagMsMax)}; CPU ${formatDuration(health.generatorCpuMs / 1000)} and ${formatDuration(health.observerCpuMs / 1000)}`,
    ],
  ]
  return html`<section aria-labelledby="repeat">
    <h2 id="repeat">To repeat this run</h2>
    <div class="card">
      <pre tabindex="0" role="region" aria-label="Command"><code>${run.command}</code></pre>
      <dl class="facts">
        ${rows.map(([name, value]) =>
          value === undefined
            ? undefined
            : html`<div>
                <dt>${name}</dt>
                <dd>${value}</dd>
              </div>`,
        )}
      </dl>
    </div>
  </section>`
}

function closeText({ closes }: RunRecord): string | undefined {
  const first = closes[0]
  if (first === undefined) return undefined
  const open = closes.filter(({ settledUs }) => settledUs === null)
  const longestUs = closes.reduce((max, { requestedUs, settledUs }) => Math.max(max, (settledUs ?? requestedUs) - requestedUs), 0)
  const dates = [...new Set(closes.map(({ date }) => date))].join(', ')
  const settled =
    open.length === 0 ? `all settled within ${formatDuration(longestUs / 1e6)}` : `${formatCount(open.length)} did not settle in time`
  return `${formatCount(closes.length)} with date ${dates}; ${settled}`
}
