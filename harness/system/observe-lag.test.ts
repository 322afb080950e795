import { describe, expect, test } from 'vitest'

import { lagBook, lagMsP99, lagMsP99Alone, probeEveryUs } from './observe-lag.ts'

const ends = (...values: number[]): ReadonlyMap<number, number> => new Map(values.entries())

describe('lag of an observer', () => {
  test('nothing to go: caught up at once', () => {
    const lag = lagBook()
    lag.advance(0, 5, 0)
    lag.endSeen(ends(5), 10)
    expect([lag.isCaughtUp, lag.messages, lag.lagsUs(99)]).toEqual([true, 0, [0]])
  })

  test('a sighting is caught up with when every partition has reached its end', () => {
    const lag = lagBook()
    lag.endSeen(ends(3, 4), 100)
    expect([lag.isCaughtUp, lag.messages]).toEqual([false, 7])
    lag.advance(0, 3, 150)
    lag.advance(1, 2, 160)
    expect([lag.isCaughtUp, lag.messages, lag.lagsUs(170)]).toEqual([false, 2, [70]])
    lag.advance(1, 6, 180)
    expect([lag.isCaughtUp, lag.messages, lag.lagsUs(999)]).toEqual([true, 0, [80]])
  })

  test('a newer sighting does not hide that the older one is not caught up with', () => {
    const lag = lagBook()
    lag.endSeen(ends(3), 100)
    lag.endSeen(ends(9), 200)
    lag.advance(0, 3, 300)
    expect(lag.lagsUs(300)).toEqual([200])
  })

  test.each([
    { name: 'at once', behindUs: 5_000, fromUs: 0, toUs: 0, over: 0 },
    // 45 probes of 600: 7.5% of the time.
    { name: '900 ms behind for 4.5 s', behindUs: 900_000, fromUs: 20_000_000, toUs: 24_500_000, over: 45 },
    { name: '900 ms behind for 0.9 s', behindUs: 900_000, fromUs: 20_000_000, toUs: 20_900_000, over: 9 },
  ])('a lag counts for as long as it lasts: $name', ({ behindUs, fromUs, toUs, over }) => {
    const lag = lagBook()
    const secondsUs = 60_000_000
    let position = 0
    for (let us = 0; us < secondsUs; us += 10_000) {
      const isBehind = us >= fromUs && us < toUs
      // A message each 10 ms, numbered by its time.
      const read = Math.max(position, Math.floor((us - (isBehind ? behindUs : 5_000)) / 10_000) + 1)
      if (read > position) lag.advance(0, (position = read), us)
      if (us % probeEveryUs === 0) lag.endSeen(ends(us / 10_000 + 1), us)
    }
    const lags = lag.lagsUs(secondsUs)
    expect(lags.length).toBeGreaterThan(580)
    expect(lags.length).toBeLessThan(620)
    const behind = lags.filter((us) => us > 18_000).length
    expect(Math.abs(behind - over)).toBeLessThanOrEqual(9)
    const p99Us = lags.toSorted((a, b) => a - b)[Math.ceil(lags.length * 0.99) - 1] ?? 0
    expect(p99Us > 500_000).toBe(over > 6)
  })

  test('what was behind before the measured time is forgotten, but not what still is', () => {
    const lag = lagBook()
    lag.endSeen(ends(3), 0)
    lag.advance(0, 3, 250_000)
    expect(lag.lagsUs(250_000)).toEqual([250_000, 250_000, 250_000])
    lag.endSeen(ends(9), 300_000)
    lag.startOver()
    lag.advance(0, 9, 350_000)
    expect(lag.lagsUs(999_999)).toEqual([50_000])
  })

  test('a lag counts in the span of its probes, however long the others are', () => {
    const lag = lagBook()
    // 900 ms behind from 1 s on, then nothing to do for a long time.
    lag.endSeen(ends(3), 1_000_000)
    lag.advance(0, 3, 1_900_000)
    for (let us = 1_900_000; us < 100_000_000; us += probeEveryUs) lag.endSeen(ends(3), us)
    expect(lagMsP99(lag.lagsUs(100_000_000))).toBe(0)
    expect(lagMsP99(lag.lagsUs(100_000_000, { fromUs: 1_500_000, toUs: 2_000_000 }))).toBe(900)
    expect(lagMsP99(lag.lagsUs(100_000_000, { fromUs: 2_000_000, toUs: Number.POSITIVE_INFINITY }))).toBe(0)
    expect(lagMsP99([])).toBe(0)
  })

  test('a part of the time that is too short has no P99 of its own', () => {
    const lags = Array.from({ length: 100 }, (_, index) => index * 1_000)
    expect([lagMsP99Alone(lags.slice(1)), lagMsP99Alone(lags)]).toEqual([undefined, 98])
  })

  test('what a whole fetch does not move is held back by an open transaction, and is no lag', () => {
    const lag = lagBook()
    lag.fetchStarts('1')
    lag.endSeen(ends(3), 100)
    lag.fetchStarts('1')
    expect(lag.isCaughtUp).toBe(false)
    lag.fetchStarts('1')
    expect([lag.isCaughtUp, lag.lagsUs(999)]).toEqual([true, [0]])
  })

  test('a partition that moves in every fetch is lag until it is through', () => {
    const lag = lagBook()
    lag.fetchStarts('1')
    lag.endSeen(ends(30), 100)
    for (let fetch = 1; fetch <= 6; fetch++) {
      lag.fetchStarts('1')
      lag.advance(0, fetch, 100 + fetch)
    }
    expect(lag.isCaughtUp).toBe(false)
  })

  test('what moved before an open transaction stopped it was behind until then', () => {
    const lag = lagBook()
    lag.fetchStarts('1')
    lag.endSeen(ends(3), 100)
    lag.fetchStarts('1')
    lag.advance(0, 2, 115)
    lag.fetchStarts('1')
    lag.fetchStarts('1')
    expect([lag.isCaughtUp, lag.lagsUs(999)]).toEqual([true, [15]])
  })

  test('every broker must have fetched', () => {
    const lag = lagBook()
    lag.fetchStarts('1')
    lag.fetchStarts('2')
    lag.endSeen(ends(3, 3), 100)
    for (let fetch = 0; fetch < 5; fetch++) lag.fetchStarts('1')
    expect(lag.isCaughtUp).toBe(false)
    lag.fetchStarts('2')
    lag.fetchStarts('2')
    expect(lag.isCaughtUp).toBe(true)
  })
})
