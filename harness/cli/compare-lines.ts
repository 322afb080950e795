/** Two records side by side, as lines for a terminal: what makes them comparable first, then what became of the load, then the figures. Pure. */

import type { ComparedFigure } from '../gate/compare-latencies.ts'
import type { Comparison } from '../gate/compare-runs.ts'
import { percent } from '../gate/judge-pairs.ts'
import type { Percentile } from '../model/summary.ts'
import { alignColumns } from './align-columns.ts'
import { countLines, gaugeLines, numberText, otherLines } from './compared-numbers.ts'
import { wrapText } from './wrap-text.ts'

export function comparisonLines(comparison: Comparison): readonly string[] {
  const { base, candidate, verdicts, work, differences, counts, figures, metrics, anomalies, thresholds, method } = comparison
  const sections: readonly (readonly string[])[] = [
    alignColumns([
      ['Base', base, verdicts.base.title],
      ['Candidate', candidate, verdicts.candidate.title],
    ]),
    work.sentence === null ? [] : wrapText(work.sentence, { columns: textColumns }),
    differences.length === 0
      ? ['Same scenario, seed, machine and versions.']
      : ['Not the same:', ...differences.map((line) => `  ${line}`)],
    anomalies.length === 0 ? ['No anomaly in either.'] : anomalyLines(anomalies),
    thresholds.length === 0
      ? []
      : alignColumns([['threshold', 'base', 'candidate'], ...thresholds.map((each) => [each.threshold, each.base, each.candidate])]),
    countLines(counts, textColumns),
    figureLines(figures),
    cpuNote(comparison),
    otherLines(metrics, textColumns),
    gaugeLines(metrics, textColumns),
    wrapText(`Intervals: ${method}.`, { columns: textColumns }),
  ]
  return sections.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))
}

/** Of sentences and lists: as wide as the tables mostly are. */
const textColumns = 120

function anomalyLines(anomalies: Comparison['anomalies']): readonly string[] {
  const rows = anomalies.map((each) => [each.class, numberText(each.base), numberText(each.candidate)])
  return alignColumns([['anomalies', 'base', 'candidate'], ...rows], { rightFrom: 1 })
}

/** Of each latency first how many samples there are, and how many of them never ended. What would say nothing more is named in a line. */
function figureLines(figures: readonly ComparedFigure[]): readonly string[] {
  const trends = [...Map.groupBy(figures, nameOf)]
  if (trends.length === 0) return []
  const zero = trends.filter(([, own]) => own.every(isZero))
  const doubled = trends.filter(([, own]) => isWholeLoad(own, trends))
  const rows = trends
    .filter((trend) => !zero.includes(trend) && !doubled.includes(trend))
    .flatMap(([name, own]) => [...sampleRows(name, own), ...own.map((figure) => figureRow(name, figure))])
  const phases = new Set(doubled.flatMap(([, own]) => own.map(({ phase }) => phase ?? '')))
  return [
    ...alignColumns([['latencies and CPU', 'base', 'candidate', 'change', 'interval'], ...rows], { rightFrom: 1 }),
    ...[...phases].map((phase) => `Figures of {phase:${phase}} that are not shown are those of the run: it has all of its samples`),
    ...(zero.length === 0 ? [] : wrapText(`0 ms in both: ${zero.map(([name]) => name).join('; ')}`, { columns: textColumns })),
  ]
}

function figureRow(name: string, figure: ComparedFigure): readonly string[] {
  return [
    figure.metric === 'cpu' ? 'CPU an accepted record' : `${name} ${figure.figure}`,
    valueText(figure.base, figure.unit),
    valueText(figure.candidate, figure.unit),
    figure.change === null ? '–' : percent(figure.change),
    intervalText(figure),
  ]
}

function isZero({ base, candidate }: ComparedFigure): boolean {
  return [base, candidate].every((value) => value?.valueMs === 0 && !value.censored)
}

type Trends = readonly (readonly [name: string, figures: readonly ComparedFigure[]])[]

/** A phase that all samples of the run are of, in both. */
function isWholeLoad([phased]: readonly ComparedFigure[], trends: Trends): boolean {
  if (phased?.phase === undefined) return false
  const whole = trends.find(([name]) => name === phased.metric)?.[1][0]?.samples
  return whole !== undefined && whole.base === phased.samples.base && whole.candidate === phased.samples.candidate
}

function sampleRows(name: string, [first]: readonly ComparedFigure[]): readonly (readonly string[])[] {
  if (first === undefined || first.metric === 'cpu') return []
  const { samples, neverEnded } = first
  const row = (text: string, { base, candidate }: ComparedFigure['samples']): string[] => [
    `${name} ${text}`,
    numberText(base),
    numberText(candidate),
    base === 0 ? '–' : percent(candidate / base - 1),
    '',
  ]
  const isEnded = neverEnded.base === 0 && neverEnded.candidate === 0
  return [row('samples', samples), ...(isEnded ? [] : [row('never ended', neverEnded)])]
}

function nameOf({ metric, phase }: ComparedFigure): string {
  return `${metric}${phase === undefined ? '' : `{phase:${phase}}`}`
}

/** What was recovered cost CPU, and is not among the accepted records that it is divided by. */
function cpuNote({ figures, counts }: Comparison): readonly string[] {
  const cpu = figures.find(({ metric }) => metric === 'cpu')
  if (cpu === undefined) return []
  const divided = `CPU an accepted record: CPU of the system’s processes from the load’s start until it was drained, by ${numberText(cpu.samples.base)} and ${numberText(cpu.samples.candidate)} accepted records.`
  const recovered = counts.find(({ name, stream }) => name === 'recovered' && stream === undefined)
  const cost = [recovered?.base ?? 0, recovered?.candidate ?? 0]
  if (cost.every((count) => count === 0)) return wrapText(divided, { columns: textColumns })
  const also = `Recovered ones (${cost.map(numberText).join(' and ')}) cost CPU too and are not among them.`
  return wrapText(`${divided} ${also}`, { columns: textColumns })
}

function valueText(value: Percentile | null, unit: string): string {
  return value === null ? '–' : `${value.censored ? '≥ ' : ''}${rounded(value.valueMs)} ${unit}`
}

function intervalText({ lower, upper, tooShort }: ComparedFigure): string {
  if (tooShort) return 'none: too short'
  return lower === null || upper === null ? '–' : `${percent(lower)} to ${percent(upper)}`
}

function rounded(value: number): string {
  return value >= 1_000 ? value.toFixed(0) : value.toFixed(1)
}
