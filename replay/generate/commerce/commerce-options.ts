/** What a commercial history is asked to be: filled in and checked once, at the door. */

import { addDays, isDay } from '../../../harness/model/day.ts'
import { HarnessError } from '../../../harness/model/errors.ts'
import { isZone } from '../../formats/instants.ts'
import { writtenFormatNames, type WrittenFormatName } from '../../write/format-names.ts'
import { writtenFormats, type WrittenFormat } from '../../write/written-formats.ts'
import { paymentPlants, payoutPlants, type PaymentPlant, type PayoutPlant } from '../key.ts'

export interface CommerceOptions {
  /** A whole number; the same seed and options give the same bytes. */
  readonly seed: number
  readonly tenants: number
  /** Over all tenants together. */
  readonly merchants: number
  /** Exactly so many records come out, redeliveries included. */
  readonly targetRecords: number
  /** Days of trade, one after the other. */
  readonly days: number
  /** `YYYY-MM-DD` */
  readonly startDate: string
  /** IANA zone of all accounts. */
  readonly zone: string
  readonly discrepancies: 'none' | 'typical'
  /** At most one for each side; the others are Stripe's itemized report, camt.053 and the ledger CSV. */
  readonly formats: readonly WrittenFormatName[]
  /** A payout is made after so many payments; absent: one each bank day. */
  readonly paymentsPerPayout?: number
}

export interface ResolvedCommerce extends Omit<CommerceOptions, 'formats'> {
  readonly processor: WrittenFormat
  /** A second export of the processor's, with part of what the first has. */
  readonly companion: WrittenFormat | undefined
  readonly bank: WrittenFormat
  readonly ledger: WrittenFormat
  readonly paymentPlants: readonly PaymentPlant[]
  readonly payoutPlants: readonly PayoutPlant[]
}

/** Throws BAD_CONFIGURATION with every problem and the value seen. */
export function resolveCommerce({ formats, ...options }: CommerceOptions): ResolvedCommerce {
  const problems: string[] = []
  const whole = (name: string, value: number, min: number, max: number): void => {
    if (!Number.isInteger(value) || value < min || value > max)
      problems.push(`${name} must be a whole number from ${min} to ${max}, got ${value}`)
  }
  whole('seed', options.seed, 0, 4_294_967_295)
  whole('tenants', options.tenants, 1, 1_000)
  whole('merchants', options.merchants, options.tenants, 10_000)
  whole('records', options.targetRecords, 1, 1_000_000_000)
  whole('days', options.days, 1, 3_660)
  if (options.paymentsPerPayout !== undefined) whole('paymentsPerPayout', options.paymentsPerPayout, 1, 1_000_000_000)
  if (!isDay(options.startDate)) problems.push(`startDate must be a day such as 2026-01-05, got ${options.startDate}`)
  if (!isZone(options.zone)) problems.push(`zone must be an IANA zone, got ${options.zone}`)
  if (problems.length === 0) problems.push(...daysLeftOut(options))
  for (const name of formats) if (!writtenFormatNames.includes(name)) problems.push(`${name} is no format that can be written`)
  const of = (side: WrittenFormat['side'], absent: WrittenFormatName): WrittenFormat => {
    const chosen = formats.filter((name) => writtenFormatNames.includes(name) && writtenFormats[name].side === side)
    if (chosen.length > 1) problems.push(`of the formats ${chosen.join(', ')} only one can be written: they are all of the ${side}`)
    return writtenFormats[chosen[0] ?? absent]
  }
  const [named, bank, ledger] = [of('processor', 'stripe-itemized'), of('bank', 'camt053'), of('ledger', 'ledger-csv')]
  if (problems.length > 0) {
    throw new HarnessError('BAD_CONFIGURATION', `history: ${problems[0]}`, { hint: 'see tenfold generate --help', problems })
  }
  // The payouts report alone says nothing of payments: it stands beside the report that does.
  const isPart = named.kinds !== undefined
  const processor = isPart ? writtenFormats['stripe-itemized'] : named
  return {
    ...options,
    processor,
    companion: isPart ? named : undefined,
    bank,
    ledger,
    ...plantsOf(options.discrepancies, processor, ledger),
  }
}

/** The discrepancies that the formats can express. */
function plantsOf(
  discrepancies: CommerceOptions['discrepancies'],
  processor: WrittenFormat,
  ledger: WrittenFormat,
): Pick<ResolvedCommerce, 'paymentPlants' | 'payoutPlants'> {
  if (discrepancies === 'none') return { paymentPlants: [], payoutPlants: [] }
  return {
    paymentPlants: paymentPlants.filter((plant) => {
      // Its amounts have no sign.
      if (plant === 'direction-mismatch') return ledger.format !== 'shopify-transactions'
      // A batch is proved over all its rows: one that is there twice would fail it.
      return plant !== 'redelivery' || processor.source !== 'adyen'
    }),
    // What a payout is made of is not said by these.
    payoutPlants: payoutPlants.filter((plant) => plant !== 'payout-imbalance' || manualPayouts(processor) !== 'always'),
  }
}

/** Whether payouts say which payments they are made of. */
export function manualPayouts({ format, source }: WrittenFormat): 'never' | 'some' | 'always' {
  if (source === 'adyen') return 'never'
  return source === 'paypal' || format === 'stripe-api' ? 'always' : 'some'
}

/** Banks that book on the day after a holiday reach so far behind the last day. */
const daysBehind = 14

/** A zone that crosses the date line leaves a day out: nobody trades on it, and no bank opens. */
function daysLeftOut({ startDate, days, zone }: Pick<CommerceOptions, 'startDate' | 'days' | 'zone'>): string[] {
  const startMs = (day: string): number => Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds
  let day = startDate
  for (let number = 0; number < days + daysBehind; number++) {
    const next = addDays(day, 1)
    if (startMs(next) <= startMs(day)) return [`${zone} has no ${day}: choose another startDate, fewer days or another zone`]
    day = next
  }
  return []
}
