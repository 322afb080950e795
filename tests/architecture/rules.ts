/** The architecture as data: which room may import which, and where time, chance and the environment may be reached for. */

/** A room is a folder or a file; of several that hold a file, the longest counts. */
export interface Room {
  readonly room: string
  /** Rooms (or single files) whose files it may import, besides its own. */
  readonly mayImport: readonly string[]
  /** Exceptions inside of what it may import. */
  readonly mayNot?: readonly string[]
  /** Pure: no file, process, network, timer of Node's own modules. */
  readonly pure?: true
}

const publicDoors = ['replay/index.ts', 'reports/index.ts']
const wholeHarness = { mayImport: ['harness', ...publicDoors], mayNot: ['harness/cli.ts', 'harness/cli'] }
const everything = { mayImport: ['harness', 'replay', 'reports', 'scenarios', 'systems', 'tests', 'benchmarks', 'bin'] }

export const rooms: readonly Room[] = [
  { room: 'harness/model', mayImport: [], pure: true },
  { room: 'harness/files', mayImport: [] },
  { room: 'harness/metrics', mayImport: ['harness/model'], pure: true },
  { room: 'harness/oracle', mayImport: ['harness/model'], pure: true },
  { room: 'harness/checks', mayImport: ['harness/model'], pure: true },
  { room: 'harness/system', mayImport: ['harness/model'] },
  { room: 'harness/load', mayImport: ['harness/model', 'harness/metrics', 'harness/system'] },
  { room: 'harness/faults', mayImport: ['harness/model', 'harness/system'] },
  { room: 'harness/environment', mayImport: ['harness/model', 'harness/system', 'harness/files'] },
  { room: 'harness/record', mayImport: ['harness/model', 'harness/metrics', 'harness/files'] },
  { room: 'harness/scenario', mayImport: ['harness/model', 'harness/metrics'] },
  { room: 'harness/judge', mayImport: ['harness/model', 'harness/oracle', 'harness/checks', 'harness/metrics', 'harness/record'] },
  { room: 'harness/library', ...wholeHarness },
  { room: 'harness/capacity', ...wholeHarness },
  // The file that k6 is given; it is copied, never run here.
  { room: 'harness/k6', mayImport: [...wholeHarness.mayImport, 'scenarios/k6/send-next.ts'], mayNot: wholeHarness.mayNot },
  { room: 'harness/run', ...wholeHarness },
  { room: 'harness/run.ts', ...wholeHarness },
  { room: 'harness/gate', mayImport: ['harness/model', 'harness/metrics', 'harness/load/prng.ts'], pure: true },
  { room: 'harness/index.ts', ...wholeHarness },
  { room: 'harness/cli', ...everything },
  { room: 'harness/cli.ts', ...everything },
  { room: 'replay', mayImport: ['harness/model', 'harness/files'] },
  { room: 'reports', mayImport: ['harness/model', 'harness/metrics', 'harness/record'] },
  { room: 'scenarios', mayImport: ['harness/index.ts', 'replay/index.ts'] },
  { room: 'systems', mayImport: ['harness/index.ts', 'replay/index.ts'] },
  { room: 'tests', ...everything },
  { room: 'benchmarks', ...everything },
  { room: 'tools', mayImport: [] },
  // The island: a harness that shares types with its reference system shares its mistakes.
  { room: 'stack', mayImport: [] },
]

/** Packages that only these rooms may import: no client is shared by the harness and the stack. */
export const packageRooms: Readonly<Record<string, readonly string[]>> = {
  '@platformatic/kafka': ['stack'],
  fastify: ['stack'],
  redis: ['stack'],
  'prom-client': ['stack'],
  kafkajs: ['harness/system', 'harness/load/kafka', 'harness/cli/calibrate', 'tests', 'benchmarks'],
  commander: ['harness/cli', 'harness/cli.ts'],
  testcontainers: ['harness/environment/containers', 'tests'],
  zod: ['harness/scenario', 'harness/cli'],
}

/** Modules of Node that a pure room may use: they compute. */
export const pureModules: readonly string[] = ['node:crypto', 'node:zlib', 'node:buffer', 'node:util', 'node:assert', 'node:string_decoder']

export interface GlobalRule {
  readonly name: string
  readonly pattern: RegExp
  /** Layers, each with the one file that may use it there. */
  readonly files: Readonly<Record<string, string>>
}

/** Time, chance and the environment come in as arguments; each layer that needs one itself has one file for it. */
export const globalRules: readonly GlobalRule[] = [
  {
    name: 'Date.now',
    pattern: /\bDate\.now\b/,
    files: { harness: 'harness/cli.ts', 'harness/library': 'harness/library/run-scenario.ts' },
  },
  {
    name: 'Math.random',
    pattern: /\bMath\.random\b/,
    files: { harness: 'harness/cli.ts', 'harness/library': 'harness/library/run-scenario.ts' },
  },
  {
    name: 'process.env',
    pattern: /\bprocess\.env\b/,
    files: {
      harness: 'harness/cli.ts',
      'harness/environment': 'harness/environment/surroundings.ts',
      stack: 'stack/config.ts',
      tests: 'tests/support/run-all.ts',
      'tests/containers': 'tests/containers/own-cache.ts',
      // A program of somebody else's, as far as the harness is concerned.
      'tests/package/consumer': 'tests/package/consumer/server.ts',
      'tests/gate': 'tests/gate/steady-server.ts',
    },
  },
  {
    name: 'process.exit',
    pattern: /\bprocess\.exit\b/,
    files: {
      harness: 'harness/cli.ts',
      'harness/environment': 'harness/environment/local/warden.ts',
      stack: 'stack/log.ts',
      benchmarks: 'benchmarks/generator-client.ts',
    },
  },
]

/** Files that may be longer than `linesMax`, each with its reason. */
export const linesMax = 300
export const longFiles: Readonly<Record<string, string>> = {
  'tests/support/sample-summary.ts': 'data: whole summaries, for the reports’ tests to draw',
}

/** Files that import what they are told to, so that their imports cannot be read. */
export const openImports: readonly string[] = ['harness/cli/load-definition.ts', 'tests/k6-scripts.test.ts']
