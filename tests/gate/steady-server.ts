/**
 * A reconciliation system with a known speed, for gates: it pairs records by reference and decides a pair so many ms after its second record came, spread evenly
 * around that time. Alone in its process; speaks HTTP as docs/library.md says.
 */

import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { work } from './work.ts'

type Fields = Readonly<
  Record<'tenant' | 'merchant' | 'side' | 'source' | 'account' | 'recordId' | 'kind' | 'ref' | 'grossMinor' | 'currency', string>
>

interface Entry {
  readonly fields: Fields
  readonly content: string
  decision?: object
}

const { ADMIN_KEY: adminKey, DECIDE_AFTER_MS: afterMs = '50', WORK_MICROS: workMicros = '0', REFUSE_EVERY: refuseEvery = '0' } = process.env
const entries = new Map<string, Entry>()
const waiting = new Map<string, { entry: Entry; position: number }>()
const events: object[] = []
let taken = 0
let asked = 0

function take(fields: Fields): object {
  work(Number(workMicros))
  const position = taken++
  const content = createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 32)
  const at = { partition: 0, offset: `${position}` }
  if (entries.has(content)) return at
  const entry: Entry = { fields, content }
  entries.set(content, entry)
  const key = [fields.tenant, fields.merchant, fields.kind, fields.ref, fields.currency].join('\n')
  const other = waiting.get(key)
  if (other === undefined) waiting.set(key, { entry, position })
  else setTimeout(decidePair, Number(afterMs) * (0.5 + ((position * 0.618_034) % 1)), other.entry, entry, at)
  return at
}

function decidePair(a: Entry, b: Entry, cause: object): void {
  const [ledger, processor] = a.fields.side === 'ledger' ? [a, b] : [b, a]
  const variance = BigInt(ledger.fields.grossMinor) - BigInt(processor.fields.grossMinor)
  const result = {
    state: variance === 0n ? 'MATCHED' : 'EX:AMOUNT_MISMATCH',
    ruleId: 'R1',
    varianceMinor: `${variance}`,
    leg1Group: ledger.content,
  }
  for (const entry of [ledger, processor]) decide(entry, result, cause)
}

function decide(entry: Entry, result: object, cause: object): void {
  const { tenant, merchant, source, account, recordId, kind } = entry.fields
  entry.decision = { identity: { tenant, merchant, source, account, recordId, kind }, content: entry.content, ...result, version: 1, cause }
  events.push(entry.decision)
}

function close(tenant: string): object {
  const closeId = `close-of-${tenant}`
  for (const entry of entries.values()) {
    if (entry.fields.tenant !== tenant || entry.decision !== undefined) continue
    const state = entry.fields.side === 'ledger' ? 'EX:MISSING_AT_PROCESSOR' : 'EX:MISSING_IN_LEDGER'
    decide(entry, { state, ruleId: 'R1', varianceMinor: '0' }, { closeId })
  }
  events.push({ closeId, partition: 0 })
  return { closeId, partitions: 1 }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const [, , area, tenant = '', what] = pathname.split('/')
  const body = await text(request)
  const say = (status: number, value: object | string): void => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(typeof value === 'string' ? value : JSON.stringify(value))
  }
  const key = `key-of-${tenant}`
  if (request.headers.authorization !== `Bearer ${what === undefined ? adminKey : key}`) return say(401, {})
  if (area === 'lag') return say(200, { records: 0 })
  if (area === 'decisions') {
    const after = Number(searchParams.get('after'))
    return say(200, { end: events.length, events: events.slice(after, after + Number(searchParams.get('limit'))) })
  }
  if (what === undefined) return say(200, { tenant, key })
  if (what === 'records' && ++asked % Number(refuseEvery) === 0) return say(429, {})
  if (what === 'records') return say(202, { results: [JSON.parse(body) as Fields | Fields[]].flat().map(take) })
  if (what === 'close') return say(202, close(tenant))
  const own = entries.values().filter(({ fields }) => fields.tenant === tenant)
  const lines = own.flatMap(({ fields: record, content, decision }): object[] =>
    what === 'state' ? [{ record, content, decision }] : decision === undefined ? [] : [decision],
  )
  return say(
    200,
    lines
      .map((line) => `${JSON.stringify(line)}\n`)
      .toArray()
      .join(''),
  )
}

const server = createServer((request, response) => void answer(request, response))
process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
})
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ ready: true, port: (server.address() as { port: number }).port })))
