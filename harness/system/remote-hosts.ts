/** Which hosts a run may contact: this machine's loopback, and what a system file names. Decides; sends nothing but questions for addresses. */

import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'
import { HarnessError } from '../model/errors.ts'
import { advertisedHosts, brokerHost } from './advertised-brokers.ts'
import type { RemoteHosts, SystemDefinition, SystemUnderTest } from './port.ts'

/** All addresses of a name. Rejects where it has none. */
export type ResolveHost = (host: string) => Promise<readonly string[]>

/** As the system's own resolver answers: what a connection would be made to. */
export const resolveHost: ResolveHost = async (host) => (await lookup(host, { all: true })).map(({ address }) => address)

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

const suggestion = { ratePerSecondMax: 100, tenantPrefix: 'loadtest-' } as const
const namePattern = /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/
const prefixPattern = /^[a-z0-9][a-z0-9-]*-$/

/** What is wrong with a system file's `remote`, as sentences with the value seen. */
export function remoteProblems(remote: RemoteHosts): string[] {
  // Types of a system file are not checked where it runs.
  const { hosts, ratePerSecondMax, tenantPrefix }: Readonly<Partial<Record<keyof RemoteHosts, unknown>>> = remote
  const names: readonly unknown[] = Array.isArray(hosts) ? hosts : []
  const unusable = names.filter((host) => typeof host !== 'string' || (isIP(host) === 0 && !namePattern.test(plainHost(host))))
  return [
    ...(names.length === 0 ? ['remote.hosts must name a host, got none'] : []),
    ...unusable.map((host) => `remote.hosts takes exact names or addresses, without scheme, port or pattern, got ${JSON.stringify(host)}`),
    ...(typeof ratePerSecondMax === 'number' && ratePerSecondMax > 0 && Number.isFinite(ratePerSecondMax)
      ? []
      : [`remote.ratePerSecondMax must be a number above 0, got ${String(ratePerSecondMax)}`]),
    ...(typeof tenantPrefix === 'string' && prefixPattern.test(tenantPrefix)
      ? []
      : [`remote.tenantPrefix must be a-z, 0-9 and "-", and end in "-", got ${JSON.stringify(tenantPrefix)}`]),
  ]
}

/** Throws BAD_CONFIGURATION with every host that is neither loopback nor named by `remote`. */
export async function requireAllowedHosts(
  hosts: readonly string[],
  { name, remote }: Pick<SystemDefinition, 'name' | 'remote'>,
  resolve: ResolveHost = resolveHost,
): Promise<void> {
  const named = new Set((remote?.hosts ?? []).map(plainHost))
  const unknown = [...new Set(hosts.map(plainHost))].filter((host) => !named.has(host))
  const told = await Promise.all(unknown.map(async (host) => ({ host, problem: await problemOf(host, resolve) })))
  const refused = told.filter(({ problem }) => problem !== undefined)
  if (refused.length === 0) return
  const { ratePerSecondMax, tenantPrefix } = remote ?? suggestion
  const all = [...(remote?.hosts ?? []), ...refused.map(({ host }) => host)].map((host) => `'${host}'`).join(', ')
  throw new HarnessError('BAD_CONFIGURATION', `system ${name} would contact what is not this machine's loopback`, {
    problems: refused.map(({ host, problem }) => `${host}: ${problem}`),
    hint:
      'nothing was sent; if a load test may go there, add to the system file: ' +
      `remote: { hosts: [${all}], ratePerSecondMax: ${ratePerSecondMax}, tenantPrefix: '${tenantPrefix}' }`,
  })
}

/** Every host that a system's calls go to, and every one that its brokers send their clients on to. Throws as above, and TARGET_UNREACHABLE. */
export async function requireAllowedSystem(
  { hosts, decisions, ingest }: Pick<SystemUnderTest, 'hosts' | 'decisions' | 'ingest'>,
  definition: Pick<SystemDefinition, 'name' | 'remote'>,
  signal: AbortSignal,
): Promise<void> {
  const clusters = [decisions, ingest].flatMap((each) => (each?.kind === 'kafka' ? [each.brokers] : []))
  const feed = decisions.kind === 'kafka' ? [] : [new URL(decisions.url).hostname]
  await requireAllowedHosts([...hosts, ...feed, ...clusters.flat().map(brokerHost)], definition)
  for (const brokers of clusters) await requireAllowedHosts(await advertisedHosts(brokers, signal), definition)
}

/** Undefined for what stays on this machine: each of a name's addresses must. A path is a socket of this machine. */
async function problemOf(host: string, resolve: ResolveHost): Promise<string | undefined> {
  if (host.startsWith('/')) return undefined
  if (isIP(host) !== 0) return isLoopback(host) ? undefined : 'is not loopback'
  let addresses: readonly string[]
  try {
    addresses = await resolve(host)
  } catch (error) {
    return `has no address (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`
  }
  const elsewhere = addresses.filter((address) => !isLoopback(address))
  if (elsewhere.length > 0) return `is ${elsewhere.join(', ')}, which is not loopback`
  return addresses.length === 0 ? 'has no address' : undefined
}

function isLoopback(address: string): boolean {
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** As names are compared: in lower case, without the dot of the root, addresses without brackets. */
function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1')
}
