import { expect, test } from 'vitest'

import { cleanRun } from '../../tests/support/recorded-run.ts'
import { encodeMatchResult } from '../model/match-result.ts'
import type { MatchResult } from '../model/match-result.ts'
import { contentOf, identityOf } from '../model/record-key.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { expectedLines } from './expected-lines.ts'
import { rightAnswers } from './planned-answers.ts'

test('each line is what one result is written as, whatever texts a record has', () => {
  const parts = cleanRun({ groups: 3 })
  const records = parts.records.map((record, at): CanonicalRecord => {
    if (at % 4 === 0) return { ...record, recordId: `${record.recordId} "ä"` }
    // Another owner with the same account.
    return at % 4 === 1 ? { ...record, source: `${record.source}\n` } : record
  })
  const { record, rows: operations, reads } = parts
  const right = rightAnswers({ record, records, contents: records.map(contentOf), operations, reads }, undefined)
  const { answers } = right.closed
  const slow = records.map((own, at) => {
    const key = { ...identityOf(own), content: answers.contents[at] as string }
    return encodeMatchResult(key, answers.results[at] as MatchResult)
  })
  expect([...expectedLines(right)]).toEqual(slow)
})
