import { expect, test } from 'vitest'
import { plainTenant, warmUpTenant, wireTenant } from './run-tenants.ts'

test.each([
  [{ tenantSuffix: '7f3a' }, 'acme-7f3a', 'warmup-7f3a'],
  [{ tenantPrefix: 'loadtest-', tenantSuffix: '7f3a' }, 'loadtest-acme-7f3a', 'loadtest-warmup-7f3a'],
])('with %j acme is %s on the wire, and acme again for its author', (naming, wire, warmUp) => {
  expect(wireTenant('acme', naming)).toBe(wire)
  expect(plainTenant(wire, naming)).toBe('acme')
  expect(warmUpTenant(naming)).toBe(warmUp)
})

test.each(['acme', 'acme-7f3b', 'acme-7f3a', 'loadtest-acme'])('%s is no tenant of a run with prefix and suffix', (tenant) => {
  expect(plainTenant(tenant, { tenantPrefix: 'loadtest-', tenantSuffix: '7f3a' })).toBe(tenant)
})
