/** What the tenants of a run are called on the wire: names of the run's own, so that a seed can be run again on a stack that is kept up. Pure. */

export interface TenantNaming {
  /** What every tenant's name must begin with on a stack that is not this machine's; absent: nothing. */
  readonly tenantPrefix?: string
  readonly tenantSuffix: string
}

/** `<prefix><tenant>-<suffix>`. */
export function wireTenant(tenant: string, { tenantPrefix = '', tenantSuffix }: TenantNaming): string {
  return `${tenantPrefix}${tenant}-${tenantSuffix}`
}

/** What a scenario's author calls the tenant. A name that is not of this run comes back as it is. */
export function plainTenant(tenant: string, { tenantPrefix = '', tenantSuffix }: TenantNaming): string {
  const isOfRun = tenantSuffix !== '' && tenant.startsWith(tenantPrefix) && tenant.endsWith(`-${tenantSuffix}`)
  return isOfRun ? tenant.slice(tenantPrefix.length, -tenantSuffix.length - 1) : tenant
}

/** The tenant in which a run warms the stack up. */
export function warmUpTenant(naming: TenantNaming): string {
  return wireTenant('warmup', naming)
}
