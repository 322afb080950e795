/** Settings of the local broker and of its JVM. Only text: starts nothing. */

/**
 * A heap that neither grows nor shrinks, and short collections: a broker's pause is a pause of every record in flight. The JVM's first compiler alone: the second one
 * takes a core for the first minute, which on a small machine is the whole run (docs/benchmarks.md).
 */
export const javaOptions = [
  '-Xms640m',
  '-Xmx640m',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=10',
  '-XX:+ExplicitGCInvokesConcurrent',
  '-Xshare:auto',
  '-Djava.awt.headless=true',
]

/** Lines of server.properties. */
export function brokerProperties(data: string, ports: { readonly broker: number; readonly controller: number }): string[] {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `listeners=PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${ports.broker}`,
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names=CONTROLLER',
    `controller.quorum.voters=1@127.0.0.1:${ports.controller}`,
    `log.dirs=${data}`,
    'auto.create.topics.enable=false',
    'num.network.threads=2',
    'num.io.threads=4',
    'background.threads=2',
    'log.retention.ms=-1',
    // A whole broker on one machine: internal topics need neither copies nor their default 50 partitions.
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=2',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=4',
    'share.coordinator.state.topic.replication.factor=1',
    'share.coordinator.state.topic.min.isr=1',
    'share.coordinator.state.topic.num.partitions=1',
    // Both are reserved for every partition, or at the start, whatever is written.
    'log.index.size.max.bytes=2097152',
    'log.cleaner.dedupe.buffer.size=8388608',
    'group.initial.rebalance.delay.ms=0',
    // Offsets are committed partition by partition inside a transaction: each would wait for this long, one after the other.
    'group.coordinator.append.linger.ms=0',
    // A transaction whose producer died holds back every reader of committed records until it is swept.
    'transaction.abort.timed.out.transaction.cleanup.interval.ms=1000',
    // The data is thrown away: there is nothing to hand over at the end.
    'controlled.shutdown.enable=false',
    '',
  ]
}
