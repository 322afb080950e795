/** Which right answer each row of a run is about: by the record that the reader found for it, else by its content. Pure. */

import type { CloseEvent, DecisionEvent, ObservedDecision } from '../model/decision.ts'
import type { Rows } from '../model/rows.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import type { Control } from './control.ts'
import type { Held } from './held.ts'

/** −1 for a row that is about none. */
export interface RowIndices {
  readonly decisions: Int32Array
  readonly finalState: Int32Array
  readonly decisionHistory: Int32Array
}

export function rowIndices(run: RecordedRun, held: Held): RowIndices {
  const { decisions, finalState = [], decisionHistory = [], rowColumns } = run
  return {
    decisions: indicesOf(decisions, rowColumns?.decisions.record, held, ({ event }) => contentOf(event)),
    finalState: indicesOf(finalState, rowColumns?.finalState?.record, held, ({ content }) => content),
    decisionHistory: indicesOf(decisionHistory, rowColumns?.decisionHistory?.record, held, ({ content }) => content),
  }
}

/** Those of the run's rows, and behind them those of the control's, whose answers stand behind the run's. */
export function withControl(own: Int32Array, contents: readonly string[], { records }: Held, control: Control): Int32Array {
  const places = new Map(control.contents.map((content, place) => [content, records + place]))
  const all = new Int32Array(own.length + contents.length)
  all.set(own)
  for (const [at, content] of contents.entries()) all[own.length + at] = places.get(content) ?? -1
  return all
}

/** The content of what a decision is about; empty for another event. */
export function contentOfDecision({ event }: ObservedDecision): string {
  return contentOf(event) ?? ''
}

function indicesOf<Row>(
  rows: Rows<Row>,
  records: Int32Array | undefined,
  { answers, indexOfRecord }: Held,
  contentIn: (row: Row) => string | undefined,
): Int32Array {
  const indices = new Int32Array(rows.length)
  for (let at = 0; at < rows.length; at++) {
    const record = records === undefined ? -1 : (records[at] as number)
    const index = record === -1 ? -1 : (indexOfRecord[record] as number)
    // Of equal records the reader found the last, which may not be the one that was sent.
    indices[at] = index === -1 ? indexByContent(answers, contentIn(rows.at(at) as Row)) : index
  }
  return indices
}

function indexByContent({ indexByContent: indices }: Held['answers'], content: string | undefined): number {
  return content === undefined ? -1 : (indices.get(content) ?? -1)
}

function contentOf(event: DecisionEvent | CloseEvent): string | undefined {
  return event.kind === 'decision' ? event.content : undefined
}
