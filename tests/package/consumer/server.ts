/**
 * A reconciliation system of somebody else's, as small as one can be that answers rightly: it pairs ledger and processor records by reference,
 * in memory, and speaks HTTP alone. It shares no code with Tenfold.
 */

import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

interface Sent {
  readonly tenant: string
  readonly merchant: string
  readonly side: string
  readonly source: string
  readonly account: string
  readonly recordId: string
  readonly kind: string
  readonly ref: string
  readonly grossMinor: string
  readonly currency: string
}

interface Held {
  readonly record: Sent
  readonly content: string
  readonly offset: string
  decision?: object
}

const adminKey = process.env['ADMIN_KEY']
/** An error that can be asked for: amounts are not compared, so that a wrong answer can be seen to be found. */
const isBlind = process.env['BLIND_TO_AMOUNTS'] === '1'
const keys = new Map<string, string>()
const held: Held[] = []
const heldByContent = new Map<string, Held>()
const events: object[] = []

function take(sent: Sent): object {
  const offset = `${held.length}`
  // The fields come in the order that the content is taken over.
  const content = createHash('sha256').update(JSON.stringify(sent)).digest('hex').slice(0, 32)
  if (!heldByContent.has(content)) {
    const added: Held = { record: sent, content, offset }
    held.push(added)
    heldByContent.set(content, added)
    const group = held.filter(({ record }) => keyOf(record) === keyOf(sent))
    const [ledger] = group.filter(({ record }) => record.side === 'ledger')
    const [processor] = group.filter(({ record }) => record.side === 'processor')
    if (group.length === 2 && ledger !== undefined && processor !== undefined) pair(ledger, processor, { partition: 0, offset })
  }
  return { partition: 0, offset }
}

function keyOf({ tenant, merchant, kind, ref, currency }: Sent): string {
  return JSON.stringify([tenant, merchant, kind, ref, currency])
}

function pair(ledger: Held, processor: Held, cause: object): void {
  const variance = BigInt(ledger.record.grossMinor) - BigInt(processor.record.grossMinor)
  const state = variance === 0n || isBlind ? 'MATCHED' : 'EX:AMOUNT_MISMATCH'
  const leg1Group = randomUUID()
  for (const each of [ledger, processor])
    decide(each, { state, ruleId: 'R1', varianceMinor: `${isBlind ? 0n : variance}`, leg1Group }, cause)
}

function decide(each: Held, result: object, cause: object): void {
  const { tenant, merchant, source, account, recordId, kind } = each.record
  const identity = { tenant, merchant, source, account, recordId, kind }
  each.decision = { identity, content: each.content, ...result, version: 1, cause }
  events.push(each.decision)
}

/** What has no counterpart by now has none: every day of this history lies before any close. */
function close(tenant: string): object {
  const closeId = randomUUID()
  for (const each of held) {
    if (each.record.tenant !== tenant || each.decision !== undefined) continue
    const state = each.record.side === 'ledger' ? 'EX:MISSING_AT_PROCESSOR' : 'EX:MISSING_IN_LEDGER'
    decide(each, { state, ruleId: 'R1', varianceMinor: '0' }, { closeId })
  }
  events.push({ closeId, partition: 0 })
  return { closeId, partitions: 1 }
}

function lines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const say = (status: number, body: object | string): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body))
  }
  const url = new URL(request.url ?? '/', 'http://localhost')
  const [, , area, name = '', what] = url.pathname.split('/')
  const tenant = decodeURIComponent(name)
  const key = what === undefined ? adminKey : keys.get(tenant)
  if (request.headers.authorization !== `Bearer ${key}`) return say(401, {})
  const body = await text(request)
  if (area === 'lag') return say(200, { records: 0 })
  if (area === 'decisions') {
    const [after, limit] = [Number(url.searchParams.get('after')), Number(url.searchParams.get('limit'))]
    return say(200, { end: events.length, events: events.slice(after, after + limit) })
  }
  const ofTenant = held.filter(({ record }) => record.tenant === tenant)
  if (what === undefined) {
    keys.set(tenant, keys.get(tenant) ?? randomUUID())
    return say(200, { tenant, key: keys.get(tenant) })
  }
  if (what === 'records') return say(202, { results: [JSON.parse(body) as Sent | Sent[]].flat().map(take) })
  if (what === 'close') return say(202, close(tenant))
  if (what === 'state') return say(200, lines(ofTenant.map(({ record, content, decision }) => ({ record, content, decision }))))
  return say(200, lines(ofTenant.flatMap(({ decision }) => decision ?? [])))
}

const server = createServer((request, response) => void answer(request, response))
process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
})
server.listen(Number(process.env['PORT'] ?? 0), process.env['HOST'] ?? '127.0.0.1', () => {
  const address = server.address()
  console.log(JSON.stringify({ ready: true, port: typeof address === 'object' ? address?.port : undefined }))
})
