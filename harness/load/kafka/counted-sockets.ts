/** Plain connections of a Kafka client that count what is handed to them: what was never handed over, no broker has. */

import { connect, type Socket } from 'node:net'
import type { ISocketFactory } from 'kafkajs'

const keepAliveDelayMs = 60_000

export class CountedSockets {
  #writes = 0

  /** Of all connections, since the first. */
  get writes(): number {
    return this.#writes
  }

  readonly factory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = connect({ host, port }, onConnect)
    socket.setKeepAlive(true, keepAliveDelayMs)
    this.#count(socket)
    return socket
  }

  #count(socket: Socket): void {
    const write = socket.write.bind(socket) as (...args: Parameters<Socket['write']>) => boolean
    socket.write = ((...args: Parameters<Socket['write']>) => {
      this.#writes++
      return write(...args)
    }) as Socket['write']
  }
}
