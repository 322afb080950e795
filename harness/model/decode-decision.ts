/** A message of the decisions topic as docs/wire.md states it, decoded strictly. Knows no broker and no stack. */

import type { ClaimedResult, CloseEvent, DecisionCause, DecisionEvent, DecisionTimes } from './decision.ts'
import type { PayoutFigures } from './match-result.ts'
import type { RecordIdentity } from './record-key.ts'
import type { Kind } from './record.ts'
import { kinds } from './record.ts'

/** What is wrong with a message, in words, with the values seen. Such a message is a breach of the system's contract, never skipped silently. */
export interface DecisionProblem {
  readonly kind: 'problem'
  readonly problem: string
}

/** One message's value (docs/wire.md, Topics). Never throws; unknown states and rules pass, so that the judge can name them. */
export function decodeDecision(json: string): DecisionEvent | CloseEvent | DecisionProblem {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { kind: 'problem', problem: `not JSON: ${excerpt(json)}` }
  }
  return decodeDecisionValue(value)
}

/** The same for a message that was parsed already, such as the `e` of a line of decisions.ndjson. */
export function decodeDecisionValue(value: unknown): DecisionEvent | CloseEvent | DecisionProblem {
  if (!isObject(value)) return { kind: 'problem', problem: `not an object: ${excerpt(value)}` }
  try {
    return 'identity' in value ? decodeEvent(value) : decodeClose(value)
  } catch (error) {
    if (error instanceof Malformed) return { kind: 'problem', problem: error.message }
    throw error
  }
}

type Fields = Readonly<Record<string, unknown>>

class Malformed extends Error {}

function decodeEvent(value: Fields): DecisionEvent {
  const times = decodeTimes(value)
  return {
    kind: 'decision',
    identity: decodeIdentity(object(value, 'identity')),
    content: contentText(value),
    result: decodeResult(value),
    version: count(value, 'version', 1),
    cause: decodeCause(object(value, 'cause')),
    ...(times === undefined ? {} : { times }),
  }
}

function decodeClose(value: Fields): CloseEvent {
  return { kind: 'close-applied', closeId: text(value, 'closeId'), partition: count(value, 'partition', 0) }
}

function decodeIdentity(value: Fields): RecordIdentity {
  const kind = text(value, 'kind')
  if (!isKind(kind)) throw new Malformed(`identity.kind: expected one of ${kinds.join(', ')}, got ${excerpt(kind)}`)
  return {
    tenant: text(value, 'tenant'),
    merchant: text(value, 'merchant'),
    source: text(value, 'source'),
    account: text(value, 'account'),
    recordId: text(value, 'recordId'),
    kind,
  }
}

function decodeResult(value: Fields): ClaimedResult {
  const ruleId = optionalText(value, 'ruleId')
  const leg1Group = optionalText(value, 'leg1Group')
  const leg2bGroup = optionalText(value, 'leg2bGroup')
  const detail = optionalText(value, 'detail')
  if (detail !== undefined && detail !== 'NOT_DECOMPOSABLE') {
    throw new Malformed(`detail: expected NOT_DECOMPOSABLE or nothing, got ${excerpt(detail)}`)
  }
  const payout = value['payout'] === undefined ? undefined : decodePayout(object(value, 'payout'))
  return {
    state: text(value, 'state'),
    ...(ruleId === undefined ? {} : { ruleId }),
    // An OPEN decision carries its state alone, so a missing variance is none.
    varianceMinor: value['varianceMinor'] === undefined ? 0n : amount(value, 'varianceMinor'),
    ...(leg1Group === undefined ? {} : { leg1Group }),
    ...(leg2bGroup === undefined ? {} : { leg2bGroup }),
    ...(payout === undefined ? {} : { payout }),
    ...(detail === undefined ? {} : { detail }),
  }
}

function decodePayout(value: Fields): PayoutFigures {
  return { memberCount: count(value, 'memberCount', 0), residualMinor: amount(value, 'residualMinor') }
}

function decodeCause(value: Fields): DecisionCause {
  if (value['closeId'] !== undefined) return { kind: 'close', closeId: text(value, 'closeId') }
  const offset = text(value, 'offset')
  if (!/^\d+$/.test(offset)) throw new Malformed(`cause.offset: expected decimal digits, got ${excerpt(offset)}`)
  return { kind: 'record', partition: count(value, 'partition', 0), offset }
}

/** Times count only when all four are there: stages are differences of neighbours. */
function decodeTimes(value: Fields): DecisionTimes | undefined {
  const { hostId, produced, read, decided } = value
  if (hostId === undefined || produced === undefined || read === undefined || decided === undefined) return undefined
  return {
    hostId: text(value, 'hostId'),
    producedUs: count(value, 'produced', 0),
    readUs: count(value, 'read', 0),
    decidedUs: count(value, 'decided', 0),
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function object(fields: Fields, name: string): Fields {
  const value = fields[name]
  if (!isObject(value)) throw new Malformed(`${name}: expected an object, got ${excerpt(value)}`)
  return value
}

function text(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string' || value === '') throw new Malformed(`${name}: expected a text, got ${excerpt(value)}`)
  return value
}

function optionalText(fields: Fields, name: string): string | undefined {
  return fields[name] === undefined ? undefined : text(fields, name)
}

function count(fields: Fields, name: string, min: number): number {
  const value = fields[name]
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min) {
    throw new Malformed(`${name}: expected an integer of at least ${min}, got ${excerpt(value)}`)
  }
  return value
}

/** Amounts have 18 digits; a residual is a sum over any number of them. */
const amountPattern = /^-?\d{1,38}$/

function amount(fields: Fields, name: string): bigint {
  const value = fields[name]
  // A JSON number would already have been rounded on its way: amounts are texts.
  if (typeof value !== 'string' || !amountPattern.test(value)) {
    throw new Malformed(`${name}: expected an amount as decimal text, got ${excerpt(value)}`)
  }
  return BigInt(value)
}

function contentText(fields: Fields): string {
  const value = text(fields, 'content')
  if (!/^[0-9a-f]{32}$/.test(value)) throw new Malformed(`content: expected 32 lower-case hexadecimal digits, got ${excerpt(value)}`)
  return value
}

const kindSet: ReadonlySet<string> = new Set(kinds)

function isKind(value: string): value is Kind {
  return kindSet.has(value)
}

function excerpt(value: unknown): string {
  const shown = (typeof value === 'string' ? value : JSON.stringify(value)) ?? 'nothing'
  return shown.length > 80 ? `${shown.slice(0, 80)}…` : shown
}
