import { expect, test } from 'vitest'
import { patienceOf } from './patience.ts'

test('patience lasts from the first failure of a row; an answer begins a new row', () => {
  const clock = { ms: 5_000 }
  const patience = patienceOf('matcher', 60_000, () => clock.ms)
  const failAt = (ms: number): void => {
    clock.ms = ms
    patience.failed(new Error('connection refused'))
  }
  failAt(10_000)
  failAt(69_999)
  patience.answered()
  failAt(100_000)
  failAt(159_999)
  expect(() => failAt(160_000)).toThrow('Kafka has not answered for 60 s')
})
