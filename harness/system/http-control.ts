/** The control calls of docs/wire.md over HTTP: tenants and closes. Records go another way, at rate (load/). */

import { isIPv6 } from 'node:net'
import type { MatchProfile } from '../model/match-result.ts'
import { bounded, unreachable } from './bounded.ts'
import type { CloseRequest } from './port.ts'

export interface HttpControl {
  /** `http://127.0.0.1:8080`. */
  readonly baseUrl: string
  readonly adminKey: string
}

/** Creates a tenant, or finds it; answers its key. Throws TARGET_UNREACHABLE. */
export async function putTenant(control: HttpControl, tenant: string, profile: MatchProfile, signal: AbortSignal): Promise<string> {
  const { carryDays, tolerance } = profile
  const body = { profile: { carryDays, tolerance: { abs: tolerance.abs.toString(), bps: Number(tolerance.bps) } } }
  const call = { method: 'PUT', path: tenantPath(tenant), key: control.adminKey, body, status: 200 }
  const answer = await callJson(control.baseUrl, call, signal)
  const key = answer['key']
  if (typeof key !== 'string') throw unreachable(`PUT ${call.path}`, `an answer without a key: ${excerpt(JSON.stringify(answer))}`)
  return key
}

/** Asks for a close of one tenant. Throws TARGET_UNREACHABLE. */
export async function postClose(baseUrl: string, tenant: string, key: string, date: string, signal: AbortSignal): Promise<CloseRequest> {
  const call = { method: 'POST', path: `${tenantPath(tenant)}/close`, key, body: { date }, status: 202 }
  const { closeId, partitions } = await callJson(baseUrl, call, signal)
  if (typeof closeId !== 'string' || typeof partitions !== 'number') {
    throw unreachable(`POST ${call.path}`, `expected closeId and partitions, got ${excerpt(JSON.stringify({ closeId, partitions }))}`)
  }
  return { closeId, partitions }
}

/** An address of IPv6 stands in brackets. */
export function baseUrlOf(host: string, port: number): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}

export function tenantPath(tenant: string): string {
  return `/v1/tenants/${encodeURIComponent(tenant)}`
}

interface Call {
  readonly method: string
  readonly path: string
  readonly key: string
  readonly body: unknown
  readonly status: number
}

function callJson(
  baseUrl: string,
  { method, path, key, body, status }: Call,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const what = `${method} ${path} at ${baseUrl}`
  return bounded(what, signal, async (limited) => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // Hosts are looked at before a run: none may send it on to another.
      redirect: 'error',
      signal: limited,
    })
    const text = await response.text()
    if (response.status !== status) throw unreachable(what, `expected ${status}, got ${response.status} ${excerpt(text)}`)
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) throw unreachable(what, `expected an object, got ${excerpt(text)}`)
    return value as Readonly<Record<string, unknown>>
  })
}

function excerpt(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
