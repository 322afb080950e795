/** report.md: the run for a pull request or a chat. Knows no file; every text from outside is escaped for Markdown and HTML. */

import type { K6Result } from '../harness/model/k6-result.ts'
import type { RunRecord } from '../harness/model/run-record.ts'
import type { Summary } from '../harness/model/summary.ts'
import { formatCount, formatMoney, formatMs, formatPercentile, formatRate, formatShare, missing, moneyTotals } from './figures.ts'
import { k6Columns, k6Intro, k6Rows, k6ThresholdText } from './k6/reading.ts'
import { headlines, outcomeWords } from './plain-words.ts'
import { streamHeader, streamRows } from './stream-rows.ts'
import { p99BudgetsOf, endingSentence, findingCount, lastLines, notesOf, phaseNames, trendOf } from './reading.ts'

const witnessesMax = 5

/** The text of report.md: GitHub's Markdown with tables. */
export function markdownReport(run: RunRecord, summary: Summary, k6?: K6Result): string {
  const { verdict, rates, matching, control } = summary
  const ending = endingSentence(run)
  const blocks = [
    `# ${escapeMarkdown(`${verdict.title}: ${run.scenario.name}`)}`,
    `**${escapeMarkdown(headlines[verdict.kind])}** ${escapeMarkdown(verdict.sentence)}`,
    verdict.reasons.length > 1 ? verdict.reasons.map(({ sentence }) => `- ${escapeMarkdown(sentence)}`).join('\n') : '',
    ending === undefined ? '' : `> ${escapeMarkdown(ending)}`,
    lastLines(run).length === 0 ? '' : codeBlock('text', lastLines(run)),
    rates.recordsPerSecond > 0
      ? escapeMarkdown(
          `${formatRate(rates.recordsPerSecond)} records/s and ${formatRate(rates.paymentsPerSecond)} payments/s over the load; ${formatRate(rates.peakRecordsPerSecond)} records/s and ${formatRate(rates.peakPaymentsPerSecond)} payments/s in ${rates.peakPhase}.`,
        )
      : '',
    ...titled(
      'Notes',
      notesOf(run)
        .map((note) => `- ${escapeMarkdown(note)}`)
        .join('\n'),
    ),
    ...titled('Thresholds', thresholdTable(summary)),
    ...titled('Latency', latencyTable(run, summary)),
    ...titled('Streams', table(streamHeader, streamRows(summary))),
    ...titled('Accounting', accountingTable(summary)),
    ...titled('Anomalies', anomalyText(summary)),
    ...titled('Money at risk', moneyTable(summary)),
    ...titled(
      'Answers by state',
      statesTable(summary),
      summary.states.length === 0
        ? ''
        : `Precision ${formatShare(matching.precision)}, recall ${formatShare(matching.recall)}, exact groups ${formatShare(matching.exactGroupRate)}.`,
    ),
    control.planted === '' ? '' : `Positive control ${control.found ? 'found' : '**not found**'}: ${escapeMarkdown(control.planted)}.`,
    ...(k6 === undefined
      ? []
      : titled('Beside k6', table(k6Columns, k6Rows(summary, k6)), escapeMarkdown(k6Intro(k6)), escapeMarkdown(k6ThresholdText(k6)))),
    '## Again',
    codeBlock('sh', [run.command]),
    escapeMarkdown(
      `Run ${run.runId}, seed ${run.seed}, Tenfold ${run.tool.version}, ${run.runtime.kind} on ${run.machine.cpus} × ${run.machine.cpuModel}, started ${run.startedAt}. Exit status ${verdict.exitStatus}.`,
    ),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

/** A heading with its blocks; nothing when the first is empty. */
function titled(title: string, first: string, ...others: readonly string[]): string[] {
  return first === '' ? [] : [`## ${title}`, first, ...others]
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`
  return [line(header), `|${header.map((_, index) => (index === 0 ? '---|' : '---:|')).join('')}`, ...rows.map(line)].join('\n')
}

function thresholdTable({ thresholds }: Summary): string {
  return table(
    ['Threshold', 'Seen', 'Outcome'],
    thresholds.map(({ selector, expression, outcome, seen }) => [`${selector} ${expression}`, seen, outcomeWords[outcome]]),
  )
}

function latencyTable(run: RunRecord, summary: Summary): string {
  const rows = [undefined, ...phaseNames(run, summary)].flatMap((phase) => {
    const decision = trendOf(summary, 'decision_latency', phase)
    const ack = trendOf(summary, 'ack_latency', phase)
    if (decision === undefined && ack === undefined) return []
    const budgets = p99BudgetsOf(summary, 'decision_latency', phase)
    return [
      [
        phase ?? 'whole run',
        decision === undefined ? missing : formatPercentile(decision.p50),
        decision === undefined ? missing : formatPercentile(decision.p99),
        budgets.map(({ budgetMs }) => formatMs(budgetMs)).join(', ') || missing,
        ack === undefined ? missing : formatPercentile(ack.p99),
        decision === undefined ? missing : formatCount(decision.samples),
      ],
    ]
  })
  return table(['Phase', 'decision P50', 'decision P99', 'P99 budget', 'ack P99', 'samples'], rows)
}

function accountingTable({ accounting }: Summary): string {
  return table(
    ['Identity', 'Left', 'Right', 'Holds'],
    accounting.map(({ identity, left, right, holds }) => [identity, formatCount(left), formatCount(right), holds ? 'yes' : 'NO']),
  )
}

function anomalyText(summary: Summary): string {
  const { findings, coverage } = summary
  const unknown = coverage.filter(({ opportunities }) => opportunities === 0).map((row) => row.class)
  const judged = coverage.length - unknown.length
  if (findings.length === 0 && coverage.length === 0) return ''
  const lines =
    findingCount(summary) === 0
      ? [`None in ${judged} classes that had a chance.`]
      : findings.flatMap((finding) => [
          `- **${escapeMarkdown(finding.class)}**: ${formatCount(finding.count)}`,
          ...finding.witnesses
            .slice(0, witnessesMax)
            .map(
              ({ record, tenant, merchant, expected, actual, atRisk, lastSeen }) =>
                `  - ${escapeMarkdown(`${tenant}/${merchant} ${record}: expected ${expected}, is ${actual}${atRisk === undefined ? '' : ` (${atRisk} at risk)`}; last seen: ${lastSeen}`)}`,
            ),
        ])
  if (unknown.length > 0) lines.push('', `Unknown, had no chance: ${escapeMarkdown(unknown.join(', '))}.`)
  return lines.join('\n')
}

function moneyTable({ moneyAtRisk }: Summary): string {
  const totals = moneyTotals(moneyAtRisk)
  return table(
    ['Tenant', 'Merchant', 'Records', 'At risk'],
    [
      ...moneyAtRisk.map(({ tenant, merchant, records, currency, major }) => [
        tenant,
        merchant,
        formatCount(records),
        formatMoney(currency, major),
      ]),
      ...totals.map((total) => ['total', '', '', total]),
    ],
  )
}

function statesTable({ states }: Summary): string {
  return table(
    ['State', 'Right', 'Held'],
    states.map(({ state, expected, actual }) => [state, formatCount(expected), formatCount(actual)]),
  )
}

/** One line of text in which nothing is Markdown or HTML. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // An underscore or sign between letters is plain text already; escaping it would only make names hard to read.
      .replace(/[\\`*[\]|~#]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
      .replace(/@(?=\w)/g, '@\u{200b}')
      .replace(/(?<=https?|ftp):(?=\/\/)|(?<=www)\./gi, '$&\u{200b}')
  )
}

/** A fenced block that its content cannot close. */
function codeBlock(language: string, lines: readonly string[]): string {
  const text = lines.map((line) => line.replace(/\p{Cc}+/gu, ' ')).join('\n')
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}
