/** The tenant registry: PostgreSQL is the truth, Redis and a bounded memory spare it the reading. */

import { createHmac, hash, randomBytes } from 'node:crypto'
import type pg from 'pg'
import { nowMs } from '../clock.ts'

export interface TenantProfile {
  readonly carryDays: number
  readonly tolerance: { readonly abs: string; readonly bps: number }
}

/** Where key hashes are looked up before the database; absent without Redis. */
export interface KeyCache {
  get(keyHash: string): Promise<string | undefined>
  set(keyHash: string, tenant: string): Promise<void>
}

export interface TenantRegistry {
  /** Makes the tenant, or changes its profile; the key stays what it was. */
  put(tenant: string, profile: Partial<TenantProfile>): Promise<{ readonly key: string; readonly profile: TenantProfile }>
  /** Whose key it is, without waiting when it was seen a moment ago. */
  tenantOf(key: string): string | undefined | Promise<string | undefined>
}

const rememberMs = 30_000
const rememberedMax = 10_000

interface TenantRow {
  readonly salt: Buffer
  readonly carry_days: number
  readonly tolerance_abs: string
  readonly tolerance_bps: number
}

export function tenantRegistry(pool: pg.Pool, adminKey: string, cache: KeyCache | undefined): TenantRegistry {
  const remembered = new Map<string, { readonly tenant: string; readonly untilMs: number }>()
  return { put, tenantOf }

  async function put(tenant: string, { carryDays, tolerance }: Partial<TenantProfile>): ReturnType<TenantRegistry['put']> {
    const salt = randomBytes(16)
    const { rows } = await pool.query<TenantRow>(
      `insert into tenant as t (tenant, salt, key_hash, carry_days, tolerance_abs, tolerance_bps)
       values ($1, $2, $3, coalesce($4, 5), coalesce($5, 0), coalesce($6, 0))
       on conflict (tenant) do update set carry_days = coalesce($4, t.carry_days), tolerance_abs = coalesce($5, t.tolerance_abs),
         tolerance_bps = coalesce($6, t.tolerance_bps)
       returning salt, carry_days, tolerance_abs, tolerance_bps`,
      [tenant, salt, hashOf(keyFor(tenant, salt)), carryDays ?? null, tolerance?.abs ?? null, tolerance?.bps ?? null],
    )
    const row = rows[0]
    if (row === undefined) throw new Error(`tenant ${tenant} was not written`)
    return {
      key: keyFor(tenant, row.salt),
      profile: { carryDays: row.carry_days, tolerance: { abs: row.tolerance_abs, bps: row.tolerance_bps } },
    }
  }

  function tenantOf(key: string): string | undefined | Promise<string | undefined> {
    const known = remembered.get(key)
    return known !== undefined && known.untilMs > nowMs() ? known.tenant : lookUp(key)
  }

  async function lookUp(key: string): Promise<string | undefined> {
    const keyHash = hashOf(key)
    const cached = await cache?.get(keyHash.toString('hex'))
    const tenant =
      cached ?? (await pool.query<{ tenant: string }>('select tenant from tenant where key_hash = $1', [keyHash])).rows[0]?.tenant
    // Unknown keys are not remembered: a tenant that is made in a moment must be let in at once.
    if (tenant === undefined) return undefined
    if (cached === undefined) await cache?.set(keyHash.toString('hex'), tenant)
    if (remembered.size >= rememberedMax) remembered.clear()
    remembered.set(key, { tenant, untilMs: nowMs() + rememberMs })
    return tenant
  }

  /** Derived, so that the same tenant gets the same key again although only a hash is stored. */
  function keyFor(tenant: string, salt: Buffer): string {
    return createHmac('sha256', adminKey).update(salt).update(tenant).digest('base64url')
  }
}

function hashOf(key: string): Buffer {
  return hash('sha256', key, 'buffer')
}
