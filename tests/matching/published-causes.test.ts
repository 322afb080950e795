import { describe, expect, test } from 'vitest'
import { checkAnswers } from '../../harness/checks/check-answers.ts'
import type { DecisionCause } from '../../harness/model/decision.ts'
import { isOf, right, rowOf, seenOtherwise, withHistory } from './edited-world.ts'
import { smallWorld } from './small-world.ts'
import { evidenceOf } from './told-system.ts'
import type { Told } from './told-system.ts'

const found = (told: Told): string[] =>
  checkAnswers(evidenceOf(smallWorld, told)).findings.map(({ class: anomaly, subjects }) => `${anomaly} ${subjects[0]?.recordId}`)

/** The events of a record name another cause. */
function seenBecause(recordId: string, edit: (cause: DecisionCause) => DecisionCause): Told {
  return seenOtherwise(rowOf(recordId), (event) => ({ ...event, cause: edit(event.cause) }))
}

/** The cause of another record’s version, legal in itself. */
const causeOf = (recordId: string): DecisionCause => {
  const row = right.history?.find((version) => isOf(version, rowOf(recordId)))
  if (row === undefined) throw new Error(`no version of ${recordId}`)
  return row.cause
}

describe('a published cause that is not the committed one is an aborted read', () => {
  test.each<[string, string, DecisionCause]>([
    ['another record of the same merchant', 'off-l', causeOf('last-l')],
    ['a place where nothing stands', 'off-l', { kind: 'record', partition: 1, offset: '9000' }],
    ['a close in place of a record', 'off-l', { kind: 'close', closeId: 'c1' }],
    ['a record in place of a close', 'alone-l', causeOf('off-l')],
    ['another close', 'alone-l', { kind: 'close', closeId: 'c2' }],
  ])('%s', (_name, recordId, cause) => {
    expect(found(seenBecause(recordId, () => cause))).toEqual([`aborted-read ${recordId}`])
  })

  test('of several publications of one version each is looked at, and the record is told once', () => {
    const twice = seenBecause('off-l', () => ({ kind: 'close', closeId: 'c1' }))
    expect(found({ ...twice, decisions: [...right.decisions, ...twice.decisions, ...twice.decisions] })).toEqual(['aborted-read off-l'])
  })
})

describe('nothing is told', () => {
  test('of what is right, however the offset is written', () => {
    const padded = (cause: DecisionCause): DecisionCause => (cause.kind === 'close' ? cause : { ...cause, offset: `0${cause.offset}` })
    expect(found(right)).toEqual([])
    expect(found(seenBecause('off-l', padded))).toEqual([])
  })

  test('where no history is shown', () => {
    expect(found({ ...seenBecause('off-l', () => ({ kind: 'close', closeId: 'c1' })), history: undefined })).toEqual([])
  })

  test('twice of a cause that is illegal in the history itself', () => {
    const foreign: DecisionCause = { kind: 'record', partition: 1, offset: '9000' }
    const told = withHistory((row) => [isOf(row, rowOf('last-l')) ? { ...row, cause: foreign } : row])
    expect(found(told)).toEqual(['illegal-transition last-l'])
  })
})
