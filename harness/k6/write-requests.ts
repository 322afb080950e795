/** Writes what k6 is to send: the requests of a plan, and how each tenant's are sent. Both outside of the run folder: they hold keys. */

import { createWriteStream } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { CanonicalRecord } from '../model/record.ts'
import { encodeRecord } from '../model/record-key.ts'
import type { HttpIngest } from '../system/port.ts'

export interface RequestFiles extends AsyncDisposable {
  readonly targets: string
  readonly requests: string
}

export interface RequestInput {
  readonly ingest: HttpIngest
  /** In the order in which they are to be sent. */
  readonly records: readonly CanonicalRecord[]
  readonly timeoutMs: number
}

export async function writeRequests({ ingest, records, timeoutMs }: RequestInput): Promise<RequestFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'tenfold-k6-'))
  const [targets, requests] = [join(folder, 'targets.json'), join(folder, 'requests.txt')]
  const files: RequestFiles = { targets, requests, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
  try {
    await chmod(folder, 0o700)
    const names = [...new Set(records.map(({ tenant }) => tenant))]
    const numbers = new Map(names.map((name, index) => [name, index]))
    const host = ingest.host.includes(':') ? `[${ingest.host}]` : ingest.host
    const tenants = names.map((name) => {
      const target = ingest.tenants[name]
      if (target === undefined) throw new Error(`the system prepared no tenant ${name}`)
      return { path: target.path, headers: { ...target.headers, 'content-type': 'application/json' } }
    })
    await writeFile(targets, JSON.stringify({ baseUrl: `http://${host}:${ingest.port}`, timeoutMs, tenants }), { mode: 0o600 })
    await pipeline(Readable.from(lines(records, numbers)), createWriteStream(requests, { mode: 0o600 }))
    return files
  } catch (error) {
    await files[Symbol.asyncDispose]()
    throw error
  }
}

/** Many lines a piece: one at a time would be a call of the stream each. */
const linesAPiece = 1_000

function* lines(records: readonly CanonicalRecord[], numbers: ReadonlyMap<string, number>): Generator<string> {
  let piece: string[] = []
  for (const record of records) {
    piece.push(`${numbers.get(record.tenant)} ${encodeRecord(record)}\n`)
    if (piece.length < linesAPiece) continue
    yield piece.join('')
    piece = []
  }
  yield piece.join('')
}
