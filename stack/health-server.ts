/** Health and metrics of a service that has no other HTTP. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Registry } from 'prom-client'

export interface HealthServer extends AsyncDisposable {
  readonly port: number
}

/** `reasons`: why the service is not ready; none means ready. */
export async function startHealthServer(
  { host, port }: { readonly host: string; readonly port: number },
  registry: Registry,
  reasons: () => readonly string[],
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '').then(([status, type, body]) => {
      response.writeHead(status, { 'content-type': type }).end(body)
    })
  })
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  async function answer(url: string): Promise<readonly [number, string, string]> {
    if (url === '/health/live') return [200, 'application/json', '{"live":true}']
    if (url === '/health/ready') {
      const missing = reasons()
      return [missing.length === 0 ? 200 : 503, 'application/json', JSON.stringify({ ready: missing.length === 0, reasons: missing })]
    }
    if (url === '/metrics') return [200, registry.contentType, await registry.metrics()]
    return [404, 'application/json', '{"error":"NOT_FOUND"}']
  }
}
