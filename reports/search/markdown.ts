/** report.md of a search. Knows no file. */

import type { CapacityRecord, CapacitySummary } from '../../harness/model/capacity.ts'
import { escapeMarkdown } from '../markdown.ts'
import { kneeText, probeText, searchText, stepCells, stepColumns } from './reading.ts'

export function searchMarkdown(record: CapacityRecord, summary: CapacitySummary): string {
  const { verdict, curve, probe } = summary
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`
  const blocks = [
    `# ${escapeMarkdown(`${verdict.title}: ${record.scenario}`)}`,
    escapeMarkdown(verdict.sentence),
    verdict.reasons.length > 1 ? verdict.reasons.map(({ sentence }) => `- ${escapeMarkdown(sentence)}`).join('\n') : '',
    `Knee: **${escapeMarkdown(kneeText(summary))}**`,
    '## Curve',
    curve.length === 0
      ? 'No step was made.'
      : [
          line([...stepColumns, 'run']),
          `|${'---:|'.repeat(stepColumns.length + 1)}`,
          ...curve.map((step) => line([...stepCells(step), step.folder])),
        ].join('\n'),
    escapeMarkdown(searchText(record)),
    ...(probe === undefined ? [] : ['## Closed-loop probe', escapeMarkdown(probeText(probe))]),
    ...record.notes.map(escapeMarkdown),
    '## Again',
    `    ${record.command.replace(/\p{Cc}+/gu, ' ')}`,
    escapeMarkdown(
      `Search ${record.runId}, seed ${record.seed}, Tenfold ${record.tool.version}, started ${record.startedAt}. Exit status ${verdict.exitStatus}.`,
    ),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}
