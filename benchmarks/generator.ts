/** What a CPU-second of the generator buys, as ratios to its peers in one run: own engine, `undici.request`, autocannon. */

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** CPU µs that `requests` requests to the server at `port` take a client, without what its start and its first requests take. */
export type Measure = (port: number, requests: number) => Promise<number>

type Client = 'ours' | 'undici' | 'autocannon'

export interface GeneratorFigures {
  readonly requestsPerCpuSecond: Readonly<Record<Client, number>>
  /** Ours divided by the peer's; goals 3 and 2.5. */
  readonly ratioToUndici: number
  readonly ratioToAutocannon: number
}

export const nodeClients: Readonly<Record<Client, Measure>> = {
  ours: nodeClient('ours'),
  undici: nodeClient('undici'),
  autocannon: nodeClient('autocannon'),
}
export const requestsDefault = 40_000
/** Odd, for a median; the clients take turns, so that a busy moment of the machine meets all of them. */
const rounds = 3

/** Each client sends `requests` records, one a request and each with a body of its own, over 64 connections to the same server process. */
export async function benchGenerator(requests = requestsDefault): Promise<GeneratorFigures> {
  const requestsPerCpuSecond = await measureInTurn(nodeClients, requests)
  const { ours, undici, autocannon } = requestsPerCpuSecond
  return { requestsPerCpuSecond, ratioToUndici: ours / undici, ratioToAutocannon: ours / autocannon }
}

/** Requests per CPU-second of each client, the median of the rounds. */
export async function measureInTurn<Name extends string>(
  clients: Readonly<Record<Name, Measure>>,
  requests: number,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(clients) as Name[]
  const server = spawn(process.execPath, [pathOf('generator-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [port] = (await once(server.stdout, 'data')) as [Buffer]
    const seen = names.map((name) => ({ name, perCpuSecond: [] as number[] }))
    for (let round = 0; round < rounds; round++) {
      for (const { name, perCpuSecond } of seen) {
        perCpuSecond.push((requests * 1e6) / (await clients[name](Number(port.toString()), requests)))
      }
    }
    return Object.fromEntries(seen.map(({ name, perCpuSecond }) => [name, median(perCpuSecond)])) as Record<Name, number>
  } finally {
    server.kill()
  }
}

export function clientLine(client: string, perCpuSecond: number): string {
  return `${client.padEnd(12)}${Math.round(perCpuSecond).toLocaleString('en')} requests per CPU-second\n`
}

export function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}

function nodeClient(client: Client): Measure {
  return async (port, requests) => {
    const args = [pathOf('generator-client.ts'), client, `${port}`, `${requests}`]
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 120_000 })
    const { cpuUs, requests: sent } = JSON.parse(stdout.trim()) as { readonly cpuUs: number; readonly requests: number }
    if (sent !== requests) throw new Error(`${client} sent ${sent} requests instead of ${requests}`)
    return cpuUs
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

if (import.meta.main) {
  const { requestsPerCpuSecond, ratioToUndici, ratioToAutocannon } = await benchGenerator()
  for (const [client, figure] of Object.entries(requestsPerCpuSecond)) process.stdout.write(clientLine(client, figure))
  process.stdout.write(`ours / undici ${ratioToUndici.toFixed(2)} (goal 3), ours / autocannon ${ratioToAutocannon.toFixed(2)} (goal 2.5)\n`)
}
