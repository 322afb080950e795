import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { evaluate } from '../metrics/evaluate.ts'
import { parseThresholds } from '../metrics/thresholds.ts'
import { stretchesOf } from './threshold-samples.ts'
import { TimedSamples } from './timed-samples.ts'

interface Sample {
  readonly us: number
  readonly ms: number
}

interface Told {
  readonly outcome: string
  readonly seen: string
  /** NaN where none is told. */
  readonly spanMs: number
  readonly fromMs: number
}

function recoveryOf(expression: string, samples: readonly Sample[], loadMs: number, selector = 'ack_latency'): Told {
  const parsed = parseThresholds({ [selector]: [expression] }, { phases: [] })
  if (parsed.kind === 'problems') throw new Error(parsed.problems.join('\n'))
  const timed = new TimedSamples()
  for (const { us, ms } of samples) timed.add(us, ms * 1_000, true)
  const { outcome, seen } = evaluate(parsed.thresholds[0]!, {
    samples: { type: 'trend', histogram: timed.histogramBetween(0, loadMs * 1_000) },
    seconds: loadMs / 1_000,
    stretches: (windowMs) =>
      stretchesOf(windowMs, { fromUs: 0, toUs: loadMs * 1_000 }, ({ fromUs, toUs }) => ({
        type: 'trend',
        histogram: timed.histogramBetween(fromUs, toUs),
      })),
    drain: undefined,
    baseline: undefined,
  })
  const [, span = 'NaN', from = 'NaN'] = /([\d.]+) s from ([\d.]+) s on/.exec(seen) ?? []
  return { outcome, seen, spanMs: Number(span) * 1_000, fromMs: Number(from) * 1_000 }
}

/** So many a second at 10 ms, evenly; of those in a break one in `oneIn` lasts `slowMs`. */
function evenly(
  perSecond: number,
  loadMs: number,
  breaks: readonly { readonly fromMs: number; readonly toMs: number; readonly oneIn?: number }[],
  slowMs = 1_000,
): Sample[] {
  return Array.from({ length: (perSecond * loadMs) / 1_000 }, (_, index) => {
    const us = Math.floor((index * 1e6) / perSecond)
    const isSlow = breaks.some(({ fromMs, toMs, oneIn = 1 }) => us >= fromMs * 1_000 && us < toMs * 1_000 && index % oneIn === 0)
    return { us, ms: isSlow ? slowMs : 10 }
  })
}

const aMinute = 60_000
const windows = ['', ' over 2s', ' over 5s', ' over 10s', ' over 15s', ' over 20s'] as const

describe('a minute of 1,000 a second', () => {
  const blip = evenly(1_000, aMinute, [{ fromMs: 30_100, toMs: 30_300 }])
  const longer = evenly(1_000, aMinute, [{ fromMs: 30_100, toMs: 42_100 }])

  // Of 20 s it is no more than the hundredth that may be slow.
  test.each(windows.slice(0, -1))('a blip of 0.2 s at 30.1 s is 1 s from 30 s on: p(90) or p(99)<500%s', (over) => {
    const percent = over === '' ? 90 : 99
    const seen = '1 s from 30 s on, in whole seconds'
    expect(recoveryOf(`recovery(p(${percent})<500${over}) <= 1s`, blip, aMinute)).toMatchObject({ outcome: 'met', seen })
    expect(recoveryOf(`recovery(p(${percent})<500${over}) < 1s`, blip, aMinute)).toMatchObject({ outcome: 'broken', seen })
  })

  test.each(windows)('a break of 12 s is 13 s at most, wherever in a second it begins: p(50), p(90) and p(99), avg and max%s', (over) => {
    for (const comparison of ['p(50)<500', 'p(90)<500', 'p(99)<500', 'p(99.0)<=999', 'avg<300', 'max<500']) {
      const { spanMs, fromMs } = recoveryOf(`recovery(${comparison}${over}) < 1m`, longer, aMinute)
      expect([comparison, Math.abs(spanMs - 12_000) <= 1_000, Math.abs(fromMs - 30_100) <= 1_000]).toEqual([comparison, true, true])
    }
  })

  test.each(windows)('where one partition of ten breaks, a break of 12 s is as long: p(99)<500%s', (over) => {
    const some = evenly(1_000, aMinute, [{ fromMs: 30_000, toMs: 42_000, oneIn: 10 }])
    const { spanMs, fromMs } = recoveryOf(`recovery(p(99)<500${over}) < 1m`, some, aMinute)
    expect([spanMs, fromMs]).toEqual([12_000, 30_000])
  })

  test.each(windows)('slow ones here and there, fewer than may be, make it no longer: p(99)<500%s', (over) => {
    const rare = { fromMs: 0, toMs: aMinute, oneIn: 401 }
    const { spanMs, fromMs } = recoveryOf(
      `recovery(p(99)<500${over}) < 1m`,
      evenly(1_000, aMinute, [rare, { fromMs: 30_000, toMs: 42_000 }]),
      aMinute,
    )
    expect([spanMs, fromMs]).toEqual([12_000, 30_000])
  })

  test.each(windows)('several breaks are counted from the first to the last: p(99)<500%s', (over) => {
    const two = evenly(1_000, aMinute, [
      { fromMs: 12_000, toMs: 13_000 },
      { fromMs: 36_000, toMs: 38_000 },
    ])
    expect(recoveryOf(`recovery(p(99)<500${over}) <= 26s`, two, aMinute).seen).toContain('26 s from 12 s on')
  })

  test.each(windows)('what breaks at 40 s and is not good again fails with what was seen of it: p(99)<500%s', (over) => {
    const lost = evenly(1_000, aMinute, [{ fromMs: 40_000, toMs: aMinute }])
    const { outcome, seen } = recoveryOf(`recovery(p(99)<500${over}) < 1h`, lost, aMinute)
    expect([outcome, seen]).toEqual(['broken', '≥ 20 s from 40 s on, not recovered at the end'])
  })

  test.each(windows.slice(1))('good seconds at the very end are no good stretch: p(99)<500%s', (over) => {
    const late = evenly(1_000, aMinute, [{ fromMs: 50_000, toMs: 59_000 }])
    expect(recoveryOf(`recovery(p(99)<500${over}) < 30s`, late, aMinute)).toMatchObject({
      outcome: 'inconclusive',
      spanMs: 9_000,
      fromMs: 50_000,
    })
    expect(recoveryOf(`recovery(p(99)<500${over}) < 8s`, late, aMinute)).toMatchObject({ outcome: 'broken', spanMs: 9_000 })
  })

  test('of a lower limit the samples below it are what breaks it', () => {
    const fast = evenly(100, aMinute, [{ fromMs: 20_000, toMs: 26_000 }], 1)
    for (const comparison of ['p(10)>5', 'p(50)>=5', 'avg>5', 'min>5']) {
      expect([comparison, recoveryOf(`recovery(${comparison} over 10s) < 10s`, fast, aMinute).seen]).toEqual([
        comparison,
        '6 s from 20 s on, in whole seconds',
      ])
    }
  })
})

/** The slow second opinion: sorted latencies for each stretch, and every run of seconds of the broken ones, in whole numbers. */
function bruteForce(
  samples: readonly Sample[],
  percent: number,
  limit: number,
  windowMs: number,
  loadMs: number,
): Pick<Told, 'spanMs' | 'fromMs'> | undefined {
  const within = (fromMs: number, toMs: number): number[] =>
    samples.filter(({ us }) => us >= fromMs * 1_000 && us < toMs * 1_000).map(({ ms }) => ms)
  const broken: number[] = []
  for (let startMs = 0; startMs + windowMs <= loadMs; startMs += Math.max(1_000, windowMs / 10)) {
    const sorted = within(startMs, startMs + windowMs).toSorted((a, b) => a - b)
    if ((sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0) >= limit) broken.push(startMs)
  }
  const worst = (startMs: number): { fromMs: number; toMs: number } => {
    let best = { excess: Number.NEGATIVE_INFINITY, fromMs: startMs, toMs: startMs }
    for (let toMs = startMs + 1_000; toMs <= startMs + windowMs; toMs += 1_000) {
      for (let fromMs = toMs - 1_000; fromMs >= startMs; fromMs -= 1_000) {
        const inside = within(fromMs, toMs)
        const excess = inside.filter((ms) => ms >= limit).length * 1_000 - inside.length * (1_000 - percent * 10)
        if (excess > best.excess) best = { excess, fromMs, toMs }
      }
    }
    return best
  }
  const [first, last] = [broken[0], broken.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const parts = [worst(first), worst(last)]
  const fromMs = Math.min(...parts.map((part) => part.fromMs))
  return { fromMs, spanMs: Math.max(...parts.map(({ toMs }) => toMs)) - fromMs }
}

test('what is told is what sorting each stretch and trying all its seconds finds', () => {
  const loads = fc.record({
    windowMs: fc.constantFrom(1_000, 2_000, 5_000, 8_000, 10_000),
    // Exact in binary, so that a tie is one in whole numbers and in floating point alike.
    percent: fc.constantFrom(50, 75, 87.5),
    breaks: fc.array(fc.record({ fromMs: fc.nat(19_000), lengthMs: fc.nat(9_000), oneIn: fc.integer({ min: 1, max: 4 }) }), {
      maxLength: 3,
    }),
  })
  let told = 0
  fc.assert(
    fc.property(loads, ({ windowMs, percent, breaks }) => {
      const samples = evenly(
        100,
        20_000,
        breaks.map(({ fromMs, lengthMs, oneIn }) => ({ fromMs, toMs: fromMs + lengthMs, oneIn })),
      )
      const expected = bruteForce(samples, percent, 500, windowMs, 20_000)
      const { outcome, spanMs, fromMs } = recoveryOf(`recovery(p(${percent})<500 over ${windowMs}ms) < 1h`, samples, 20_000)
      if (expected !== undefined) told++
      expect({ spanMs, fromMs }).toEqual(expected ?? { spanMs: Number.NaN, fromMs: Number.NaN })
      expect(expected === undefined).toBe(outcome === 'met' && Number.isNaN(spanMs))
    }),
  )
  expect(told).toBeGreaterThan(20)
})

test('a whole break is told to the second, whatever the stretch, the percentile, and how little is sent', () => {
  const loads = fc.record({
    over: fc.constantFrom(5, 10, 20, 30),
    percent: fc.constantFrom(50, 90, 95, 99),
    perSecond: fc.constantFrom(200, 300, 1_000),
    fromMs: fc.integer({ min: 5_000, max: 25_000 }),
    lengthMs: fc.integer({ min: 16_000, max: 20_000 }),
  })
  fc.assert(
    fc.property(loads, ({ over, percent, perSecond, fromMs, lengthMs }) => {
      const samples = evenly(perSecond, 80_000, [{ fromMs, toMs: fromMs + lengthMs }])
      const told = recoveryOf(`recovery(p(${percent})<500 over ${over}s) < 1m`, samples, 80_000)
      expect(told.outcome).toBe('met')
      expect(Math.abs(told.fromMs - fromMs)).toBeLessThan(1_000)
      expect(Math.abs(told.fromMs + told.spanMs - (fromMs + lengthMs))).toBeLessThan(1_000)
    }),
    { numRuns: 40 },
  )
})
