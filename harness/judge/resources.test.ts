import { expect, test } from 'vitest'
import type { SeriesSample } from '../model/series.ts'
import { seriesSummaries } from './resources.ts'

const second = 1_000_000

function throttled(subject: string, ...sumsMs: number[]): SeriesSample[] {
  return sumsMs.map((value, index) => ({ us: index * second, metric: 'throttled', subject, value }))
}

test('time that a limit held a container back is drawn as its share of each second', () => {
  const summaries = seriesSummaries([...throttled('kafka', 0, 250, 250), ...throttled('postgres', 100, 100, 100)])
  expect(summaries).toEqual([
    {
      metric: 'throttled',
      subject: 'kafka',
      unit: '% of the time',
      points: [
        [1, 25],
        [2, 0],
      ],
    },
    {
      metric: 'throttled',
      subject: 'postgres',
      unit: '% of the time',
      points: [
        [1, 0],
        [2, 0],
      ],
    },
  ])
})

test('nothing is drawn of throttling where nobody was held back', () => {
  expect(seriesSummaries(throttled('kafka', 0, 0, 0))).toEqual([])
})
