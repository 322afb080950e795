/** Stripe's itemized payout reconciliation report to processor records (formats.md §0, §2). Knows no files and no profile. */

import { formatMajor } from '../../harness/model/money.ts'
import { normaliseReference, type CanonicalRecord, type Kind } from '../../harness/model/record.ts'
import { CellReader } from './amounts.ts'
import { readCsvTable, requireColumns, type Columns, type RowTaker } from './csv-table.ts'
import { businessDays, utcInstant, zonedInstant, type DayRule } from './instants.ts'
import { ControlTally, type FileInput, type FileReading } from './reading.ts'
import { shownValue } from './shown-value.ts'
import { payoutControl } from './stripe-payout-control.ts'

export interface ProcessorAccount extends DayRule {
  readonly tenant: string
  readonly merchant: string
  readonly account: string
  readonly decimalSeparator: '.' | ','
}

export const stripeRequired = ['balance_transaction_id', 'currency', 'gross', 'fee', 'net', 'reporting_category', 'source_id']
export const stripeKnown = [
  ...stripeRequired,
  'created',
  'created_utc',
  'charge_id',
  'payment_intent_id',
  'automatic_payout_id',
  'automatic_payout_effective_at',
  'automatic_payout_effective_at_utc',
  'available_on',
  'available_on_utc',
  'trace_id',
  'trace_id_status',
]

/**
 * Rows to records. Amounts are major units; `created_utc` leads, else `created` in the account's zone. A row whose
 * net is not gross − fee is quarantined; `payout-members` proves each payout row against the rows that name it.
 */
export async function readStripeItemized(input: FileInput, account: ProcessorAccount): Promise<FileReading> {
  const { file } = input
  const records: CanonicalRecord[] = []
  const equation = new ControlTally(file, 'row-equation')
  const payouts = payoutControl(file)
  const dayOf = businessDays(account)
  const { physicalRows, quarantined, notes } = await readCsvTable(input, (columns) => {
    requireStripe(file, columns)
    return takeRows(columns, account, dayOf, equation, (record, payoutId) => {
      records.push(record)
      payouts.add(record, payoutId)
    })
  })
  return {
    file,
    format: 'stripe-itemized',
    physicalRows,
    records,
    quarantined,
    notBooked: 0,
    controls: [...equation.results(), ...payouts.results()],
    notes,
  }
}

function requireStripe(file: string, columns: Columns): void {
  const dateColumn = columns.has('created_utc') ? 'created_utc' : 'created'
  requireColumns(file, 'a Stripe itemized payout reconciliation report', columns, [...stripeRequired, dateColumn], stripeKnown)
}

function takeRows(
  columns: Columns,
  { tenant, merchant, account, zone, decimalSeparator }: ProcessorAccount,
  dayOf: (occurredAt: string) => string,
  equation: ControlTally,
  add: (record: CanonicalRecord, payoutId: string | undefined) => void,
): RowTaker {
  const at = (name: string): number => columns.get(name) ?? -1
  const idAt = at('balance_transaction_id')
  const [currencyAt, grossAt, feeAt, netAt] = [at('currency'), at('gross'), at('fee'), at('net')]
  const [categoryAt, sourceAt, chargeAt, intentAt] = [at('reporting_category'), at('source_id'), at('charge_id'), at('payment_intent_id')]
  const [payoutAt, traceAt] = [at('automatic_payout_id'), at('trace_id')]
  const createdField = columns.has('created_utc') ? 'created_utc' : 'created'
  const createdAt = at(createdField)

  return (cells, row) => {
    const cell = (index: number): string => cells[index] ?? ''
    const reader = new CellReader()
    const recordId = cell(idAt).trim()
    if (recordId === '') reader.refuse('missing-id', 'balance_transaction_id', 'an id', undefined)
    const { currency, exponent } = reader.currency('currency', cell(currencyAt))
    const grossMinor = reader.amount('gross', cell(grossAt), exponent, decimalSeparator)
    const feeMinor = reader.amount('fee', cell(feeAt), exponent, decimalSeparator)
    const netMinor = reader.amount('net', cell(netAt), exponent, decimalSeparator)
    const created = cell(createdAt)
    const occurredAt = createdField === 'created_utc' ? utcInstant(created) : zonedInstant(created, zone)
    if (occurredAt === undefined) reader.refuse('date', createdField, 'YYYY-MM-DD HH:MM:SS', shownValue(created, 'date'))
    const category = cell(categoryAt)
    if (category === '') reader.refuse('kind', 'reporting_category', 'a reporting category', undefined)
    if (reader.problem !== undefined || occurredAt === undefined) return reader.problem
    if (grossMinor - feeMinor !== netMinor) {
      const net = shownValue(formatMajor(netMinor, exponent), 'amount')
      const expected = shownValue(formatMajor(grossMinor - feeMinor, exponent), 'amount') ?? 'another amount'
      equation.fail({ subject: `line ${row.line}`, expected: `${expected} ${currency}`, actual: `${net ?? 'not shown'} ${currency}` })
      return { reason: 'equation', field: 'net', expected: `gross - fee = ${expected}`, ...(net === undefined ? {} : { value: net }) }
    }
    equation.hold()

    const kind = kindOf(category)
    const charge = normaliseReference(cell(chargeAt))
    const source = normaliseReference(cell(sourceAt))
    const payoutId = normaliseReference(cell(payoutAt))
    const isPayout = kind === 'payout'
    const ref = kind === 'charge' ? (normaliseReference(cell(intentAt)) ?? charge) : source
    const traceRef = isPayout ? normaliseReference(cell(traceAt)) : undefined
    add(
      {
        tenant,
        merchant,
        side: 'processor',
        source: 'stripe',
        account,
        recordId,
        kind,
        ...(ref === undefined ? {} : { ref }),
        ...(charge === undefined || isPayout ? {} : { parentRef: charge }),
        ...(payoutId === undefined || isPayout ? {} : { payoutRef: payoutId }),
        ...(traceRef === undefined ? {} : { traceRef }),
        // Stripe cannot say which rows a manual or instant payout is made of: it has no automatic payout id.
        ...(isPayout && payoutId === undefined ? { automatic: false } : {}),
        grossMinor,
        feeMinor,
        netMinor,
        currency,
        occurredAt,
        businessDate: dayOf(occurredAt),
      },
      payoutId,
    )
    return undefined
  }
}

const kindByCategory: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['charge', 'charge'],
  ['refund', 'refund'],
  ['dispute', 'dispute'],
  ['dispute_reversal', 'dispute_reversal'],
  ['fee', 'fee'],
  ['network_cost', 'fee'],
  ['payout', 'payout'],
  ['payout_reversal', 'payout_return'],
  ['charge_failure', 'adjustment'],
  ['partial_capture_reversal', 'adjustment'],
  ['refund_failure', 'adjustment'],
  ['other_adjustment', 'adjustment'],
])

/** Stripe adds categories at any time: one that we do not know moves money all the same. */
function kindOf(category: string): Kind {
  return kindByCategory.get(category) ?? 'other'
}
