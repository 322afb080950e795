/** An inspected file as facts for programs: one flat object a file, amounts in the file's own notation. Pure. */

import { currencyExponent } from '../harness/model/currency.ts'
import { addTo, formatMajor } from '../harness/model/money.ts'
import type { Quarantined } from './formats/quarantine.ts'
import type { ControlResult, HistoryFormat, OwnFigures, Sums } from './formats/reading.ts'
import type { Inspection } from './inspect.ts'

/** The format that a file is an example of: what several reports of one provider have in common. */
const families: Readonly<Record<HistoryFormat, string>> = {
  'stripe-itemized': 'stripe',
  'stripe-balance-change': 'stripe',
  'stripe-payouts': 'stripe',
  'stripe-api': 'stripe',
  'paypal-stl': 'paypal-stl',
  'paypal-trr': 'paypal-trr',
  'adyen-settlement': 'adyen',
  camt053: 'camt053',
  camt054: 'camt054',
  mt940: 'mt940',
  bai2: 'bai2',
  ofx: 'ofx',
  'ledger-csv': 'ledger',
  'shopify-orders': 'ledger',
  'shopify-transactions': 'ledger',
}

export interface InspectionFacts extends Required<Pick<OwnFigures, 'balances'>> {
  readonly file: string
  readonly format: string
  /** Which report of that format. */
  readonly report: HistoryFormat
  readonly readable: 'yes' | 'partly'
  readonly encoding: string | null
  /** As the file says it, and how it writes it; null where it does not say. */
  readonly version: string | null
  readonly dialect: string | null
  readonly statements: number | null
  /** Physical rows: records, quarantined and not booked. */
  readonly entries: number
  readonly records: number
  readonly quarantined: number
  readonly notBooked: number
  readonly unit: 'major' | 'as-written'
  readonly bookedSums: Sums
  readonly controls: 'hold' | 'fail' | 'partly' | 'none'
  readonly controlDetail: string
  readonly notes: string
  readonly firstDate: string | null
  readonly lastDate: string | null
  readonly recordTotals: Inspection['totals']
  /** How many of them for each reason, most first. */
  readonly quarantinedBy: Quarantined['reasons']
  /** The first of them. */
  readonly quarantinedRows: Quarantined['rows']
  readonly controlResults: readonly ControlResult[]
}

/** Failed checks that are told in words; the results have more of them. */
const failuresTold = 4

export function inspectionFacts(inspection: Inspection): InspectionFacts {
  const { file, format, figures = {}, physicalRows, records, quarantined, notBooked, controls, notes, totals } = inspection
  return {
    ...figures.further,
    file,
    format: families[format],
    report: format,
    readable: quarantined.count > 0 ? 'partly' : 'yes',
    encoding: figures.encoding ?? null,
    version: figures.version ?? null,
    dialect: figures.dialect ?? null,
    statements: figures.statements ?? null,
    entries: physicalRows,
    records,
    quarantined: quarantined.count,
    notBooked,
    unit: figures.unit ?? 'major',
    bookedSums: figures.bookedSums ?? netSums(totals),
    balances: figures.balances ?? [],
    ...controlFacts(controls),
    notes: notes.join('; '),
    firstDate: inspection.firstDate ?? null,
    lastDate: inspection.lastDate ?? null,
    recordTotals: totals,
    quarantinedBy: quarantined.reasons,
    quarantinedRows: quarantined.rows,
    controlResults: controls,
  }
}

function netSums(totals: Inspection['totals']): Sums {
  const sums = new Map<string, bigint>()
  for (const { currency, netMinor } of totals) addTo(sums, currency, netMinor)
  return Object.fromEntries([...sums].map(([currency, minor]) => [currency, formatMajor(minor, currencyExponent(currency) ?? 0)]))
}

function controlFacts(controls: readonly ControlResult[]): Pick<InspectionFacts, 'controls' | 'controlDetail'> {
  const checked = controls.reduce((sum, control) => sum + control.checked, 0)
  const failed = controls.reduce((sum, control) => sum + control.failed, 0)
  if (checked === 0) return { controls: 'none', controlDetail: 'nothing to check' }
  if (failed === 0) return { controls: 'hold', controlDetail: `${checked} hold` }
  const failures = controls.flatMap(({ name, failures: all }) =>
    all.map(({ subject, expected, actual }) => `${name} ${subject} (${actual} against ${expected})`),
  )
  const told = [...failures.slice(0, failuresTold), ...(failed > failuresTold ? ['…'] : [])]
  const word = failed === checked ? 'fail' : 'partly'
  return { controls: word, controlDetail: `${checked - failed} hold, ${failed} fail: ${told.join('; ')}` }
}
