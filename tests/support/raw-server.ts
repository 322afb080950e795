/** A server on raw sockets for tests of the generator, so that it can break every rule of HTTP. Knows no load. */

import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

export interface RawRequest {
  readonly method: string
  readonly path: string
  readonly body: string
  /** From 0, in the order in which requests were complete. */
  readonly number: number
}

/** Called once for each complete request. */
export type Respond = (request: RawRequest, socket: Socket) => void

export interface RawServer extends AsyncDisposable {
  readonly port: number
  readonly connections: () => number
}

export interface RawServerOptions {
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Called for each connection before anything is read of it. */
  readonly onConnection?: (socket: Socket, number: number) => void
  /** Called with the head as soon as it is there, whatever has come of the body. */
  readonly onHead?: (head: string, socket: Socket) => void
}

export async function serveRaw(respond: Respond, { tls, onConnection, onHead }: RawServerOptions = {}): Promise<RawServer> {
  const sockets = new Set<Socket>()
  let number = 0
  let connections = 0
  const accept = (socket: Socket): void => {
    onConnection?.(socket, connections)
    connections += 1
    sockets.add(socket)
    let text = ''
    let toldHead = false
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1')
      for (let end = text.indexOf('\r\n\r\n'); end !== -1; end = text.indexOf('\r\n\r\n')) {
        if (!toldHead) onHead?.(text.slice(0, end), socket)
        toldHead = true
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
        if (text.length < end + 4 + length) return
        const [method = '', path = ''] = text.split(' ')
        const request = { method, path, body: text.slice(end + 4, end + 4 + length), number: number++ }
        text = text.slice(end + 4 + length)
        toldHead = false
        respond(request, socket)
      }
    })
  }
  const server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept)
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export function answer(status: number, body = '', headers = ''): string {
  return `HTTP/1.1 ${status} x\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`
}

/** The results of the contract: one for each record, the offset telling which request it was. */
export function resultsOf(body: string, number: number): string {
  const parsed: unknown = JSON.parse(body)
  const count = Array.isArray(parsed) ? parsed.length : 1
  return JSON.stringify({ results: Array.from({ length: count }, (_, index) => ({ partition: index, offset: `${number}` })) })
}

export function accept(body: string, number: number): string {
  return answer(202, resultsOf(body, number))
}
