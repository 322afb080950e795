/** Which columns of a ledger export mean what. Data, and its check; reads nothing. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { kindAllowedOn, kinds, type Kind } from '../../../harness/model/record.ts'

/** A column, or the same value for every row. */
export type MappedText = { readonly column: string } | { readonly value: string }

export interface LedgerMap {
  /** Name for messages. */
  readonly name: string
  readonly tenant: MappedText
  readonly merchant: MappedText
  /** Of several columns the first that is filled. None filled: the id is made from the row. */
  readonly entryId: readonly string[]
  /** Columns whose texts tell rows without an id apart. */
  readonly rowText: readonly string[]
  /** What the kind column says, in letters of any size, and what it means; `none` moves no money. Without values the column says it in our own words. */
  readonly kind: { readonly value: Kind } | { readonly column: string; readonly values?: Readonly<Record<string, Kind | 'none'>> }
  readonly reference: readonly string[]
  readonly parentReference: readonly string[]
  readonly amount: string
  /** `by-kind`: the export has refunds without a sign. */
  readonly sign: 'written' | 'by-kind'
  /** Its column, or the one that all amounts are in. */
  readonly currency: string | { readonly value: string }
  readonly occurredAt: readonly string[]
  /** Which states of a row have moved money, and which not, in letters of any size; any other is quarantined. */
  readonly state?: { readonly column: string; readonly booked: readonly string[]; readonly notBooked: readonly string[] }
  /** Columns that are all empty where a row only continues the one above it (another item of one order). */
  readonly continuation?: readonly string[]
}

/** Columns that a file must have. */
export function mappedRequired(map: LedgerMap): readonly string[] {
  const texts = [map.tenant, map.merchant].flatMap((text) => ('column' in text ? [text.column] : []))
  const kind = 'column' in map.kind ? [map.kind.column] : []
  const currency = typeof map.currency === 'string' ? [map.currency] : []
  return [...texts, ...kind, map.amount, ...currency, ...(map.state === undefined ? [] : [map.state.column])]
}

/** Columns that are read. */
export function mappedKnown(map: LedgerMap): readonly string[] {
  const { entryId, rowText, reference, parentReference, occurredAt, continuation = [] } = map
  return [...new Set([...mappedRequired(map), ...entryId, ...rowText, ...reference, ...parentReference, ...occurredAt, ...continuation])]
}

/** What keeps JSON from being the map of a profile, in words. */
export function ledgerMapProblems(value: unknown, at: string): string[] {
  const map = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  const problems: string[] = []
  const lists = ['entryId', 'rowText', 'reference', 'parentReference', 'occurredAt', 'continuation']
  const known = ['name', 'tenant', 'merchant', 'kind', 'amount', 'sign', 'currency', 'state', ...lists]
  for (const name of Object.keys(map)) if (!known.includes(name)) problems.push(`${at}.${name} is not known; known: ${known.join(', ')}`)
  for (const name of ['name', 'amount']) if (!isText(map[name])) problems.push(`${at}.${name} must be a text`)
  for (const name of lists) {
    const optional = name === 'continuation' && map[name] === undefined
    if (!optional && !isTexts(map[name])) problems.push(`${at}.${name} must be a list of columns`)
  }
  if (Array.isArray(map['occurredAt']) && map['occurredAt'].length === 0) problems.push(`${at}.occurredAt must name a column`)
  for (const name of ['tenant', 'merchant']) {
    const text = map[name] as Readonly<Record<string, unknown>> | undefined
    if (!isText(text?.['column']) && !isText(text?.['value'])) problems.push(`${at}.${name} must be {"column": …} or {"value": …}`)
  }
  problems.push(...currencyProblems(map['currency'], `${at}.currency`))
  if (map['sign'] !== 'written' && map['sign'] !== 'by-kind') problems.push(`${at}.sign must be "written" or "by-kind"`)
  problems.push(...kindProblems(map['kind'], `${at}.kind`))
  const state = map['state'] as Readonly<Record<string, unknown>> | undefined
  if (state !== undefined && !(isText(state['column']) && isTexts(state['booked']) && isTexts(state['notBooked']))) {
    problems.push(`${at}.state must be {"column": …, "booked": […], "notBooked": […]}`)
  } else if (state !== undefined) {
    const [booked, notBooked] = [state['booked'], state['notBooked']].map((said) => new Set((said as readonly string[]).map(folded)))
    for (const said of booked?.intersection(notBooked ?? new Set()) ?? [])
      problems.push(`${at}.state: ${said} is both booked and not booked`)
  }
  return problems
}

function kindProblems(value: unknown, at: string): string[] {
  const kind = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  if ('value' in kind) return isLedgerKind(kind['value']) ? [] : [`${at}.value must be a kind that a ledger can book`]
  if (!isText(kind['column'])) return [`${at} must be {"value": …} or {"column": …, "values": {…}}`]
  const values = (kind['values'] ?? {}) as Readonly<Record<string, unknown>>
  const wrong = Object.entries(values)
    .filter(([, meaning]) => meaning !== 'none' && !isLedgerKind(meaning))
    .map(([said]) => `${at}.values.${said} must be a kind that a ledger can book, or "none"`)
  const twice = [...Map.groupBy(Object.entries(values), ([said]) => folded(said))]
    .filter(([, same]) => new Set(same.map(([, meaning]) => meaning)).size > 1)
    .map(([said]) => `${at}.values: ${said} has several meanings, by the size of its letters, which does not count`)
  return [...wrong, ...twice]
}

function currencyProblems(value: unknown, at: string): string[] {
  if (isText(value)) return []
  const fixed = (value as Readonly<Record<string, unknown>> | null | undefined)?.['value']
  const isCode = isText(fixed) && currencyExponent(fixed) !== undefined
  return isCode ? [] : [`${at} must be a column, or {"value": …} with an ISO 4217 code in capitals, such as EUR`]
}

/** What a profile and a file say is compared so. */
export function folded(said: string): string {
  return said.trim().toLowerCase()
}

export function isLedgerKind(value: unknown): value is Kind {
  const kind = kinds.find((known) => known === value)
  return kind !== undefined && kindAllowedOn(kind, 'ledger')
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText)
}
