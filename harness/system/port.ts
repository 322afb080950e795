/** The port to a system under test: what the harness asks of any reconciliation stack, whoever wrote it. */

import type { FinalStateRow, HistoryRow } from '../model/decision.ts'
import type { MatchProfile } from '../model/match-result.ts'
import type { SeriesValue } from '../model/series.ts'

/** How a record becomes an HTTP request: data alone, so that worker threads build requests from it without calling back. */
export interface HttpIngest {
  readonly kind: 'http'
  readonly host: string
  readonly port: number
  /** Absent: plain HTTP. `ca`: certificates in PEM of authorities besides the machine's own; `serverName`: what the certificate bears. */
  readonly tls?: { readonly ca?: string; readonly serverName?: string }
  /** By wire tenant: path and headers of its requests. A body is one record's JSON, or an array of them. */
  readonly tenants: Readonly<Record<string, { readonly path: string; readonly headers: Readonly<Record<string, string>> }>>
}

/** A topic that records are written to with acks=all, in the form of docs/wire.md: key, value, and when they were handed over. */
export interface KafkaIngest {
  readonly kind: 'kafka'
  readonly brokers: readonly string[]
  readonly topic: string
  /** On every message, beside `produced`. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Where decisions are seen: a topic in the wire form of docs/wire.md. */
export interface KafkaDecisions {
  readonly kind: 'kafka'
  readonly brokers: readonly string[]
  readonly topic: string
}

/**
 * A feed that is polled over HTTP, for systems without Kafka: `GET url?after=N&limit=M` answers 200 `{"end":…,"events":[…]}`, at most M events in the form of
 * docs/wire.md from position N on, and how many there are in all. The feed grows at its end alone.
 */
export interface HttpDecisions {
  readonly kind: 'http-poll'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Between two questions while nothing comes: what an event waits there is part of its latency. Absent: as the budgets of a run need, 2 to 10. */
  readonly everyMs?: number
}

export type Decisions = KafkaDecisions | HttpDecisions

/** The final state and the decision history in one snapshot; the iterables must be read one after the other, state first. */
export interface FinalState extends AsyncDisposable {
  readonly rows: AsyncIterable<FinalStateRow>
  readonly history: AsyncIterable<HistoryRow>
}

export interface CloseRequest {
  readonly closeId: string
  readonly partitions: number
}

export interface LagSample {
  /** Records in the log that no matcher has committed yet, over all partitions. */
  readonly totalRecords: number
  readonly partitionRecordsMax: number
  /** The same for each partition, with the offset at which it ends; absent where a system has none. */
  readonly partitions?: readonly { readonly partition: number; readonly lagRecords: number; readonly end: number }[]
}

/** A system that is up and ready. All calls are bounded by `signal`; they throw HarnessError TARGET_UNREACHABLE. */
export interface SystemUnderTest extends AsyncDisposable {
  readonly name: string
  /** Every host that its calls go to, by name or address: looked at before the first one is made. Those of `decisions` are known without it. */
  readonly hosts: readonly string[]
  readonly decisions: Decisions
  /** Absent: records go over HTTP, as `prepareTenants` answers. */
  readonly ingest?: KafkaIngest
  /** Makes the tenants of a run (wire names); answers how their records are sent. */
  prepareTenants(tenants: readonly string[], profile: MatchProfile, signal: AbortSignal): Promise<HttpIngest>
  close(tenant: string, date: string, signal: AbortSignal): Promise<CloseRequest>
  readFinalState(tenants: readonly string[], signal: AbortSignal): Promise<FinalState>
  sampleLag(signal: AbortSignal): Promise<LagSample>
  /** What else can be sampled of it while a load runs: its database, its log, what its processes say of themselves. Leaves out what does not answer. */
  sampleSeries?(signal: AbortSignal): Promise<readonly SeriesValue[]>
  /** Every event that `sampleSeries` can count sessions waiting for, as it names them; undefined where its database has no list of them. */
  waitEvents?(signal: AbortSignal): Promise<readonly string[] | undefined>
  /** Versions and facts worth a line in the record (database, broker, partitions, whether Redis is used). */
  describe(signal: AbortSignal): Promise<Readonly<Record<string, string>>>
}

/** Addresses of what an environment started, as a system file's functions get them. */
export interface Endpoints {
  readonly kafkaBrokers: readonly string[]
  readonly databaseUrl: string
  /** As the stack reaches it, in containers on their own network; undefined: there is none. */
  readonly redisUrl: string | undefined
  readonly adminKey: string
  /** Ports by process name (`api-0`), known once the process has said that it is ready. */
  readonly ports: Readonly<Record<string, number>>
}

export interface ProcessSpec {
  readonly name: string
  /** Script that Node runs: a full path (a system file knows its own folder), or relative to Tenfold itself. */
  readonly script: string
  readonly replicas: number
  /** `once`: runs to its end, status 0, before the next spec starts. `service`: prints its ready line and stays. */
  readonly lifetime: 'once' | 'service'
  /** Path that answers 200 on the process's port once all of them are ready together; absent: its ready line is enough. */
  readonly readyPath?: string
  /** `switches`: those of the start, unless a restarted process has others (expectDeaths). */
  environment(endpoints: Endpoints, replica: number, switches: readonly string[]): Readonly<Record<string, string>>
}

export interface ProcessOptions {
  readonly matchers: number
  /** Seeded bugs and kill points, by the stack's own names. */
  readonly switches: readonly string[]
  /** Whether the stack may honour them: a test says so, never a scenario. */
  readonly underTest: boolean
}

/** What a start of containers has chosen before anything runs. */
export interface ContainersStart {
  /** Free ports of 127.0.0.1, by the names that the definition asks for. */
  readonly ports: Readonly<Record<string, number>>
  readonly adminKey: string
  readonly databasePassword: string
}

/** How a system runs as the containers of one compose project. */
export interface ContainersDefinition {
  /** Compose file: a full path, or relative to Tenfold itself. */
  readonly composeFile: string
  /** Services that may have several containers: those are named `matcher-0`, `matcher-1`; the others as their service. */
  readonly replicated: readonly string[]
  /** Services that run to their end, status 0, before others start. */
  readonly once: readonly string[]
  /** Names of the ports that compose is to publish on 127.0.0.1. */
  readonly ports: readonly string[]
  /** Variables of the compose file. */
  environment(options: ProcessOptions, start: ContainersStart): Readonly<Record<string, string>>
  endpoints(start: ContainersStart): Endpoints
}

/** What a load may do to hosts that are not this machine's loopback. Without it, nothing: a slip of the pen must not reach production. */
export interface RemoteHosts {
  /** Exact names or addresses, without port. */
  readonly hosts: readonly string[]
  /** Records a second: a run whose plan has more is refused. */
  readonly ratePerSecondMax: number
  /** Begins the name of every tenant that a run makes there; ends in `-`. */
  readonly tenantPrefix: string
}

/** A system file: how to start a system under test, and how to speak with it. */
export interface SystemDefinition {
  readonly name: string
  readonly description: string
  readonly local: {
    readonly postgres: boolean
    readonly kafka: boolean
    readonly redis: 'if-present' | 'never'
    processes(options: ProcessOptions): readonly ProcessSpec[]
  }
  /** Absent: the system does not run as containers. */
  readonly containers?: ContainersDefinition
  /** Absent: a run contacts loopback alone. */
  readonly remote?: RemoteHosts
  connect(endpoints: Endpoints): SystemUnderTest
}
