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
  const clock = { ms: 5_000 }
  const patience = patienceOf('api', 'the database', 60_000, () => clock.ms)
  const attempt = async (): Promise<number> => {
    tries += 1
    if (tries < 3) throw new Error('connection refused')
    return tries
  }
  const wait = async (ms: number): Promise<void> => void (clock.ms += ms)
  expect(await patiently(patience, attempt, undefined, wait)).toBe(3)
  expect(clock.ms).toBe(7_000)
  for (const error of [new NotMigrated('no table'), Object.assign(new Error('wrong password'), { code: '28P01' })]) {
    await expect(patiently(patience, () => Promise.reject(error))).rejects.toBe(error)
  }
})
