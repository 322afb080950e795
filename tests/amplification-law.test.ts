import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addDays } from '../harness/model/day.ts'
import { defaultProfile, type MatchProfile, type MatchResult } from '../harness/model/match-result.ts'
import { contentOf } from '../harness/model/record-key.ts'
import type { CanonicalRecord } from '../harness/model/record.ts'
import { match } from '../harness/oracle/match.ts'
import { amplify } from '../replay/amplify/amplify.ts'
import { freshIds } from '../replay/amplify/linking-ids.ts'
import { samplesFolder } from '../replay/generate/samples.ts'
import { resolveSynthetic } from '../replay/generate/options.ts'
import { synthesize } from '../replay/generate/synthesize.ts'
import { inOrderOfTime, loadHistory, loadHistoryProfile, profileFileName } from '../replay/history.ts'
import { timedRecords } from '../replay/pace.ts'

const seeds = Array.from({ length: 100 }, (_, index) => index + 1)

/**
 * The law of amplification: the oracle's answer for the amplified history is the original's answer k times, relabelled. A copy's
 * record is told by its place: the n-th of the original is, in each copy, the n-th of that copy.
 */
test.each(seeds)('the oracle’s answer for an amplified history is the original’s, k times (seed %i)', (seed) => {
  const factor = 2 + (seed % 4)
  const profile: MatchProfile = seed % 3 === 0 ? { ...defaultProfile, tolerance: { abs: 3n, bps: 50n } } : defaultProfile
  const records = inOrderOfTime(
    synthesize(
      resolveSynthetic({
        seed,
        tenants: 1 + (seed % 3),
        merchants: 3 + (seed % 5),
        targetRecords: 300 + (seed % 7) * 60,
        days: 1 + (seed % 4),
        discrepancies: 'typical',
        startDate: '2026-03-27',
      }),
    ).records,
  )
  const amplified = amplify(
    records.map((record) => ({ record, atMs: Date.parse(record.occurredAt) })),
    factor,
    { tolerance: profile.tolerance },
  )
  const copies = split(
    [...amplified.timed()].map(({ record }) => record),
    records,
    factor,
  )
  for (const closeDate of [undefined, closeOf(records)]) {
    const original = answersOf(records, profile, closeDate)
    const whole = answersOf(copies.flat(), profile, closeDate)
    expect(whole).toHaveLength(original.length * factor)
    for (let copy = 0; copy < factor; copy++) {
      const own = whole.slice(copy * original.length, (copy + 1) * original.length)
      expect(relabelled(own)).toEqual(relabelled(original))
    }
    // And nothing is linked across copies: groups have as many members as before.
    const sizes = (answers: readonly MatchResult[]): number[] => groupSizes(answers).toSorted((a, b) => a - b)
    expect(sizes(whole)).toEqual(sizes(Array.from({ length: factor }, () => original).flatMap((answers, copy) => inCopy(answers, copy))))
  }
})

test('so is that for the shipped samples, in every format, ten times, whose lines without a time are spread', async () => {
  const factor = 10
  const history = await loadHistory(samplesFolder, await loadHistoryProfile(join(samplesFolder, profileFileName)))
  const timed = timedRecords(history.records, history.dayRuleOf)
  const records = timed.map(({ record }) => record)
  const amplified = amplify(timed, factor)
  expect(amplified.freshMerchants).toEqual([])
  const all = [...amplified.timed()].map(({ record }) => record)
  const closeDate = closeOf(records)
  const original = counts(answersOf(records, defaultProfile, closeDate))
  expect(counts(answersOf(all, defaultProfile, closeDate))).toEqual(new Map([...original].map(([key, count]) => [key, count * factor])))
})

test('so is that for ids without a Latin letter or digit, of which there are no others: all merchants are others', () => {
  const factor = 3
  const options = {
    seed: 7,
    tenants: 2,
    merchants: 3,
    targetRecords: 300,
    days: 2,
    discrepancies: 'typical',
    startDate: '2026-03-27',
  } as const
  const records = inOrderOfTime(synthesize(resolveSynthetic(options)).records).map((record) => ({
    ...record,
    ...freshIds(record, (text) => text.replaceAll(/[A-Za-z\d]/g, foreign)),
  }))
  const amplified = amplify(
    records.map((record) => ({ record, atMs: Date.parse(record.occurredAt) })),
    factor,
  )
  expect(amplified.freshMerchants).toHaveLength(3)
  const all = [...amplified.timed()].map(({ record }) => record)
  const original = counts(answersOf(records, defaultProfile, closeOf(records)))
  expect(counts(answersOf(all, defaultProfile, closeOf(records)))).toEqual(
    new Map([...original].map(([key, count]) => [key, count * factor])),
  )
})

/** A letter or digit of another script, another one for each: Arabic digits, Georgian and Armenian letters. */
function foreign(char: string): string {
  const code = char.charCodeAt(0)
  const from = code < 0x41 ? 0x660 - 0x30 : code < 0x61 ? 0x10d0 - 0x41 : 0x561 - 0x61
  return String.fromCharCode(code + from)
}

function counts(answers: readonly MatchResult[]): Map<string, number> {
  const counted = new Map<string, number>()
  for (const { state, varianceMinor, payout, detail } of answers) {
    const key = JSON.stringify([state, `${varianceMinor}`, payout?.memberCount, `${payout?.residualMinor}`, detail])
    counted.set(key, (counted.get(key) ?? 0) + 1)
  }
  return counted
}

function closeOf(records: readonly CanonicalRecord[]): string {
  const last = records.map(({ businessDate }) => businessDate).reduce((a, b) => (a > b ? a : b))
  return addDays(last, defaultProfile.carryDays + 1)
}

/** Copies from 0, each in the original's order. A copy's records are shifted alike, and so keep their order among themselves. */
function split(all: readonly CanonicalRecord[], records: readonly CanonicalRecord[], factor: number): CanonicalRecord[][] {
  const spanMs = Date.parse(records.at(-1)?.occurredAt ?? '') - Date.parse(records[0]?.occurredAt ?? '')
  const stepMs = spanMs / (records.length - 1) / factor
  const copies = Array.from({ length: factor }, (): CanonicalRecord[] => [])
  // The merge is stable: at each step the record belongs to the one copy whose next record is due at that time, lowest place first.
  for (const record of all) {
    const candidates = copies.flatMap((own, copy) => {
      const next = records[own.length]
      if (next === undefined) return []
      const due = new Date(Date.parse(next.occurredAt) + Math.floor(copy * stepMs)).toISOString()
      const alike = due === record.occurredAt && next.kind === record.kind && next.side === record.side && next.account === record.account
      return alike ? [{ copy, place: own.length }] : []
    })
    const [first] = candidates.toSorted((a, b) => a.place - b.place || a.copy - b.copy)
    if (first === undefined) throw new Error('a record that belongs to no copy')
    copies[first.copy]?.push(record)
  }
  return copies
}

/** By delivery: a redelivery has the answer of its record. */
function answersOf(deliveries: readonly CanonicalRecord[], profile: MatchProfile, closeDate: string | undefined): MatchResult[] {
  const { contents, results } = match(deliveries, profile, closeDate)
  const byContent = new Map(contents.map((content, index) => [content, results[index]]))
  return deliveries.map((record) => byContent.get(contentOf(record)) as MatchResult)
}

/** Groups named by their first member's place. */
function relabelled(answers: readonly MatchResult[]): unknown[] {
  const names = new Map<string, number>()
  const name = (group: string | undefined, at: number): number | undefined => {
    if (group === undefined) return undefined
    if (!names.has(group)) names.set(group, at)
    return names.get(group)
  }
  return answers.map(({ leg1Group, leg2bGroup, ...answer }, at) => ({ ...answer, leg1: name(leg1Group, at), leg2b: name(leg2bGroup, at) }))
}

function inCopy(answers: readonly MatchResult[], copy: number): MatchResult[] {
  return answers.map(({ leg1Group, leg2bGroup, ...answer }) => ({
    ...answer,
    ...(leg1Group === undefined ? {} : { leg1Group: `${copy} ${leg1Group}` }),
    ...(leg2bGroup === undefined ? {} : { leg2bGroup: `${copy} ${leg2bGroup}` }),
  }))
}

function groupSizes(answers: readonly MatchResult[]): number[] {
  const sizes = new Map<string, number>()
  for (const { leg1Group, leg2bGroup } of answers) {
    for (const group of [leg1Group, leg2bGroup]) if (group !== undefined) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  }
  return [...sizes.values()]
}
