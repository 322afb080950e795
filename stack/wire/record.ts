/** The canonical record as the stack reads it: fields, order, normal form and every problem of a body. Knows no transport. */

export const leg1Kinds: ReadonlySet<string> = new Set(['charge', 'refund', 'dispute', 'dispute_reversal'])
const freeKinds: ReadonlySet<string> = new Set(['fee', 'adjustment', 'fx', 'other'])
const payoutKinds: ReadonlySet<string> = new Set(['payout', 'payout_return'])
const sides: ReadonlySet<string> = new Set(['ledger', 'processor', 'bank'])

/** Amounts stay decimal strings of minor units: the stack adds them up in the database alone, exactly. */
export interface StackRecord {
  tenant: string
  merchant: string
  side: string
  source: string
  account: string
  recordId: string
  kind: string
  ref: string | undefined
  parentRef: string | undefined
  payoutRef: string | undefined
  traceRef: string | undefined
  references: string[] | undefined
  automatic: false | undefined
  grossMinor: string
  feeMinor: string
  netMinor: string
  currency: string
  presentment: { amountMinor: string; currency: string; rate: string } | undefined
  occurredAt: string
  businessDate: string
  status: string | undefined
  version: number | undefined
}

/** One thing that is wrong with one record of a body. */
export interface RecordProblem {
  readonly index: number
  readonly field: string
  readonly expected: string
  readonly seen: string
}

type Fields = Readonly<Record<string, unknown>>

/** Reads one record; adds what is wrong to `problems` and answers undefined then. References come out in normal form. */
export function readRecord(value: unknown, index: number, problems: RecordProblem[]): StackRecord | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push({ index, field: '', expected: 'an object', seen: seenText(value) })
    return undefined
  }
  const before = problems.length
  const fields = value as Fields
  for (const name in fields)
    if (!knownFields.has(name)) problems.push({ index, field: name, expected: 'no such field', seen: seenText(fields[name]) })
  const wrong = (field: string, expected: string): void => {
    problems.push({ index, field, expected, seen: seenText(fields[field]) })
  }
  const record: StackRecord = {
    tenant: name('tenant'),
    merchant: name('merchant'),
    side: name('side'),
    source: name('source'),
    account: name('account'),
    recordId: name('recordId'),
    kind: name('kind'),
    ref: reference('ref'),
    parentRef: reference('parentRef'),
    payoutRef: reference('payoutRef'),
    traceRef: reference('traceRef'),
    references: references(),
    automatic: automatic(),
    grossMinor: amount('grossMinor'),
    feeMinor: amount('feeMinor'),
    netMinor: amount('netMinor'),
    currency: matching('currency', currencyPattern, 'three upper-case letters'),
    presentment: readPresentment(fields['presentment'], index, problems),
    occurredAt: matching('occurredAt', instantPattern, 'YYYY-MM-DDTHH:MM:SS.sssZ'),
    businessDate: matching('businessDate', dayPattern, 'YYYY-MM-DD'),
    status: fields['status'] === undefined ? undefined : text('status'),
    version: version(),
  }
  const fine = (...names: string[]): boolean =>
    problems.length === before || !problems.some((one) => one.index === index && names.includes(one.field))
  if (fine('side') && !sides.has(record.side)) wrong('side', 'ledger, processor or bank')
  else if (fine('side', 'kind') && !kindFits(record.kind, record.side)) wrong('kind', `a kind that can stand on side ${record.side}`)
  if (fields['references'] !== undefined && fine('references') && record.kind !== 'bank_line')
    wrong('references', 'none but on a bank_line')
  if (fields['automatic'] !== undefined && fine('automatic') && record.kind !== 'payout') wrong('automatic', 'none but on a payout')
  if (fine('grossMinor', 'feeMinor', 'netMinor') && BigInt(record.netMinor) !== BigInt(record.grossMinor) - BigInt(record.feeMinor)) {
    wrong('netMinor', 'grossMinor - feeMinor')
  }
  if (fine('businessDate') && !isDay(record.businessDate)) wrong('businessDate', 'a day that exists')
  if (fine('occurredAt') && !isDay(record.occurredAt.slice(0, 10))) wrong('occurredAt', 'an instant that exists')
  return problems.length > before ? undefined : record

  function text(field: string): string {
    const seen = fields[field]
    // PostgreSQL holds no U+0000, and half a surrogate pair has no UTF-8.
    if (typeof seen === 'string' && seen.length <= textLengthMax && !seen.includes('\0') && seen.isWellFormed()) return seen
    wrong(field, `text of at most ${textLengthMax} characters without U+0000`)
    return ''
  }
  function name(field: string): string {
    const seen = fields[field]
    if (typeof seen === 'string' && seen !== '') return text(field)
    wrong(field, 'text that is not empty')
    return ''
  }
  function reference(field: string): string | undefined {
    return fields[field] === undefined ? undefined : normalReference(text(field))
  }
  function references(): string[] | undefined {
    const seen = fields['references']
    if (seen === undefined) return undefined
    const list: readonly unknown[] = Array.isArray(seen) ? seen : []
    const usable = list.every((one) => typeof one === 'string' && one.length <= textLengthMax && !one.includes('\0') && one.isWellFormed())
    if (!Array.isArray(seen) || !usable || list.length > referencesMax) {
      wrong('references', `at most ${referencesMax} texts`)
      return undefined
    }
    const normal = list.map((one) => normalReference(one as string)).filter((one) => one !== undefined)
    return normal.length === 0 ? undefined : normal
  }
  function automatic(): false | undefined {
    const seen = fields['automatic']
    if (seen !== undefined && typeof seen !== 'boolean') wrong('automatic', 'true or false')
    return seen === false ? false : undefined
  }
  function amount(field: string): string {
    return matching(field, amountPattern, 'a decimal string of minor units, at most 18 digits')
  }
  function matching(field: string, pattern: RegExp, expected: string): string {
    const seen = fields[field]
    if (typeof seen === 'string' && pattern.test(seen)) return seen
    wrong(field, expected)
    return '0'
  }
  function version(): number | undefined {
    const seen = fields['version']
    if (seen === undefined) return undefined
    if (typeof seen === 'number' && Number.isInteger(seen) && seen >= 0 && seen < 2 ** 31) return seen
    wrong('version', 'a whole number of at least 0')
    return undefined
  }
}

const textLengthMax = 512
const referencesMax = 100
const amountPattern = /^(?:0|-?[1-9]\d{0,17})$/
const currencyPattern = /^[A-Z]{3}$/
const dayPattern = /^\d{4}-\d{2}-\d{2}$/
const instantPattern = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/
const ratePattern = /^\d{1,12}(?:\.\d{1,12})?$/

/** In the order that the content hash is taken over; `status` and `version` are not part of it. */
const contentFieldNames = [
  'tenant',
  'merchant',
  'side',
  'source',
  'account',
  'recordId',
  'kind',
  'ref',
  'parentRef',
  'payoutRef',
  'traceRef',
  'references',
  'automatic',
  'grossMinor',
  'feeMinor',
  'netMinor',
  'currency',
  'presentment',
  'occurredAt',
  'businessDate',
] as const
const knownFields: ReadonlySet<string> = new Set([...contentFieldNames, 'status', 'version'])

/** The record as one line of JSON in canonical order; with `status` and `version` behind the content's fields. */
export function recordJson(record: StackRecord): string {
  return JSON.stringify(record)
}

/** The JSON that the content hash is taken over. */
export function contentJson(record: StackRecord): string {
  if (record.status === undefined && record.version === undefined) return JSON.stringify(record)
  return JSON.stringify({ ...record, status: undefined, version: undefined })
}

/** NFKC, trimmed, blanks collapsed; what names nothing is absent (matching specification, section 1). */
export function normalReference(text: string): string | undefined {
  const normal = plainPattern.test(text) ? text : text.normalize('NFKC').trim().replace(/\s+/g, ' ')
  return normal === '' || normal === 'NONREF' || normal === 'NOTPROVIDED' ? undefined : normal
}

/** Printable ASCII without blanks is in normal form already. */
const plainPattern = /^[!-~]*$/

function kindFits(kind: string, side: string): boolean {
  if (payoutKinds.has(kind)) return side === 'processor'
  if (kind === 'bank_line') return side === 'bank'
  if (leg1Kinds.has(kind)) return side !== 'bank'
  return freeKinds.has(kind)
}

/** Whether `YYYY-MM-DD` exists; years 0001 to 9999, as PostgreSQL's date takes them. */
export function isDay(day: string): boolean {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7))
  const date = Number(day.slice(8, 10))
  if (!dayPattern.test(day) || year < 1 || month < 1 || month > 12 || date < 1) return false
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return date <= (month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31)
}

function readPresentment(value: unknown, index: number, problems: RecordProblem[]): StackRecord['presentment'] {
  if (value === undefined) return undefined
  const { amountMinor, currency, rate, ...rest } = (typeof value === 'object' && value !== null ? value : {}) as Fields
  if (
    typeof amountMinor === 'string' &&
    amountPattern.test(amountMinor) &&
    typeof currency === 'string' &&
    currencyPattern.test(currency) &&
    typeof rate === 'string' &&
    ratePattern.test(rate) &&
    Object.keys(rest).length === 0
  ) {
    return { amountMinor, currency, rate }
  }
  problems.push({ index, field: 'presentment', expected: '{amountMinor, currency, rate} as decimal strings', seen: seenText(value) })
  return undefined
}

function seenText(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 80)
}
