import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { slotTimes } from './slot-times.ts'

interface World {
  readonly count: number
  readonly everyUs: number
  readonly slots: number
  readonly serviceUs: number
  /** The thread does nothing in between. */
  readonly pause?: { readonly fromUs: number; readonly toUs: number }
}

interface Sent {
  readonly dueUs: number
  readonly slotUs: number
  readonly sentUs: number
}

/** A send loop in virtual time: a turn when something is due and when an answer is read, each as soon as the thread runs. */
function simulate({ count, everyUs, slots, serviceUs, pause }: World): Sent[] {
  const runsAt = (us: number): number => (pause !== undefined && us >= pause.fromUs && us < pause.toUs ? pause.toUs : us)
  const times = slotTimes()
  const sent: Sent[] = []
  const answersUs: number[] = []
  let looked = 0
  const turn = (nowUs: number): void => {
    times.turnStarts(nowUs, looked < count ? looked * everyUs : Number.POSITIVE_INFINITY, slots - answersUs.length)
    while (looked < count && looked * everyUs <= nowUs) looked++
    while (sent.length < looked && answersUs.length < slots) {
      const dueUs = sent.length * everyUs
      sent.push({ dueUs, slotUs: times.slotUs(dueUs), sentUs: nowUs })
      answersUs.push(nowUs + serviceUs)
    }
    times.turnEnds(slots - answersUs.length)
  }
  while (sent.length < count) {
    const dueUs = looked < count ? runsAt(looked * everyUs) : Number.POSITIVE_INFINITY
    const answerUs = runsAt(answersUs[0] ?? Number.POSITIVE_INFINITY)
    if (answerUs < dueUs) answersUs.shift()
    turn(Math.min(dueUs, answerUs))
  }
  return sent
}

const lagUs = ({ dueUs, slotUs, sentUs }: Sent): number => sentUs - Math.max(dueUs, slotUs)

describe('the moment a slot was free', () => {
  test('a system that is too slow for its slots: all waiting is for a slot, none is the generator', () => {
    const sent = simulate({ count: 10, everyUs: 1_000, slots: 1, serviceUs: 5_000 })
    expect(sent.map(({ slotUs }) => slotUs)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45].map((ms) => ms * 1_000))
    expect(sent.map(lagUs)).toEqual(sent.map(() => 0))
  })

  test('a standstill of the generator before a system with free slots: all of it is the generator, the full slots of the burst too', () => {
    const sent = simulate({ count: 8, everyUs: 10_000, slots: 2, serviceUs: 5_000, pause: { fromUs: 5_000, toUs: 55_000 } })
    expect(sent.map(lagUs).map((us) => us / 1_000)).toEqual([0, 45, 35, 30, 20, 15, 0, 0])
  })

  test('slots that were all taken when the standstill began: what is left of it when a request becomes due is the generator', () => {
    const sent = simulate({ count: 4, everyUs: 10_000, slots: 1, serviceUs: 8_000, pause: { fromUs: 5_000, toUs: 55_000 } })
    expect(sent[1]).toEqual({ dueUs: 10_000, slotUs: 10_000, sentUs: 55_000 })
    expect(sent.map(lagUs).map((us) => us / 1_000)).toEqual([0, 45, 35, 25])
    expect(sent.map(({ dueUs, slotUs }) => (slotUs - dueUs) / 1_000)).toEqual([0, 0, 8, 16])
  })

  test('what waits for a slot longer than the standstill was waits for the system but for the rest of it', () => {
    const sent = simulate({ count: 3, everyUs: 10_000, slots: 1, serviceUs: 100_000, pause: { fromUs: 5_000, toUs: 55_000 } })
    expect(sent[1]).toEqual({ dueUs: 10_000, slotUs: 55_000, sentUs: 100_000 })
    // Due in it as well, and sent behind the answer to the one before.
    expect(sent[2]).toEqual({ dueUs: 20_000, slotUs: 165_000, sentUs: 200_000 })
  })

  test('a standstill that begins while all slots are taken leaves no request of its time with less lag than its rest', () => {
    const worlds = fc.record({
      everyUs: fc.integer({ min: 200, max: 5_000 }),
      serviceUs: fc.integer({ min: 1, max: 20_000 }),
      slots: fc.integer({ min: 1, max: 8 }),
      fromUs: fc.integer({ min: 1, max: 100_000 }),
      lengthUs: fc.integer({ min: 10_000, max: 100_000 }),
    })
    fc.assert(
      fc.property(worlds, ({ everyUs, serviceUs, slots, fromUs, lengthUs }) => {
        const pause = { fromUs, toUs: fromUs + lengthUs }
        for (const one of simulate({ everyUs, serviceUs, slots, count: Math.ceil(pause.toUs / everyUs), pause })) {
          if (one.slotUs > one.sentUs) throw new Error('sent before a slot was free')
          if (one.dueUs < pause.fromUs || one.dueUs >= pause.toUs - 3_000) continue
          expect(lagUs(one)).toBeGreaterThanOrEqual(pause.toUs - one.dueUs)
        }
      }),
    )
  })

  test('with slots to spare, whatever was due in a standstill is late by its rest at least, and nothing waits for the system', () => {
    const worlds = fc.record({
      everyUs: fc.integer({ min: 200, max: 5_000 }),
      serviceUs: fc.integer({ min: 1, max: 20_000 }),
      fromUs: fc.integer({ min: 1, max: 200_000 }),
      lengthUs: fc.integer({ min: 10_000, max: 300_000 }),
    })
    fc.assert(
      fc.property(worlds, ({ everyUs, serviceUs, fromUs, lengthUs }) => {
        const pause = { fromUs, toUs: fromUs + lengthUs }
        // One more than are ever taken at a time without the pause.
        const slots = Math.ceil(serviceUs / everyUs) + 2
        const count = Math.ceil((pause.toUs * 2) / everyUs)
        for (const one of simulate({ everyUs, serviceUs, slots, count, pause })) {
          if (one.dueUs < pause.fromUs || one.dueUs >= pause.toUs - 3_000) continue
          expect(one.slotUs).toBe(one.dueUs)
          expect(lagUs(one)).toBeGreaterThanOrEqual(pause.toUs - one.dueUs)
        }
        const calm = simulate({ everyUs, serviceUs, slots, count: Math.min(count, 200) })
        expect(calm.map(({ slotUs, sentUs, dueUs }) => [slotUs, sentUs].every((us) => us === dueUs))).not.toContain(false)
      }),
    )
  })
})
