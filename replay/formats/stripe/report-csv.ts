/** Stripe's itemized CSV reports to processor records (formats.md §0, §2). Knows no files and no profile. */

import type { CanonicalRecord } from '../../../harness/model/record.ts'
import { CellMemo } from '../cell-memo.ts'
import { admitted, requireColumns, streamCsvTable, type Columns, type RowOutcome, type RowTaker } from '../csv-table.ts'
import { InstantCells } from '../instant-cells.ts'
import { businessDays, isoInstant, utcInstant, zonedInstants, type DayRule } from '../instants.ts'
import { ControlTally, type FileInput } from '../reading.ts'
import { ReportAccounts, type MerchantsOfAccounts } from '../report-accounts.ts'
import type { RecordDraft, RecordStream } from '../record-stream.ts'
import { RowReader } from '../row-reader.ts'
import { admitAll, type Admit } from '../same-transactions.ts'
import { shownValue } from '../shown-value.ts'
import { brokenEquation } from './equation.ts'
import { kindOfCategory } from './kinds.ts'
import { payoutControl } from './payout-control.ts'
import { RepeatedRows } from './repeated-rows.ts'
import { instantColumn, stripeKnown, stripeReports, type StripeReport } from './reports.ts'
import { ShortTimes } from './short-times.ts'
import { StripeSums } from './sums.ts'

export interface ProcessorAccount extends DayRule, MerchantsOfAccounts {
  readonly tenant: string
  readonly account: string
  readonly decimalSeparator: '.' | ','
}

/**
 * Rows to records. Amounts are major units; a column in UTC leads, else the one in the account's zone. A row whose
 * net is not gross − fee is quarantined; `payout-members` proves each payout row against the rows that name it.
 */
export async function* streamStripeReport(
  input: FileInput,
  report: StripeReport,
  account: ProcessorAccount,
  admit: Admit = admitAll,
): RecordStream {
  const { file } = input
  const { name, required } = stripeReports[report]
  const equation = new ControlTally(file, 'row-equation')
  const payouts = payoutControl(file)
  const sums = new StripeSums()
  const repeated = new RepeatedRows()
  const connected = new ReportAccounts('connected accounts', account)
  const shortTimes = new ShortTimes()
  let namesPayments = true
  const { encoding, ...table } = yield* streamCsvTable(input, (columns, emit) => {
    namesPayments = report === 'stripe-payouts' || paymentColumns.some((name) => columns.has(name))
    requireColumns(file, name, columns, [...required, instantColumn(report, columns)], stripeKnown)
    return takeRows(columns, report, account, { equation, connected, shortTimes }, (record, payoutId, line, digest) => {
      sums.add(record)
      if (!repeated.isRedelivered(record, line, digest)) payouts.add(record, payoutId)
      return admitted(record, admit, emit)
    })
  })
  return {
    file,
    format: report,
    ...table,
    controls: [...equation.results(), ...payouts.results()],
    figures: { encoding, further: { sums: sums.results() } },
    notes: [...table.notes, ...connected.notes(), ...shortTimes.notes(), ...(namesPayments ? [] : [paymentsUnnamed]), ...repeated.notes()],
  }
}

/** Stripe lets its users choose the columns of a report. */
const paymentColumns = ['source_id', 'charge_id', 'payment_intent_id']
const paymentsUnnamed =
  'no column names payments (source_id, charge_id, payment_intent_id): its charges and refunds pair with nothing; export it with these columns'

function takeRows(
  columns: Columns,
  report: StripeReport,
  { tenant, account, zone, cutOff, decimalSeparator }: ProcessorAccount,
  {
    equation,
    connected,
    shortTimes,
  }: { readonly equation: ControlTally; readonly connected: ReportAccounts; readonly shortTimes: ShortTimes },
  add: (record: CanonicalRecord, payoutId: string | undefined, line: number, digest: number) => RowOutcome,
): RowTaker {
  const at = (name: string): number => columns.at(name)
  const ofPayouts = report === 'stripe-payouts'
  const idField = columns.has('balance_transaction_id') ? 'balance_transaction_id' : 'payout_id'
  const [idAt, sourceAt] = [at(idField), at(ofPayouts ? 'payout_id' : 'source_id')]
  const [currencyAt, grossAt, feeAt, netAt] = [at('currency'), at('gross'), at('fee'), at('net')]
  const [categoryAt, chargeAt, intentAt] = [at('reporting_category'), at('charge_id'), at('payment_intent_id')]
  const [payoutAt, traceAt] = [at(ofPayouts ? 'payout_id' : 'automatic_payout_id'), at('trace_id')]
  const createdField = instantColumn(report, columns)
  const createdAt = at(createdField)
  // What makes gross, currency, instant and references; one export writes the same in the same way.
  const ofCharges = [grossAt, currencyAt, createdAt, intentAt, chargeAt, payoutAt]
  const ofOthers = [grossAt, currencyAt, createdAt, sourceAt, chargeAt, payoutAt, traceAt]
  const inUtc = createdField.endsWith('_utc')
  const written = inUtc ? utcInstant : zonedInstants(zone)
  // What has been through a program is often ISO 8601, and says its offset itself.
  const wholeInstant = (text: string): string | undefined => written(text) ?? isoInstant(text, inUtc ? 'UTC' : zone)
  const instantOf = (text: string): string | undefined => wholeInstant(text) ?? shortTimes.read(text, wholeInstant)
  const instants = new InstantCells(instantOf, businessDays({ zone, cutOff }))
  const connectedAt = at('connected_account_id')
  const accounts = new CellMemo((text) => text.trim())
  const kinds = new CellMemo(kindOfCategory)
  const reader = new RowReader({ trims: false, decimalSeparator })

  return (row) => {
    reader.begin(row)
    const id = row.trimmed(idAt)
    if (id === '') reader.refuse('missing-id', idField, 'an id', undefined)
    const { currency, exponent } = reader.currencyAt('currency', currencyAt)
    const grossMinor = reader.amountAt('gross', grossAt, exponent)
    const feeMinor = reader.amountAt('fee', feeAt, exponent)
    const netMinor = reader.amountAt('net', netAt, exponent)
    const occurredAt = instants.read(row, createdAt)
    if (occurredAt === undefined) reader.refuse('date', createdField, 'YYYY-MM-DD HH:MM:SS', shownValue(row.cell(createdAt), 'date'))
    if (row.isEmpty(categoryAt)) reader.refuse('kind', 'reporting_category', 'a reporting category', undefined)
    if (reader.problem !== undefined) return reader.problem
    if (occurredAt === undefined) throw new Error('a date that is none was not refused')
    if (grossMinor - feeMinor !== netMinor) {
      const { due, net, failure } = brokenEquation(grossMinor - feeMinor, netMinor, currency)
      equation.fail({ subject: `line ${row.line}`, ...failure })
      const expected = `gross - fee = ${due ?? 'another amount'}`
      return { reason: 'equation', field: 'net', expected, ...(net === undefined ? {} : { value: net }) }
    }
    equation.hold()

    const kind = kinds.of(row, categoryAt)
    const isPayout = kind === 'payout'
    const charge = row.reference(chargeAt)
    const payoutId = row.reference(payoutAt)
    const ref = kind === 'charge' ? (row.reference(intentAt) ?? charge) : row.reference(sourceAt)
    const record: RecordDraft = {
      tenant,
      merchant: connected.merchantOf(row.isEmpty(connectedAt) ? '' : accounts.of(row, connectedAt)),
      side: 'processor',
      source: 'stripe',
      account,
      // A payout and what returns it have one payout id.
      recordId: idField === 'payout_id' && !isPayout ? `${id}/${kind}` : id,
      kind,
      grossMinor,
      feeMinor,
      netMinor,
      currency,
      occurredAt,
      businessDate: instants.businessDate,
    }
    if (ref !== undefined) record.ref = ref
    if (isPayout) {
      const traceRef = row.reference(traceAt)
      if (traceRef !== undefined) record.traceRef = traceRef
      // Stripe cannot say which rows a manual or instant payout is made of: it has no automatic payout id. The payouts report has that of none.
      if (ofPayouts || payoutId === undefined) record.automatic = false
    } else {
      if (charge !== undefined) record.parentRef = charge
      if (payoutId !== undefined && !ofPayouts) record.payoutRef = payoutId
    }
    // The payouts report has the payouts alone: there is nothing to prove them against.
    return add(record, ofPayouts ? undefined : payoutId, row.line, row.digest(kind === 'charge' ? ofCharges : ofOthers))
  }
}
