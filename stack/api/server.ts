/** The api's HTTP: which path is what, who may call it, and how many at a time. */

import { timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type pg from 'pg'
import { errorText, logLine } from '../log.ts'
import { busy, refusal, writeAnswer } from './answer.ts'
import type { Answer } from './answer.ts'
import { bodyBytesMax, readBody } from './body.ts'
import { heldRecord } from './held-record.ts'
import { ingestClose, ingestRecords, parse } from './ingest.ts'
import type { ApiMetrics } from './metrics.ts'
import { NothingTaken } from './record-log.ts'
import type { RecordLog } from './record-log.ts'
import type { TenantRegistry } from './tenants.ts'

/** Requests that are being answered; above it nothing is taken. */
const requestsMax = 10_000
const pathPattern = /^\/v1\/tenants\/([^/?]{1,256})(?:\/(records|close)(?:\/([^/?]{1,64}))?)?(?:\?(.*))?$/

export interface ApiParts {
  readonly log: RecordLog
  readonly tenants: TenantRegistry
  readonly pool: pg.Pool
  readonly metrics: ApiMetrics
  readonly adminKey: string
  /** Why the service is not ready; none means ready. */
  readonly notReady: () => Promise<readonly string[]>
}

/** Not listening yet. */
export function apiServer(parts: ApiParts): Server {
  let running = 0
  const server = createServer({ keepAlive: true, noDelay: true }, (request, response) => {
    if (running >= requestsMax) {
      request.resume()
      parts.metrics.answered(503)
      writeAnswer(response, busy(503, 'TOO_MANY_REQUESTS'))
      return
    }
    running += 1
    answer(parts, request)
      .catch((error: unknown): Answer => {
        parts.metrics.failed(error)
        if (error instanceof NothingTaken) return busy(503, 'LOG_AWAY')
        // Whether something of it was taken is not known here, so there is no Retry-After.
        logLine({ level: 'error', service: 'api', request: request.url, error: errorText(error) })
        return refusal(500, 'UNKNOWN_OUTCOME')
      })
      .then((result) => {
        running -= 1
        parts.metrics.answered(result.status)
        if (!response.destroyed) writeAnswer(response, result)
      })
      .catch((error: unknown) => logLine({ level: 'error', service: 'api', answer: errorText(error) }))
  })
  server.keepAliveTimeout = 75_000
  server.requestTimeout = 30_000
  return server
}

async function answer(parts: ApiParts, request: IncomingMessage): Promise<Answer> {
  const { log, tenants, pool, metrics, notReady } = parts
  const url = request.url ?? ''
  const path = pathPattern.exec(url)
  if (path === null) return service(url, metrics, notReady)
  const tenant = decodedPart(path[1] ?? '')
  if (tenant === undefined) return refusal(400, 'BAD_PATH')
  const [, , what, content, query] = path
  const call = `${request.method ?? ''} ${what ?? 'tenant'}`
  const key = bearer(request)
  if (call === 'PUT tenant')
    return key !== undefined && equal(key, parts.adminKey) ? putTenant(tenants, tenant, request) : refusal(401, 'NO_ADMIN_KEY')
  const owner = key === undefined ? undefined : tenants.tenantOf(key)
  const caller = owner instanceof Promise ? await owner : owner
  if (caller === undefined) return refusal(401, 'NO_KEY')
  if (caller !== tenant) return refusal(403, 'OTHER_TENANT')
  if (call === 'GET records' && content !== undefined) return heldRecord(pool, tenant, content, new URLSearchParams(query))
  if (content !== undefined || (call !== 'POST records' && call !== 'POST close')) return refusal(405, 'NO_SUCH_CALL', { call })
  const body = await readBody(request)
  if (body === undefined) return refusal(413, 'BODY_TOO_LARGE', { bodyBytesMax })
  return call === 'POST records' ? ingestRecords(log, tenant, body) : ingestClose(log, tenant, body)
}

async function service(url: string, metrics: ApiMetrics, notReady: ApiParts['notReady']): Promise<Answer> {
  if (url === '/health/live') return { status: 200, body: '{"live":true}' }
  if (url === '/health/ready') {
    const reasons = await notReady()
    return { status: reasons.length === 0 ? 200 : 503, body: JSON.stringify({ ready: reasons.length === 0, reasons }) }
  }
  if (url === '/metrics') return { status: 200, body: await metrics.registry.metrics(), type: metrics.registry.contentType }
  return refusal(404, 'NO_SUCH_PATH')
}

async function putTenant(tenants: TenantRegistry, tenant: string, request: IncomingMessage): Promise<Answer> {
  const body = await readBody(request)
  if (body === undefined) return refusal(413, 'BODY_TOO_LARGE', { bodyBytesMax })
  const json = body.length === 0 ? { value: {} } : parse(body)
  const profile = isPlain(json?.value) ? (json.value['profile'] ?? {}) : undefined
  const problems = isPlain(profile) ? profileProblems(profile) : ['the body must be {"profile":{…}}']
  if (json === undefined || problems.length > 0 || tenant.includes('\0')) return refusal(400, 'BAD_PROFILE', { problems })
  const made = await tenants.put(tenant, profile as Parameters<TenantRegistry['put']>[1])
  return { status: 200, body: JSON.stringify({ tenant, key: made.key, profile: made.profile }) }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A misspelt field would change the right answers without a word. */
function unknownFields(value: unknown, known: readonly string[], where: string): string[] {
  if (value === undefined) return []
  if (!isPlain(value)) return [`${where} must be an object, got ${JSON.stringify(value)}`]
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => `${where} has no field ${name}: there are ${known.join(', ')}`)
}

function profileProblems(profile: Readonly<Record<string, unknown>>): string[] {
  const problems = [
    ...unknownFields(profile, ['carryDays', 'tolerance'], 'profile'),
    ...unknownFields(profile['tolerance'], ['abs', 'bps'], 'tolerance'),
  ]
  const { carryDays, tolerance } = profile as { carryDays?: unknown; tolerance?: { abs?: unknown; bps?: unknown } }
  const whole = (value: unknown, max: number): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max
  if (carryDays !== undefined && !whole(carryDays, 3_650))
    problems.push(`carryDays must be a whole number of days, got ${JSON.stringify(carryDays)}`)
  if (tolerance?.abs !== undefined && !(typeof tolerance.abs === 'string' && /^\d{1,18}$/.test(tolerance.abs))) {
    problems.push(`tolerance.abs must be a decimal string of minor units, got ${JSON.stringify(tolerance.abs)}`)
  }
  if (tolerance?.bps !== undefined && !whole(tolerance.bps, 10_000))
    problems.push(`tolerance.bps must be 0 to 10000, got ${JSON.stringify(tolerance.bps)}`)
  return problems
}

/** Undefined where the escapes are no UTF-8. */
function decodedPart(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

function bearer(request: IncomingMessage): string | undefined {
  const header = request.headers.authorization
  return header?.startsWith('Bearer ') === true ? header.slice('Bearer '.length) : undefined
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
