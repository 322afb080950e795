/** A way to one broker that can be cut, for tests of a broker that dies after it took what was sent and before it said so. */

import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface BrokerProxy extends AsyncDisposable {
  readonly port: number
  /** From now on requests reach the broker, and no answer comes back. */
  withhold(): void
  /** Ends all connections, and takes no others. */
  cut(): void
}

/** Before a broker listening on this port of the loopback. In its answers the broker gives this proxy's port for its own. */
export async function startBrokerProxy(brokerPort: number): Promise<BrokerProxy> {
  let isWithheld = false
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(brokerPort, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('data', (bytes) => upstream.write(bytes))
    upstream.on('data', (bytes: Buffer) => {
      if (!isWithheld) client.write(withPort(bytes, brokerPort, (server.address() as AddressInfo).port))
    })
    client.on('close', () => upstream.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const cut = (): void => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return {
    port,
    withhold: () => void (isWithheld = true),
    cut,
    [Symbol.asyncDispose]: async () => cut(),
  }
}

/** Metadata names a broker as its host and, behind it, its port in four bytes. */
function withPort(bytes: Buffer, from: number, to: number): Buffer {
  const host = Buffer.from('127.0.0.1')
  const changed = Buffer.from(bytes)
  for (let at = changed.indexOf(host); at !== -1; at = changed.indexOf(host, at + 1)) {
    const portAt = at + host.length
    if (portAt + 4 <= changed.length && changed.readInt32BE(portAt) === from) changed.writeInt32BE(to, portAt)
  }
  return changed
}
