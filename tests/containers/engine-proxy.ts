/** A door of our own to the container engine, which can be shut: what a harness sees of an engine that stops. */

import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'

export interface EngineProxy extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly address: string
  /** Cuts every connection, and takes no other. */
  shut(): Promise<void>
}

/** `engineAddress`: a DOCKER_HOST of the form `unix://…`. */
export async function openEngineProxy(engineAddress: string, socketPath: string): Promise<EngineProxy> {
  const target = new URL(engineAddress).pathname
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    return socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
  }
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: target, allowHalfOpen: true })
    keep(client).pipe(keep(engine)).pipe(client)
    client.once('close', () => engine.destroy())
    engine.once('close', () => client.destroy())
  })
  server.listen(socketPath)
  await once(server, 'listening')
  const shut = async (): Promise<void> => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { address: `unix://${socketPath}`, shut, [Symbol.asyncDispose]: shut }
}
