/** The unchanging bytes of a tenant's requests: everything before the number of the content length. Knows no record. */

import type { HttpIngest } from '../../system/port.ts'

/** `…content-length: `; the request goes on with the decimal length, an empty line and the body. */
export function requestHead(ingest: HttpIngest, tenant: string): Buffer | undefined {
  const target = ingest.tenants[tenant]
  if (target === undefined) return undefined
  const host = ingest.host.includes(':') ? `[${ingest.host}]` : ingest.host
  const headers = new Map<string, string>([
    ['host', `${host}:${ingest.port}`],
    ['content-type', 'application/json'],
    ...Object.entries(target.headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]),
  ])
  // Ours alone: the length is written with each request, and no body is sent in chunks.
  for (const name of ['content-length', 'transfer-encoding', 'connection']) headers.delete(name)
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.from(`POST ${target.path} HTTP/1.1\r\n${lines}content-length: `, 'latin1')
}
