/** What a synthetic history is asked to be: filled in and checked once, at the door. */

import { isDay } from '../../harness/model/day.ts'
import { HarnessError } from '../../harness/model/errors.ts'
import { isZone } from '../formats/instants.ts'

/** A stretch of the history, in the order of time. */
export interface SyntheticPhase {
  readonly name: string
  readonly records: number
  /** Share of the stretch's records that are of the largest merchant; absent: its share of ordinary traffic. */
  readonly surgeMerchantShare?: number
}

export interface SyntheticOptions {
  /** A whole number; the same seed and options give the same bytes. */
  readonly seed: number
  readonly tenants: number
  /** Over all tenants together. */
  readonly merchants: number
  /** Exactly so many records come out, redeliveries included. */
  readonly targetRecords: number
  /** Business days, one after the other. */
  readonly days: number
  /** For a history without `phases`: the largest merchant's share of all of it. */
  readonly surgeMerchantShare?: number
  /** Stretches that follow each other and add up to `targetRecords`. */
  readonly phases?: readonly SyntheticPhase[]
  readonly discrepancies: 'none' | 'typical'
  /** First business day, `YYYY-MM-DD`. */
  readonly startDate: string
  /**
   * About how many records lie at most between the two sides of a payment; absent: the two are within 2 s of each other. Set it to
   * spread the sides over more of a dense plan, but to no more than 2 s of the lowest rate.
   */
  readonly pairGapRecords?: number
  /** Zone of all accounts; absent: Europe/Berlin. */
  readonly zone?: string
}

export type ResolvedSynthetic = Required<Omit<SyntheticOptions, 'surgeMerchantShare' | 'pairGapRecords'>> & {
  readonly pairGapRecords: number | undefined
}

const recordsMax = 5_000_000

/** Fills defaults and throws BAD_CONFIGURATION with every problem and the value seen. */
export function resolveSynthetic(options: SyntheticOptions): ResolvedSynthetic {
  const { seed, tenants, merchants, targetRecords, days, surgeMerchantShare, discrepancies, startDate, pairGapRecords } = options
  const zone = options.zone ?? 'Europe/Berlin'
  const ordinary = { name: 'all', records: targetRecords, ...(surgeMerchantShare === undefined ? {} : { surgeMerchantShare }) }
  const phases = options.phases ?? [ordinary]
  const problems: string[] = []
  const whole = (name: string, value: number, min: number, max: number): void => {
    if (!Number.isInteger(value) || value < min || value > max)
      problems.push(`${name} must be a whole number from ${min} to ${max}, got ${value}`)
  }
  whole('seed', seed, 0, 4_294_967_295)
  whole('tenants', tenants, 1, 1_000)
  whole('merchants', merchants, tenants, 10_000)
  whole('targetRecords', targetRecords, 1, recordsMax)
  whole('days', days, 1, 366)
  if (pairGapRecords !== undefined) whole('pairGapRecords', pairGapRecords, 1, 100_000)
  if (!isDay(startDate)) problems.push(`startDate must be a day such as 2026-01-05, got ${startDate}`)
  if (!isZone(zone)) problems.push(`zone must be an IANA zone, got ${zone}`)
  if (discrepancies !== 'none' && discrepancies !== 'typical')
    problems.push(`discrepancies must be none or typical, got ${String(discrepancies)}`)
  if (options.phases !== undefined && surgeMerchantShare !== undefined)
    problems.push('surgeMerchantShare must stand in the phases when there are any')
  for (const { name, surgeMerchantShare: share } of phases) {
    if (share !== undefined && !(share >= 0 && share <= 1)) problems.push(`surgeMerchantShare of ${name} must be from 0 to 1, got ${share}`)
  }
  const sum = phases.reduce((total, { records }) => total + records, 0)
  if (sum !== targetRecords) problems.push(`records of the phases must add up to targetRecords ${targetRecords}, got ${sum}`)
  if (problems.length > 0) {
    throw new HarnessError('BAD_CONFIGURATION', `synthetic history: ${problems[0]}`, {
      hint: 'see the history part of the scenario, or tenfold generate --help',
      problems,
    })
  }
  return { seed, tenants, merchants, targetRecords, days, discrepancies, startDate, zone, phases, pairGapRecords }
}
