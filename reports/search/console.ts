/** The last lines of a search for a terminal: verdict, curve, probe, and where the rest stands. Knows no stream. */

import type { CapacityRecord, CapacitySummary } from '../../harness/model/capacity.ts'
import type { ConsoleOptions } from '../console.ts'
import { toneOf } from '../plain-words.ts'
import { alignColumns, painted, printable, unpainted, wrap } from '../terminal.ts'
import { kneeText, probeText, stepCells, stepColumns, stepTones } from './reading.ts'

const labelWidth = 10

/** Ends with a line end. */
export function searchConsole(record: CapacityRecord, summary: CapacitySummary, { colours, columns, folder }: ConsoleOptions): string {
  const width = Math.min(100, Math.max(40, columns))
  const paint = colours ? painted : unpainted
  const { verdict, curve, probe } = summary
  const labelled = (label: string, text: string): string[] =>
    wrap(printable(text), width - labelWidth).map((line, index) => (index === 0 ? label : '').padEnd(labelWidth) + line)
  const [header = '', ...rows] = alignColumns([stepColumns, ...curve.map(stepCells)])
  const lines = [
    '',
    `${paint(verdict.title, toneOf(verdict.kind))}  ${paint(printable(record.scenario), 'bold')}`,
    ...wrap(printable(verdict.sentence), width),
    ...verdict.reasons.slice(1).flatMap(({ sentence }) => wrap(`also: ${printable(sentence)}`, width, '  ')),
    '',
    ...labelled('Knee', kneeText(summary)),
    ...(curve.length === 0
      ? []
      : [
          '',
          paint(header.slice(0, width), 'dim'),
          ...rows.map((row, index) => {
            const tone = stepTones[curve[index]?.outcome ?? 'ended']
            return tone === 'good' ? row.slice(0, width) : paint(row.slice(0, width), tone)
          }),
        ]),
    '',
    ...(probe === undefined ? [] : [...labelled('Probe', probeText(probe)), '']),
    ...record.notes.flatMap((note) => labelled('Note', note)),
    `${'Report'.padEnd(labelWidth)}${printable(folder)}/report.html`,
    `${'Again'.padEnd(labelWidth)}${printable(record.command)}`,
    `${'Exit'.padEnd(labelWidth)}${verdict.exitStatus}`,
    '',
  ]
  return lines.join('\n')
}
