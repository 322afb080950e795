import { describe, expect, test } from 'vitest'

import { lagBook } from './observe-lag.ts'

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
