import { describe, expect, test } from 'vitest'

import type { FinalStateRow } from '../model/decision.ts'
import { at, expectVerdict, judgedRuns } from '../../tests/support/judged-run.ts'
import type { Edit } from '../../tests/support/judged-run.ts'
import { originUs } from '../../tests/support/recorded-run.ts'
import type { RunParts } from '../../tests/support/recorded-run.ts'

const { judged } = judgedRuns()

/** One side of a pair; the other, with which it is decided, is due 1 ms after it. */
const order = 'order_0_8'

type Line = RunParts['decisions'][number]
type Event = Record<string, unknown> & { readonly version: number }

/** Replaces what was seen of the order: `tell` makes events of the one that was there, each so long after the order was due. */
function seen(run: RunParts, tell: (event: Event) => readonly { readonly afterUs: number; readonly event: Event }[]): void {
  const index = at(run, order)
  const content = run.contents[index] as string
  const dueUs = originUs + (run.rows.operations.dueUs[index] as number)
  const line = run.decisions.find(({ e }) => 'content' in e && e.content === content)
  const { hostId: _host, produced: _produced, read: _read, decided: _decided, ...event } = (line as Line).e as Event
  const told = tell(event).map((row) => ({ ...(line as Line), us: dueUs + row.afterUs, e: row.event }))
  run.decisions = [...run.decisions.filter((other) => other !== line), ...told].toSorted((a, b) => a.us - b.us)
  const last = Math.max(...told.map(({ e }) => e.version))
  const versioned = (row: FinalStateRow): FinalStateRow =>
    row.content === content && row.current !== undefined ? { ...row, current: { ...row.current, version: last } } : row
  run.finalState = run.finalState?.map(versioned)
  run.history = run.history?.flatMap((row) =>
    row.content === content
      ? told.map(({ e }) => ({ ...row, version: e.version, result: e['state'] === 'OPEN' ? openResult : row.result }))
      : [row],
  )
}

const openResult = { state: 'OPEN', varianceMinor: 0n } as const
const open = ({ identity, content, cause }: Event, version: number): Event => ({
  identity,
  content,
  cause,
  version,
  state: 'OPEN',
  varianceMinor: '0',
})

const decisionSamples = async (edit: Edit): Promise<number | undefined> => {
  const { trends } = await judged(edit)
  return trends.find(({ metric, phase }) => metric === 'decision_latency' && phase === undefined)?.samples
}

describe('an answer that was there before the last record that it rests on', () => {
  test('taken back and given again: the latency ends when it was given again', async () => {
    const edit: Edit = (run) =>
      seen(run, (event) => [
        { afterUs: 500, event },
        { afterUs: 700, event: open(event, 2) },
        { afterUs: 90_000, event: { ...event, version: 3 } },
      ])
    const summary = await judged(edit)
    expect(summary.verdict).toMatchObject({ exitStatus: 0, reasons: [] })
    expect(summary.trends.find(({ metric, phase }) => metric === 'decision_latency' && phase === undefined)?.max.valueMs).toBeGreaterThan(
      60,
    )
    expect(await decisionSamples(edit)).toBe(await decisionSamples(() => undefined))
  })

  test('never taken back: nothing was left to decide, no sample', async () => {
    const edit: Edit = (run) => seen(run, (event) => [{ afterUs: 500, event }])
    const { verdict, stagesNote } = await judged(edit)
    expect(verdict).toMatchObject({ exitStatus: 0, reasons: [] })
    expect(stagesNote).toContain('without a latency: 1, whose answer stood already')
    expect(await decisionSamples(edit)).toBe(((await decisionSamples(() => undefined)) ?? 0) - 1)
  })
})

describe('times that one clock cannot show', () => {
  test.each<[string, string, Edit]>([
    [
      'an event seen before its record was due',
      'a decision was seen before they were due: 1',
      (run) => seen(run, (event) => [{ afterUs: -1, event }]),
    ],
    [
      'every event seen before it was decided',
      'the first seen 1 ms before it was decided; the clocks of system and observer do not agree',
      (run) => {
        run.decisions = run.decisions.map((line) => ('content' in line.e ? { ...line, us: line.us - 6_000 } : line))
      },
    ],
  ])('%s', async (_name, words, edit) => {
    expectVerdict(await judged(edit), 95, words)
  })
})
