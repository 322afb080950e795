/** What a CPU-second of the generator buys, as ratios to its peers in one run: own engine, `undici.request`, autocannon. */

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

type Client = 'ours' | 'undici' | 'autocannon'

export interface GeneratorFigures {
  readonly requestsPerCpuSecond: Readonly<Record<Client, number>>
  /** Ours divided by the peer's; goals 3 and 2.5. */
  readonly ratioToUndici: number
  readonly ratioToAutocannon: number
}

const clients: readonly Client[] = ['ours', 'undici', 'autocannon']
/** Odd, for a median; the clients take turns, so that a busy moment of the machine meets all of them. */
const rounds = 3

/** Each client sends `requests` records, one a request and each with a body of its own, over 64 connections to the same server process. */
export async function benchGenerator(requests = 40_000): Promise<GeneratorFigures> {
  const server = spawn(process.execPath, [pathOf('generator-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [port] = (await once(server.stdout, 'data')) as [Buffer]
    const seen: Record<Client, number[]> = { ours: [], undici: [], autocannon: [] }
    for (let round = 0; round < rounds; round++) {
      for (const client of clients) seen[client].push(await measure(client, port.toString().trim(), requests))
    }
    const requestsPerCpuSecond = { ours: median(seen.ours), undici: median(seen.undici), autocannon: median(seen.autocannon) }
    const { ours, undici, autocannon } = requestsPerCpuSecond
    return { requestsPerCpuSecond, ratioToUndici: ours / undici, ratioToAutocannon: ours / autocannon }
  } finally {
    server.kill()
  }
}

async function measure(client: Client, port: string, requests: number): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [pathOf('generator-client.ts'), client, port, `${requests}`], {
    timeout: 120_000,
  })
  const { cpuUs, requests: sent } = JSON.parse(stdout.trim()) as { readonly cpuUs: number; readonly requests: number }
  return (sent * 1e6) / cpuUs
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}

if (import.meta.main) {
  const { requestsPerCpuSecond, ratioToUndici, ratioToAutocannon } = await benchGenerator()
  for (const [client, figure] of Object.entries(requestsPerCpuSecond)) {
    process.stdout.write(`${client.padEnd(12)}${Math.round(figure).toLocaleString('en')} requests per CPU-second\n`)
  }
  process.stdout.write(`ours / undici ${ratioToUndici.toFixed(2)} (goal 3), ours / autocannon ${ratioToAutocannon.toFixed(2)} (goal 2.5)\n`)
}
