/** The last lines of a run for a terminal: verdict, counts, latency, thresholds, anomalies, and what to type next. Knows no stream. */

import type { RunRecord } from '../harness/model/run-record.ts'
import type { Summary } from '../harness/model/summary.ts'
import { files } from '../harness/record/layout.ts'
import { formatCount, formatMs, formatPercentile, formatPlural, formatRate, missing, moneyTotals } from './figures.ts'
import { outcomeWords, toneOf } from './plain-words.ts'
import { p99BudgetsOf, endingSentence, findingCount, lastLines, phaseNames, rawKeptSentence, trendOf } from './reading.ts'
import { streamHeader, streamRows } from './stream-rows.ts'
import { alignColumns, painted, type Paint, printable, shorten, unpainted, wrap } from './terminal.ts'

export interface ConsoleOptions {
  /** Whether escape sequences for colour may be used. */
  readonly colours: boolean
  /** Width of the terminal in characters; lines are at most 100 wide and never narrower than 40. */
  readonly columns: number
  /** The run folder as the user may type it. */
  readonly folder: string
}

const classesMax = 8
const witnessesMax = 2
const linesMax = 5
const labelWidth = 10

/** The summary as text that ends with a line end. No line is wider than the terminal, but for a command that is to be copied. */
export function consoleSummary(run: RunRecord, summary: Summary, { colours, columns, folder }: ConsoleOptions): string {
  const width = Math.min(100, Math.max(40, columns))
  const paint = colours ? painted : unpainted
  const { verdict } = summary
  const ending = endingSentence(run)
  const lines = [
    '',
    `${paint(verdict.title, toneOf(verdict.kind))}  ${paint(shorten(printable(run.scenario.name), width - verdict.title.length - 2), 'bold')}`,
    ...wrap(printable(verdict.sentence), width),
    ...verdict.reasons.slice(1).flatMap(({ sentence }) => wrap(`also: ${printable(sentence)}`, width, '  ')),
    ...(ending === undefined ? [] : wrap(printable(ending), width)),
    ...lastLines(run)
      .slice(-linesMax)
      .map((line) => paint(`  ${printable(line)}`.slice(0, width), 'dim')),
    '',
    ...countLines(summary, width),
    ...historyLines(run, folder, width),
    ...run.runtime.notes.flatMap((note) => labelled('Note', printable(note), width)),
    ...section(latencyLines(run, summary, width, paint)),
    ...section(streamLines(summary, width, paint)),
    ...section(thresholdLines(summary, width, paint)),
    ...section(anomalyLines(summary, width, paint)),
    '',
    ...labelled('Report', `${printable(folder)}/report.html`, width),
    ...labelled('Again', printable(run.command), width),
    ...labelled('Exit', String(verdict.exitStatus), width),
    '',
  ]
  return lines.join('\n')
}

function section(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines]
}

/** A label and its text; paths and commands stay whole, so that they can be copied. */
function labelled(label: string, text: string, width: number): string[] {
  const room = width - labelWidth
  const lines = /\s/.test(text) && text.length > room ? wrap(text, room) : [text]
  return lines.map((line, index) => (index === 0 ? label : '').padEnd(labelWidth) + line)
}

function countLines({ counts, rates }: Summary, width: number): string[] {
  const lines = [
    ...labelled(
      'Records',
      `${formatCount(counts.decided)} of ${formatCount(counts.records)} decided, ${formatCount(counts.open)} open, ${formatCount(counts.lost)} lost`,
      width,
    ),
    ...labelled('Sent', sentText(counts), width),
  ]
  if (rates.recordsPerSecond <= 0) return lines
  const peak = `${formatRate(rates.peakRecordsPerSecond)} records/s and ${formatRate(rates.peakPaymentsPerSecond)} payments/s in ${shorten(printable(rates.peakPhase), 20)}`
  return [...lines, ...labelled('Rate', peak, width)]
}

/** Rows that are no part of the run, and where each stands with its reason. */
function historyLines({ history }: RunRecord, folder: string, width: number): string[] {
  const { quarantined } = history
  if (quarantined === 0) return []
  const raw = rawKeptSentence(history)
  return [
    ...labelled('Set aside', `${formatPlural(quarantined, 'row')} of the history that cannot be read, each with its reason in`, width),
    ...labelled('', `${printable(folder)}/${files.quarantine}`, width),
    ...(raw === undefined ? [] : labelled('', raw, width)),
  ]
}

function sentText(counts: Summary['counts']): string {
  const parts = [
    ['refused', counts.refused],
    ['failed', counts.failed],
    ['unknown', counts.unknown],
    ['unsent', counts.unsentNoSlot + counts.unsentLate],
  ] as const
  const others = parts.filter(([, count]) => count > 0).map(([name, count]) => `${formatCount(count)} ${name}`)
  const base = `${formatCount(counts.sent)} of ${formatCount(counts.scheduled)} scheduled, ${formatCount(counts.accepted)} accepted`
  return [base, ...others].join(', ')
}

function latencyLines(run: RunRecord, summary: Summary, width: number, paint: Paint): string[] {
  const rows = [undefined, ...phaseNames(run, summary)].flatMap((phase) => {
    const decision = trendOf(summary, 'decision_latency', phase)
    const ack = trendOf(summary, 'ack_latency', phase)
    if (decision === undefined && ack === undefined) return []
    const budgets = p99BudgetsOf(summary, 'decision_latency', phase)
    const budget = budgets.map(({ budgetMs }) => formatMs(budgetMs)).join(', ')
    return [
      [
        shorten(phase === undefined ? 'whole run' : printable(phase), 14),
        decision === undefined ? missing : formatPercentile(decision.p50),
        decision === undefined ? missing : formatPercentile(decision.p99),
        shorten(budget === '' ? missing : budget, 12),
        ack === undefined ? missing : formatPercentile(ack.p99),
      ],
    ]
  })
  if (rows.length === 0) return []
  const [header = '', ...body] = alignColumns([['Decision', 'P50', 'P99', 'P99 budget', 'ack P99'], ...rows])
  return [paint(header.slice(0, width), 'dim'), ...body.map((line) => line.slice(0, width))]
}

function streamLines(summary: Summary, width: number, paint: Paint): string[] {
  const rows = streamRows(summary).map(([name = '', ...others]) => [shorten(printable(name), 20), ...others])
  if (rows.length === 0) return []
  // A terminal of 80 characters has no room for the median.
  const narrow = ([name = '', sent = '', taken = '', others = '', , ...latencies]: readonly string[]): string[] => [
    name,
    sent,
    taken,
    shorten(others, 16),
    ...latencies,
  ]
  const [header = '', ...body] = alignColumns([streamHeader, ...rows].map(narrow))
  return [paint(header.slice(0, width), 'dim'), ...body.map((line) => line.slice(0, width))]
}

function thresholdLines({ thresholds }: Summary, width: number, paint: Paint): string[] {
  if (thresholds.length === 0) return []
  const signs = { met: paint('✓', 'good'), broken: paint('✗', 'bad'), inconclusive: paint('?', 'unsure'), void: paint('–', 'dim') }
  const rows = thresholds.flatMap(({ selector, expression, outcome, seen }) => {
    const text = `${printable(selector)} ${printable(expression)}: ${outcome === 'met' ? '' : `${outcomeWords[outcome]}, `}seen ${printable(seen)}`
    const [first = '', ...others] = wrap(text, width - 2)
    return [`${signs[outcome]} ${first}`, ...others.map((line) => `  ${line}`)]
  })
  return [paint('Thresholds', 'dim'), ...rows]
}

function anomalyLines(summary: Summary, width: number, paint: Paint): string[] {
  const { findings, coverage, moneyAtRisk, control } = summary
  const unknown = coverage.filter(({ opportunities }) => opportunities === 0)
  const count = findingCount(summary)
  const judged = coverage.length - unknown.length
  const money = moneyTotals(moneyAtRisk)
  const lines: string[] = []
  if (count > 0) {
    const atRisk = money.length === 0 ? '' : `, ${money.map((total) => printable(total)).join(', ')} at risk`
    lines.push(...wrap(`${formatPlural(count, 'anomaly', 'anomalies')}${atRisk}`, width).map((line) => paint(line, 'bad')))
    for (const finding of findings.slice(0, classesMax)) {
      lines.push(`  ${printable(finding.class)}: ${formatCount(finding.count)}`)
      for (const witness of finding.witnesses.slice(0, witnessesMax)) {
        const risk = witness.atRisk === undefined ? '' : ` (${witness.atRisk} at risk)`
        const text = `${witness.tenant}/${witness.merchant} ${witness.record}: expected ${witness.expected}, is ${witness.actual}${risk}; last seen: ${witness.lastSeen}`
        lines.push(...wrap(printable(text), width - 4, '  ').map((line) => `    ${line}`))
      }
    }
    if (findings.length > classesMax) lines.push(`  and ${formatPlural(findings.length - classesMax, 'more class', 'more classes')}`)
  } else if (judged > 0) {
    lines.push(`No anomaly in ${formatPlural(judged, 'class', 'classes')} that had a chance`)
  }
  if (unknown.length > 0) lines.push(...wrap(`unknown, had no chance: ${unknown.map((row) => row.class).join(', ')}`, width, '  '))
  if (control.planted !== '' && !control.found) {
    lines.push(...wrap(`positive control NOT found: ${printable(control.planted)}`, width, '  ').map((line) => paint(line, 'bad')))
  }
  return lines
}
