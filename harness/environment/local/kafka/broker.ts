/** One Apache Kafka broker that is its own controller (KRaft), on loopback, with settings for a quick start and short pauses. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Child } from '../child.ts'
import { waitForLine } from '../child.ts'
import { assertPortFree, freePorts } from '../../free-port.ts'
import type { Java } from '../java.ts'
import { lastLines } from '../../log-tail.ts'
import type { StartService } from '../started-children.ts'
import { brokerProperties, javaOptions } from './broker-properties.ts'
import { findClassArchive, makeClassArchive } from './class-archive.ts'
import { formatData } from './format.ts'
import type { KafkaJars } from './jars.ts'

export interface StartedKafka {
  readonly child: Child
  readonly brokers: readonly string[]
  /** Starts it once more with the port and the data that it had, after its end; resolves when it is ready. */
  readonly again: (signal: AbortSignal) => Promise<Child>
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
  readonly progress: (text: string) => void
  readonly signal: AbortSignal
}

const readyTimeoutMs = 60_000
/** A free port may be taken by another process between its choice and its use. */
const attemptsMax = 3

/** Throws STACK_NOT_READY with the broker's last lines, PORT_TAKEN for a port that was asked for. */
export async function startKafka(java: Java, jars: KafkaJars, options: KafkaOptions): Promise<StartedKafka> {
  const { port, cacheFolder, folder, progress, signal } = options
  if (port !== undefined) await assertPortFree(port, 'Kafka')
  let archive = findClassArchive(cacheFolder, java, jars)
  if (archive === undefined) {
    progress('preparing Kafka for quick starts (once)')
    const launch = (javaOption: string): Promise<Attempt> =>
      tryStart(java, jars, options, { name: 'kafka-archive', folder: join(folder, 'kafka-archive'), javaOption })
    archive = await makeClassArchive({ cacheFolder, java, jars, launch, signal })
  }
  const javaOption = archive === undefined ? '-Xshare:auto' : `-XX:SharedArchiveFile=${archive}`
  progress('starting Kafka')
  for (let attempt = 1; ; attempt++) {
    const started = await tryStart(java, jars, options, { name: 'kafka', folder: join(folder, `kafka-${attempt}`), javaOption })
    if (started.kind === 'ready') return started
    const portLost = lastLines(started.child.logFile, 200).some((line) => line.includes('Address already in use'))
    if (!portLost || attempt === attemptsMax) throw started.error
  }
}

/** How one launch of a broker went. */
type Attempt = ({ readonly kind: 'ready' } & StartedKafka) | { readonly kind: 'failed'; readonly child: Child; readonly error: unknown }

async function tryStart(
  java: Java,
  jars: KafkaJars,
  { env, port, clusterId, cacheFolder, start, signal }: KafkaOptions,
  { name, folder, javaOption }: { readonly name: string; readonly folder: string; readonly javaOption: string },
): Promise<Attempt> {
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
  const launch = (): Promise<Child> =>
    start({ ...common, name, args: [...javaOptions, javaOption, ...classPath, 'kafka.Kafka', properties] })
  const untilReady = (started: Child, stop: AbortSignal): Promise<true> => {
    const isReady = (line: string): true | undefined => (line.includes('Kafka Server started') ? true : undefined)
    return waitForLine(started, isReady, { timeoutMs: readyTimeoutMs, signal: stop })
  }
  const again = async (stop: AbortSignal): Promise<Child> => {
    const started = await launch()
    await untilReady(started, stop)
    return started
  }
  const child = await launch()
  try {
    await untilReady(child, signal)
    return { kind: 'ready', child, brokers: [`127.0.0.1:${ports.broker}`], again }
  } catch (error) {
    signal.throwIfAborted()
    return { kind: 'failed', child, error }
  }
}
