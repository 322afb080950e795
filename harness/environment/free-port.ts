/** Ports of the loopback interface that nobody listens on. */

import { createServer } from 'node:net'
import type { Server } from 'node:net'
import { HarnessError } from '../model/errors.ts'

/** Different free ports. Another process may take one before it is used, so who uses them must be ready to ask again. */
export async function freePorts(count: number): Promise<number[]> {
  // All are held before the first is let go, or the same one could come twice.
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)))
  const ports = servers.map(portOf)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

/** Throws PORT_TAKEN when somebody listens on it, or it cannot be used. */
export async function assertPortFree(port: number, purpose: string): Promise<void> {
  try {
    const server = await listen(port)
    await new Promise((resolve) => server.close(resolve))
  } catch (error) {
    throw new HarnessError('PORT_TAKEN', `port ${port} of 127.0.0.1, asked for by ${purpose}, cannot be used: ${String(error)}`, {
      hint: 'choose another port, or 0 for any free one',
      cause: error,
    })
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server))
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a listening server has no port')
  return address.port
}
