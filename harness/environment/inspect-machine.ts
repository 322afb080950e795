/** What this machine has for a run, and what to type for what it lacks. Starts nothing but programs that tell their version. */

import { execFile } from 'node:child_process'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { promisify } from 'node:util'
import { HarnessError } from '../model/errors.ts'
import { containerFacts } from './inspect-containers.ts'
import { diskFact, writableFact } from './inspect-folder.ts'
import { findJava, javaHint, javaMajorMin } from './local/java.ts'
import { findKafkaJars, kafkaVersion, mavenHint } from './local/kafka/jars.ts'
import { findPostgresPackage } from './local/postgres/binaries.ts'
import { findRedis, redisVersion } from './local/redis.ts'
import { judgeLocalNeeds } from './local-needs.ts'
import type { MachineFact } from './machine-fact.ts'
import type { Surroundings } from './surroundings.ts'
import { findProgram, readSurroundings } from './surroundings.ts'

const nodeMajorMin = 26
const cpusMin = 2
const memoryMinGib = 4
const gib = 2 ** 30
const versionTimeoutMs = 20_000

/** All facts, in the order in which a reader wants them. `runsFolder` need not exist yet. */
export async function inspectMachine({ runsFolder }: { readonly runsFolder: string }): Promise<MachineFact[]> {
  const surroundings = readSurroundings()
  const kafka = kafkaFact(surroundings)
  const [java, maven, redis, containers, k6] = await Promise.all([
    javaFact(surroundings),
    mavenFact(surroundings, kafka.state === 'fine'),
    redisFact(surroundings),
    containerFacts(surroundings),
    k6Fact(surroundings),
  ])
  return judgeLocalNeeds([
    nodeFact(),
    java,
    kafka.state === 'fine' || maven.state !== 'fine' ? kafka : { ...kafka, state: 'fine', hint: 'fetched through Maven at the first run' },
    maven,
    postgresFact(),
    redis,
    ...containers,
    k6,
    chromiumFact(surroundings),
    atLeast(
      'cpus',
      availableParallelism(),
      cpusMin,
      `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
      'latency figures of a run need two at least',
    ),
    atLeast(
      'memory',
      totalmem() / gib,
      memoryMinGib,
      `${(totalmem() / gib).toFixed(1)} GiB`,
      `the stack and the harness need ${memoryMinGib} GiB`,
    ),
    diskFact('disk for the stack', surroundings.temporaryFolder, 'free some space there, or set TMPDIR'),
    diskFact('disk for runs', runsFolder, 'free some space there, or choose another folder with --out DIR'),
    writableFact('folder for runs', runsFolder),
  ])
}

function nodeFact(): MachineFact {
  const { node } = process.versions
  if (Number.parseInt(node, 10) >= nodeMajorMin) return { name: 'node', found: node, state: 'fine' }
  return { name: 'node', found: node, state: 'missing', hint: `run npm ci: it brings Node ${nodeMajorMin}` }
}

async function javaFact(surroundings: Surroundings): Promise<MachineFact> {
  const java = await findJava(surroundings)
  const found = java === undefined ? undefined : `${java.version} (${java.program})`
  if (java !== undefined && java.major >= javaMajorMin) return { name: 'java', found, state: 'fine' }
  return { name: 'java', found, state: 'missing', hint: javaHint }
}

function kafkaFact(surroundings: Surroundings): MachineFact {
  try {
    const jars = findKafkaJars(surroundings)
    if (jars !== undefined) return { name: 'kafka', found: `${jars.version} (${jars.folder})`, state: 'fine' }
    return { name: 'kafka', found: undefined, state: 'missing', hint: mavenHint }
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    return { name: 'kafka', found: undefined, state: 'missing', hint: `${error.message}: ${error.hint}` }
  }
}

async function mavenFact(surroundings: Surroundings, haveJars: boolean): Promise<MachineFact> {
  const program = findProgram('mvn', surroundings)
  if (program === undefined) {
    const hint = haveJars ? 'only needed to fetch Kafka, which is there' : `${mavenHint}: Kafka ${kafkaVersion} is not there yet`
    return { name: 'maven', found: undefined, state: haveJars ? 'reduced' : 'missing', hint }
  }
  return { name: 'maven', found: `${(await firstVersion(program, ['--version'])) ?? 'unknown version'} (${program})`, state: 'fine' }
}

function postgresFact(): MachineFact {
  const found = findPostgresPackage()
  if (found !== undefined) return { name: 'postgres', found: `${found.version} (${found.folder})`, state: 'fine' }
  return { name: 'postgres', found: undefined, state: 'missing', hint: 'run npm ci without --omit=optional' }
}

async function redisFact(surroundings: Surroundings): Promise<MachineFact> {
  const program = findRedis(surroundings)
  if (program === undefined) {
    const hint = 'the tenant registry is then read from PostgreSQL; apt-get install redis-server, or brew install redis'
    return { name: 'redis', found: undefined, state: 'reduced', hint }
  }
  return { name: 'redis', found: `${(await redisVersion(program)) ?? 'unknown version'} (${program})`, state: 'fine' }
}

/** The user's own, which `K6` may name. */
async function k6Fact(surroundings: Surroundings): Promise<MachineFact> {
  const program = surroundings.everything['K6'] || findProgram('k6', surroundings)
  const version = program === undefined ? undefined : await firstVersion(program, ['version'])
  if (version !== undefined) return { name: 'k6', found: `${version} (${program})`, state: 'fine' }
  const hint = 'only for tenfold k6: brew install k6, or where Go is go install go.k6.io/k6@latest, or set K6 to its path'
  return { name: 'k6', found: undefined, state: 'reduced', hint }
}

function chromiumFact(surroundings: Surroundings): MachineFact {
  const found = ['chromium', 'chromium-browser', 'google-chrome']
    .map((name) => findProgram(name, surroundings))
    .find((path) => path !== undefined)
  if (found !== undefined) return { name: 'chromium', found, state: 'fine' }
  return { name: 'chromium', found: undefined, state: 'reduced', hint: "only for the report's browser test: apt-get install chromium" }
}

function atLeast(name: string, value: number, min: number, found: string, hint: string): MachineFact {
  return value >= min ? { name, found, state: 'fine' } : { name, found, state: 'reduced', hint }
}

async function firstVersion(program: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, args, { timeout: versionTimeoutMs })
    return /\d+(?:\.\d+)+/.exec(stdout)?.[0]
  } catch {
    return undefined
  }
}
