import { expect, test } from 'vitest'

import { blackFridayPass } from '../../tests/support/sample-summary.ts'
import { cpuSeconds } from './cpu-seconds.ts'

const { summary } = blackFridayPass()
const seconds = summary.seconds.slice(0, 2)
const cpuOf = (points: readonly (readonly [number, number])[]): readonly number[] => {
  const series = [{ metric: 'cpu', subject: 'matcher-0', unit: '% of one CPU', points }]
  return cpuSeconds({ ...summary, seconds, series }).map(({ above }) => Math.round(above))
}

test.each<{ name: string; points: readonly (readonly [number, number])[]; micros: readonly number[] }>([
  {
    name: 'a process that was sampled just before the load has used what its first point tells since the load began',
    points: [
      [0.5, 40],
      [1, 20],
      [1.5, 10],
      [2, 10],
    ],
    micros: [0.5 * 400_000 + 0.5 * 200_000, 100_000],
  },
  {
    name: 'one that came later has used it in the time since the sample before',
    points: [
      [1.5, 40],
      [2, 20],
    ],
    micros: [0, 0.5 * 400_000 + 0.5 * 200_000],
  },
])('$name', ({ points, micros }) => {
  expect(cpuOf(points)).toEqual(micros)
})
