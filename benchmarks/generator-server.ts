/** The server that all generators are measured against: the least that answers a record, in a process of its own. Prints its port. */

import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

const body = '{"results":[{"partition":3,"offset":"120"}]}'
const answer = Buffer.from(`HTTP/1.1 202 Accepted\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`)

const server = createServer({ noDelay: true }, (socket) => {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('error', () => undefined)
  socket.on('data', (bytes: Buffer) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    for (let end = rest.indexOf('\r\n\r\n'); end !== -1; end = rest.indexOf('\r\n\r\n')) {
      const length = Number(/content-length: (\d+)/i.exec(rest.toString('latin1', 0, end + 2))?.[1])
      if (rest.length < end + 4 + length) return
      rest = rest.subarray(end + 4 + length)
      socket.write(answer)
    }
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
