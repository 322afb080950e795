/** One Apache Kafka broker that is its own controller (KRaft), on loopback, with settings for a quick start and short pauses. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Child } from '../child.ts'
import { waitForLine } from '../child.ts'
import { assertPortFree, freePorts } from '../free-port.ts'
import type { Java } from '../java.ts'
import { lastLines } from '../log-tail.ts'
import type { StartService } from '../started-children.ts'
import { formatData } from './format.ts'
import type { KafkaJars } from './jars.ts'

export interface StartedKafka {
  readonly child: Child
  readonly brokers: readonly string[]
}

export interface KafkaOptions {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  /** A port that was asked for; absent: any. */
  readonly port?: number
  readonly cacheFolder: string
  /** 16 bytes in base64url, for the broker that is the first to be formatted. */
  readonly clusterId: string
  readonly start: StartService
  readonly signal: AbortSignal
}

const readyTimeoutMs = 60_000
/** A free port may be taken by another process between its choice and its use. */
const attemptsMax = 3

/** Throws STACK_NOT_READY with the broker's last lines, PORT_TAKEN for a port that was asked for. */
export async function startKafka(java: Java, jars: KafkaJars, options: KafkaOptions): Promise<StartedKafka> {
  if (options.port !== undefined) await assertPortFree(options.port, 'Kafka')
  for (let attempt = 1; ; attempt++) {
    const started = await tryStart(java, jars, options, join(options.folder, `kafka-${attempt}`))
    if ('child' in started) return started
    const portLost = lastLines(started.logFile, 200).some((line) => line.includes('Address already in use'))
    if (!portLost || attempt === attemptsMax) throw started.error
  }
}

async function tryStart(
  java: Java,
  jars: KafkaJars,
  { env, port, clusterId, cacheFolder, start, signal }: KafkaOptions,
  folder: string,
): Promise<StartedKafka | { readonly error: unknown; readonly logFile: string }> {
  const [brokerPort = 0, controllerPort = 0] = await freePorts(2)
  const ports = { broker: port ?? brokerPort, controller: controllerPort }
  mkdirSync(folder, { mode: 0o700 })
  const properties = join(folder, 'server.properties')
  const data = join(folder, 'data')
  writeFileSync(properties, brokerProperties(data, ports).join('\n'))
  const common = { command: java.program, env, cwd: folder, stopSignal: 'SIGTERM' } as const
  const classPath = ['-cp', join(jars.folder, '*'), `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.properties')}`]
  // One short run: the quick compiler and the small collector halve it.
  const tool = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', ...classPath, 'kafka.tools.StorageTool']
  const runTool = (): Promise<Child> =>
    start({ ...common, name: 'kafka-format', args: [...tool, 'format', '-t', clusterId, '-c', properties] })
  await formatData({ data, cacheFolder, version: jars.version, runTool, timeoutMs: readyTimeoutMs, signal })
  const child = await start({ ...common, name: 'kafka', args: [...javaOptions, ...classPath, 'kafka.Kafka', properties] })
  try {
    const isReady = (line: string): true | undefined => (line.includes('Kafka Server started') ? true : undefined)
    await waitForLine(child, isReady, { timeoutMs: readyTimeoutMs, signal })
    return { child, brokers: [`127.0.0.1:${ports.broker}`] }
  } catch (error) {
    signal.throwIfAborted()
    return { error, logFile: child.logFile }
  }
}

/** A heap that neither grows nor shrinks, and short collections: a broker's pause is a pause of every record in flight. */
const javaOptions = [
  '-Xms640m',
  '-Xmx640m',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=10',
  '-XX:+ExplicitGCInvokesConcurrent',
  '-Xshare:auto',
  '-Djava.awt.headless=true',
]

function brokerProperties(data: string, ports: { readonly broker: number; readonly controller: number }): string[] {
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
