/** The bytes of a request before the number of its content length. Knows no record. */

import type { HttpTarget } from './transport.ts'

interface Address {
  readonly host: string
  readonly port: number
}

/** `…content-length: `; the request goes on with the decimal length, an empty line and the body. */
export function postHead(address: Address, { path, headers }: HttpTarget): Buffer {
  return head('POST', path, { host: hostHeader(address), 'content-type': 'application/json', ...lowerCase(headers) })
}

/** The same for a request without a body: its length is 0. */
export function getHead(address: Address, { headers }: HttpTarget, path: string): Buffer {
  const { 'content-type': _, ...others } = lowerCase(headers)
  return head('GET', path, { host: hostHeader(address), ...others })
}

function head(method: string, path: string, headers: Readonly<Record<string, string>>): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}content-length: `, 'latin1')
}

function hostHeader({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Ours alone: the length is written with each request, and no body is sent in chunks. */
const own: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'connection'])

function lowerCase(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return Object.fromEntries(lower.filter(([name]) => !own.has(name)))
}
