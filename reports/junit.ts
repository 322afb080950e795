/** junit.xml: each promise of a run as a test case, so that CI shows which one was broken. Knows nothing of the run folder. */

import type { RunRecord } from '../harness/model/run-record.ts'
import type { Summary } from '../harness/model/summary.ts'
import { formatPlural, moneyTotals } from './figures.ts'
import { toneOf } from './plain-words.ts'
import { attribute, escapeXml } from './xml.ts'

type CaseOutcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failure' | 'error'; readonly type: string; readonly message: string; readonly details: string }

interface TestCase {
  readonly name: string
  readonly outcome: CaseOutcome
}

interface Suite {
  readonly name: string
  readonly cases: readonly TestCase[]
}

const passed: CaseOutcome = { kind: 'passed' }

/** The text of junit.xml: one suite each for the verdict, thresholds, anomaly classes, accounting and the control. */
export function junitXml(run: RunRecord, summary: Summary): string {
  const suites = [
    verdictSuite(summary),
    thresholdSuite(summary),
    anomalySuite(summary),
    accountingSuite(summary),
    controlSuite(summary),
  ].filter(({ cases }) => cases.length > 0)
  const lines = suites.flatMap((suite, id) => suiteLines(suite, id, run))
  const all = suites.flatMap(({ cases }) => cases)
  const seconds = secondsOf(run.timeline)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name=${attribute(`tenfold ${run.scenario.name}`)} tests="${all.length}" failures="${countOf(all, 'failure')}" errors="${countOf(all, 'error')}" time="${seconds.toFixed(3)}">`,
    ...lines,
    '</testsuites>',
    '',
  ].join('\n')
}

/** Of all steps together; of two at one time, the time counts once. */
function secondsOf(timeline: RunRecord['timeline']): number {
  let seconds = 0
  let untilUs = Number.NEGATIVE_INFINITY
  for (const { startUs, endUs } of timeline.toSorted((a, b) => a.startUs - b.startUs)) {
    seconds += Math.max(0, endUs - Math.max(startUs, untilUs)) / 1e6
    untilUs = Math.max(untilUs, endUs)
  }
  return seconds
}

function verdictSuite({ verdict }: Summary): Suite {
  if (verdict.kind === 'pass') return { name: 'verdict', cases: [{ name: 'verdict', outcome: passed }] }
  const outcome: CaseOutcome = {
    // A run that says nothing about the stack is an error, not a failed test: tools draw the two apart.
    kind: toneOf(verdict.kind) === 'bad' ? 'failure' : 'error',
    type: verdict.kind,
    message: `${verdict.title}: ${verdict.sentence}`,
    details: verdict.reasons.map(({ kind, sentence }) => `${kind}: ${sentence}`).join('\n'),
  }
  return { name: 'verdict', cases: [{ name: 'verdict', outcome }] }
}

function thresholdSuite({ thresholds }: Summary): Suite {
  const cases = thresholds.map(({ selector, expression, outcome, seen }): TestCase => {
    const name = `${selector} ${expression}`
    switch (outcome) {
      case 'met':
        return { name, outcome: passed }
      case 'broken':
        return { name, outcome: { kind: 'failure', type: 'threshold', message: `${name}: seen ${seen}`, details: '' } }
      case 'inconclusive':
        return { name, outcome: { kind: 'error', type: 'inconclusive', message: `${name}: ${seen}`, details: '' } }
      default:
        return { name, outcome: { kind: 'skipped', reason: `void, because answers were wrong (${seen})` } }
    }
  })
  return { name: 'thresholds', cases }
}

function anomalySuite(summary: Summary): Suite {
  const classes = new Set([...summary.coverage.map((row) => row.class), ...summary.findings.map((finding) => finding.class)])
  const cases = [...classes].map((name): TestCase => {
    const found = summary.findings.filter((finding) => finding.class === name)
    const count = found.reduce((sum, finding) => sum + finding.count, 0)
    const coverage = summary.coverage.find((row) => row.class === name)
    if (count > 0) {
      const message = `${formatPlural(count, 'anomaly', 'anomalies')} of class ${name}; money at risk in the whole run: ${moneyTotals(summary.moneyAtRisk).join(', ') || 'none'}`
      const details = found.flatMap(({ witnesses }) =>
        witnesses.map(
          (witness) =>
            `${witness.record}: expected ${witness.expected}, actual ${witness.actual}, at risk ${witness.atRisk ?? 'no amount'}, last seen ${witness.lastSeen}`,
        ),
      )
      return { name, outcome: { kind: 'failure', type: name, message, details: details.join('\n') } }
    }
    if (coverage === undefined || coverage.opportunities === 0) {
      const reason = `unknown: no opportunity in this run${coverage === undefined ? '' : ` (${coverage.opportunity})`}`
      return { name, outcome: { kind: 'skipped', reason } }
    }
    return { name, outcome: passed }
  })
  return { name: 'anomalies', cases }
}

function accountingSuite({ accounting }: Summary): Suite {
  const cases = accounting.map(({ identity, left, right, holds }): TestCase => ({
    name: identity,
    outcome: holds ? passed : { kind: 'failure', type: 'accounting', message: `${identity}: ${left} is not ${right}`, details: '' },
  }))
  return { name: 'accounting', cases }
}

function controlSuite({ control, verdict }: Summary): Suite {
  if (control.found) return { name: 'control', cases: [{ name: 'positive control', outcome: passed }] }
  const outcome: CaseOutcome =
    control.planted === ''
      ? { kind: 'skipped', reason: `nothing was planted (${verdict.title})` }
      : { kind: 'error', type: 'control', message: `planted and not found: ${control.planted}`, details: '' }
  return { name: 'control', cases: [{ name: 'positive control', outcome }] }
}

function suiteLines({ name, cases }: Suite, id: number, run: RunRecord): string[] {
  const counts = `tests="${cases.length}" failures="${countOf(cases, 'failure')}" errors="${countOf(cases, 'error')}" skipped="${countOf(cases, 'skipped')}"`
  // The schema in use wants an instant without zone; ours is UTC.
  const timestamp = run.startedAt.slice(0, 19)
  const properties = {
    runId: run.runId,
    seed: String(run.seed),
    command: run.command,
    system: run.scenario.system,
    version: run.tool.version,
  }
  return [
    `  <testsuite name=${attribute(`${run.scenario.name} ${name}`)} id="${id}" package="tenfold" hostname="localhost" ${counts} time="0" timestamp=${attribute(timestamp)}>`,
    '    <properties>',
    ...Object.entries(properties).map(([key, value]) => `      <property name="${key}" value=${attribute(value)}/>`),
    '    </properties>',
    ...cases.flatMap((testCase) => caseLines(testCase, `tenfold.${run.scenario.name}.${name}`)),
    '  </testsuite>',
  ]
}

function caseLines({ name, outcome }: TestCase, className: string): string[] {
  const open = `    <testcase name=${attribute(name)} classname=${attribute(className)} time="0"`
  if (outcome.kind === 'passed') return [`${open}/>`]
  if (outcome.kind === 'skipped') return [`${open}>`, `      <skipped message=${attribute(outcome.reason)}/>`, '    </testcase>']
  const body = escapeXml(outcome.details === '' ? outcome.message : outcome.details)
  return [
    `${open}>`,
    `      <${outcome.kind} message=${attribute(outcome.message)} type=${attribute(outcome.type)}>${body}</${outcome.kind}>`,
    '    </testcase>',
  ]
}

function countOf(cases: readonly TestCase[], kind: CaseOutcome['kind']): number {
  return cases.filter(({ outcome }) => outcome.kind === kind).length
}
