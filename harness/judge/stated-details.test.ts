import { expect, test } from 'vitest'

import type { FinalStateRow, ObservedDecision } from '../model/decision.ts'
import { decodeFinalStateRow, encodeFinalStateRow } from '../record/state-lines.ts'
import { buildControl } from './control.ts'
import { defaultProfile } from '../model/match-result.ts'
import { decisionsWithoutDetails, statesDetails } from './stated-details.ts'

const { rows, decisions } = buildControl(defaultProfile)

const detailed = rows.map((row): FinalStateRow =>
  row.identity.kind === 'payout' && row.current !== undefined
    ? { ...row, current: { ...row.current, result: { ...row.current.result, detail: 'NOT_DECOMPOSABLE' } } }
    : row,
)

test('a system states details when one of its rows does, also after a way through a file', () => {
  expect(statesDetails(rows)).toBe(false)
  expect(statesDetails(detailed)).toBe(true)
  const read = detailed.map((row) => decodeFinalStateRow(encodeFinalStateRow(row)))
  expect(read).toEqual(detailed)
})

test('without them an event says what it says but for its detail', () => {
  const stating = decisions.map(({ event, ...seen }): ObservedDecision => {
    return event.kind === 'decision'
      ? { ...seen, event: { ...event, result: { ...event.result, detail: 'NOT_DECOMPOSABLE' } } }
      : { ...seen, event }
  })
  expect([...decisionsWithoutDetails(stating)]).toEqual(decisions)
})
