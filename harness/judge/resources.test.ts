import { expect, test } from 'vitest'
import type { SeriesSample } from '../model/series.ts'
import { cpuMicrosPerRecord, seriesSummaries } from './resources.ts'

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

const cpu = (us: number, value: number): SeriesSample => ({ us, metric: 'cpu', subject: 'matcher-0', value })

test.each([
  {
    name: 'the growth since the last sample before the load',
    samples: [cpu(-600_000, 900), cpu(-1, 1_000), cpu(5 * second, 3_000)],
    micros: 2_000,
  },
  { name: 'nothing behind the end', samples: [cpu(-1, 1_000), cpu(10 * second, 3_000), cpu(12 * second, 9_000)], micros: 2_000 },
  // Killed after 5 s: 2000 ms in its first life, 20 + 480 ms in its second.
  {
    name: 'all lives of a process that was started again',
    samples: [cpu(-1, 1_000), cpu(5 * second, 3_000), cpu(6 * second, 20), cpu(10 * second, 500)],
    micros: 2_500,
  },
])('the CPU of a record is $name', ({ samples, micros }) => {
  expect(cpuMicrosPerRecord(samples, [], 1_000, 11 * second)).toEqual([{ process: 'matcher-0', micros }])
})

test('a process that was sampled once has no CPU of a record, rather than none at all', () => {
  const own = [{ process: 'generator', cpuMs: 500 }]
  expect(cpuMicrosPerRecord([cpu(-1, 1_000)], own, 1_000, 11 * second)).toEqual([{ process: 'generator', micros: 500 }])
})
