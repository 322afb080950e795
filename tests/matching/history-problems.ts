/** Whether a decision history is well-formed (matching.md §5): versions ascend from 1, neighbours differ, the last one stands. */

import type { FinalStateRow, HistoryRow } from '../../harness/model/decision.ts'

/** What is wrong, one line for each record; empty when nothing is. */
export function historyProblems(rows: readonly FinalStateRow[], history: readonly HistoryRow[]): string[] {
  const versionsOf = Map.groupBy(history, ({ content }) => content)
  const held = new Set(rows.map(({ content }) => content))
  const strangers = [...versionsOf.keys()].filter((content) => !held.has(content)).map((content) => `${content}: not held, but decided`)
  return [...strangers, ...rows.flatMap((row) => problemOf(row, versionsOf.get(row.content) ?? []))]
}

function problemOf({ content, current }: FinalStateRow, versions: readonly HistoryRow[]): string[] {
  const ordered = versions.toSorted((a, b) => a.version - b.version)
  const told = ordered.map(({ version, result }) => `${version} ${textOf(result)}`)
  const results = ordered.map(({ result }) => textOf(result))
  const wrong = [
    ...(ordered.some(({ version }, index) => version !== index + 1) ? ['versions are not 1, 2, …'] : []),
    ...(results.some((result, index) => index > 0 && result === results[index - 1]) ? ['a version repeats the one before'] : []),
    ...(ordered[0]?.result.state === 'OPEN' ? ['the first decision is OPEN'] : []),
    ...(results.at(-1) === (current === undefined ? undefined : textOf(current.result))
      ? []
      : ['the last version is not the one that stands']),
    ...(current === undefined || current.version === ordered.length ? [] : [`version ${current.version} stands`]),
  ]
  return wrong.map((problem) => `${content}: ${problem} (${told.join('; ')})`)
}

function textOf(result: HistoryRow['result']): string {
  return JSON.stringify(result, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
}
