/** Where a Kafka cluster sends its clients: asked of the brokers that are named, without going where they point. */

import { connect } from 'node:net'
import { Kafka, logLevel } from 'kafkajs'
import { bounded } from './bounded.ts'

/** Hosts of all brokers, as the cluster tells them to every client. Throws TARGET_UNREACHABLE. */
export function advertisedHosts(brokers: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  return bounded(`brokers of the cluster at ${brokers.join(',')}`, signal, async () => {
    const kafka = new Kafka({
      clientId: 'tenfold-brokers',
      brokers: [...brokers],
      logLevel: logLevel.NOTHING,
      requestTimeout: 10_000,
      retry: { retries: 2 },
      // The client would ask a broker that it was told of: whichever it means, one that was named is asked.
      socketFactory: ({ host, port, onConnect }) => {
        const isNamed = brokers.includes(`${host}:${port}`)
        return connect(isNamed ? { host, port } : partsOf(brokers[0] ?? ''), onConnect)
      },
    })
    const admin = kafka.admin()
    await admin.connect()
    try {
      return (await admin.describeCluster()).brokers.map(({ host }) => host)
    } finally {
      await admin.disconnect()
    }
  })
}

/** Host of `host:port`, as the client takes it apart. */
export function brokerHost(broker: string): string {
  return partsOf(broker).host
}

function partsOf(broker: string): { readonly host: string; readonly port: number } {
  const [host = '', port = ''] = broker.split(':')
  return { host, port: Number(port) }
}
