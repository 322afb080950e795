import { expect, test } from 'vitest'
import { searchRecord, searchStep, searchSteps } from '../../tests/support/sample-search.ts'
import type { CapacityRecord, CapacityStep } from '../model/capacity.ts'
import { shortSteps, summaryOfSearch } from './verdict-of-search.ts'

test.each<{ name: string; steps: readonly CapacityStep[]; change?: Partial<CapacityRecord>; kind: string; sentence: string }>([
  {
    name: 'a knee between two rates',
    steps: searchSteps,
    kind: 'pass',
    sentence:
      'The knee lies between 2,000 and 2,830 records/s: the lower rate held, with a decision P99 of 100 ms; at the higher: broken at 2830.',
  },
  {
    name: 'nothing broke',
    steps: [searchStep(20_000, 'held')],
    kind: 'pass',
    sentence:
      'Every step up to the highest that was asked for held, 20,000 records/s, with a decision P99 of 1000 ms: the knee lies above.',
  },
  {
    name: 'nothing broke of what was tried',
    steps: [searchStep(4_000, 'held')],
    kind: 'pass',
    sentence: 'Every step up to the highest that was tried held, 4,000 records/s',
  },
  {
    name: 'nothing broke of what was tried, and more was asked for',
    steps: [searchStep(4_000, 'held')],
    change: { atLeastPerSecond: 5_000 },
    kind: 'inconclusive',
    sentence: '5,000 records/s were asked for, and 4,000 records/s is the most that was tried.',
  },
  {
    name: 'the first step broke',
    steps: [searchStep(500, 'broken')],
    kind: 'fail-thresholds',
    sentence: 'Already the first step of 500 records/s did not hold: broken at 500. Start lower with load.rate.',
  },
  {
    name: 'less than what was asked for',
    steps: searchSteps,
    change: { atLeastPerSecond: 3_000 },
    kind: 'fail-thresholds',
    sentence: '3,000 records/s were asked for. The knee lies between 2,000 and 2,830 records/s',
  },
  { name: 'as much as was asked for', steps: searchSteps, change: { atLeastPerSecond: 2_000 }, kind: 'pass', sentence: 'The knee lies' },
  {
    name: 'what was asked for lies between',
    steps: searchSteps,
    change: { atLeastPerSecond: 2_400 },
    kind: 'inconclusive',
    sentence: '2,400 records/s were asked for, and lie between',
  },
  {
    name: 'nothing is known above a rate',
    steps: [searchStep(500, 'held'), searchStep(1_000, 'unjudged'), searchStep(1_000, 'unjudged', 'The generator stood still for 900 ms.')],
    kind: 'invalid',
    sentence: '500 records/s held, and more is not known; at 1,000 records/s: The generator stood still for 900 ms.',
  },
  {
    name: 'a wrong answer comes before all else',
    steps: [searchStep(500, 'held'), searchStep(1_000, 'wrong')],
    kind: 'fail-correctness',
    sentence: 'At 1,000 records/s: wrong at 1000.',
  },
  { name: 'the stack died', steps: [searchStep(500, 'ended')], kind: 'stack-failed', sentence: 'At 500 records/s: ended at 500.' },
  {
    name: 'stopped between two steps',
    steps: [searchStep(500, 'held')],
    change: { interrupted: 'SIGTERM' },
    kind: 'terminated',
    sentence: 'Stopped by SIGTERM between two steps',
  },
  { name: 'no step', steps: [], kind: 'inconclusive', sentence: 'No step was made.' },
])('$name', ({ steps, change, kind, sentence }) => {
  const { verdict } = summaryOfSearch({ ...searchRecord, ...change }, steps)
  expect(verdict).toMatchObject({ kind, sentence: expect.stringContaining(sentence) as string })
})

test('steps that are short for their budget are told: a backlog that grows throughout may not break it in time', () => {
  expect(shortSteps({ stepSeconds: 1.8 }, searchSteps)).toEqual([])
  expect(shortSteps({ stepSeconds: 1.7 }, searchSteps)).toEqual([
    expect.stringMatching(/^Steps of 1\.7 s are short for a budget of 180 ms: .* 1\.8 s or more/),
  ])
  expect(shortSteps({ stepSeconds: 1 }, [])).toEqual([])
})

test.each(['interrupted', 'terminated'] as const)('a step that was %s bounds no knee, and stands in the curve', (kind) => {
  const stopped = { ...searchStep(1_410, 'ended'), verdict: { kind, title: kind, sentence: 'Stopped.' } }
  const { curve, knee, verdict } = summaryOfSearch(searchRecord, [searchStep(1_000, 'held'), searchStep(2_000, 'broken'), stopped])
  expect([knee, curve.length]).toEqual([{ fromPerSecond: 1_000, toPerSecond: 2_000 }, 3])
  expect(verdict).toMatchObject({ kind, sentence: 'At 1,410 records/s: Stopped.' })
})

test('the curve goes by rate, whatever the order of the steps', () => {
  const { curve, knee } = summaryOfSearch(searchRecord, searchSteps)
  expect(curve.map(({ ratePerSecond }) => ratePerSecond)).toEqual([500, 1_000, 2_000, 2_830, 4_000])
  expect(knee).toEqual({ fromPerSecond: 2_000, toPerSecond: 2_830 })
})
