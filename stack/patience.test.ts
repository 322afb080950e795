import { expect, test } from 'vitest'
import { NotMigrated, patienceOf, patiently } from './patience.ts'

test('patience lasts from the first failure of a row; an answer begins a new row', () => {
  const clock = { ms: 5_000 }
  const patience = patienceOf('matcher', 'Kafka', 60_000, () => clock.ms)
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

test('what fails is tried again until it answers, but not what waiting does not mend', async () => {
  let tries = 0
  const patience = patienceOf('api', 'the database', 60_000)
  const answer = await patiently(patience, async () => {
    tries += 1
    if (tries < 2) throw new Error('connection refused')
    return tries
  })
  expect(answer).toBe(2)
  for (const error of [new NotMigrated('no table'), Object.assign(new Error('wrong password'), { code: '28P01' })]) {
    await expect(patiently(patience, () => Promise.reject(error))).rejects.toBe(error)
  }
})
