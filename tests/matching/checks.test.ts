import { describe, expect, test } from 'vitest'
import { checkAnswers } from '../../harness/checks/check-answers.ts'
import { right } from './edited-world.ts'
import { decisionEdits } from './edits/decisions.ts'
import { matchEdits } from './edits/matches.ts'
import { moneyEdits } from './edits/money.ts'
import { recordEdits } from './edits/records.ts'
import { transitionEdits } from './edits/transitions.ts'
import { smallWorld } from './small-world.ts'
import { evidenceOf } from './told-system.ts'
import type { Told } from './told-system.ts'

const check = (told: Told): ReturnType<typeof checkAnswers> => checkAnswers(evidenceOf(smallWorld, told))

const edits = [...recordEdits, ...matchEdits, ...moneyEdits, ...decisionEdits, ...transitionEdits]

describe('one edit of a clean world names class and record', () => {
  test.each(edits)('$name', ({ told, found }) => {
    const named = check(told).findings.map((finding) => `${finding.class} ${finding.subjects[0]?.recordId}`)
    expect(new Set(named)).toEqual(new Set(found.map(([anomaly, witness]) => `${anomaly} ${witness}`)))
    expect(named).toHaveLength(found.length)
  })

  test('every class has a history that shows it', () => {
    const shown = new Set(edits.flatMap(({ found }) => found.map(([anomaly]) => anomaly)))
    expect(
      check(right)
        .coverage.map((entry) => entry.class)
        .filter((anomaly) => !shown.has(anomaly)),
    ).toEqual([])
  })
})
