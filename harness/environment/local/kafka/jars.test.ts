import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startChild } from '../child.ts'
import type { StartService } from '../started-children.ts'
import { findKafkaJars, kafkaVersion, requireKafkaJars } from './jars.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'jars-test-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

test('the version of the pom is the one that the cache is named after', () => {
  expect(readFileSync(join(import.meta.dirname, 'pom.xml'), 'utf8')).toContain(`<version>${kafkaVersion}</version>`)
})

test('a distribution of the user’s own is used, with its version', () => {
  const kafkaHome = folder()
  mkdirSync(join(kafkaHome, 'libs'))
  writeFileSync(join(kafkaHome, 'libs', 'kafka_2.13-4.2.1.jar'), '')
  expect(findKafkaJars({ kafkaHome, cacheFolder: folder() })).toEqual({ folder: join(kafkaHome, 'libs'), version: '4.2.1' })
})

test('jars of the cache have one path, by whichever link they are reached', () => {
  const cacheFolder = folder()
  mkdirSync(join(cacheFolder, `kafka-${kafkaVersion}`))
  const other = folder()
  symlinkSync(join(cacheFolder, `kafka-${kafkaVersion}`), join(other, `kafka-${kafkaVersion}`))
  const own = findKafkaJars({ kafkaHome: undefined, cacheFolder })
  expect(own?.version).toBe(kafkaVersion)
  expect(findKafkaJars({ kafkaHome: undefined, cacheFolder: other })).toEqual(own)
})

test('a TENFOLD_KAFKA_HOME without jars is told, not passed over', () => {
  const kafkaHome = folder()
  expect(() => findKafkaJars({ kafkaHome, cacheFolder: folder() })).toThrow(expect.objectContaining({ code: 'BAD_CONFIGURATION' }) as Error)
})

/** Starts a child whose output goes to a folder of the test. */
function startIn(logDir: string): StartService {
  return (spec) => startChild({ ...spec, logFile: join(logDir, `${spec.name}.log`) })
}

const options = { progress: () => undefined, signal: new AbortController().signal }
const bare = { kafkaHome: undefined, javaHome: undefined, everything: {}, plain: {}, homeWritable: true }

test('no cache and no Maven says what to type', async () => {
  const surroundings = { ...bare, cacheFolder: folder(), temporaryFolder: tmpdir(), searchPath: [] }
  await expect(requireKafkaJars(surroundings, { ...options, start: startIn(folder()) })).rejects.toMatchObject({
    code: 'MISSING_PREREQUISITE',
    hint: expect.stringContaining('TENFOLD_KAFKA_HOME') as unknown,
  })
})

test('a Maven that fails is told with its last lines, and leaves nothing behind', async () => {
  const bin = folder()
  const cacheFolder = folder()
  writeFileSync(join(bin, 'mvn'), '#!/bin/sh\necho "[ERROR] no network"\nexit 1\n', { mode: 0o755 })
  const surroundings = { ...bare, cacheFolder, temporaryFolder: tmpdir(), searchPath: [bin] }
  await expect(requireKafkaJars(surroundings, { ...options, start: startIn(folder()) })).rejects.toMatchObject({
    code: 'MISSING_PREREQUISITE',
    problems: ['[ERROR] no network'],
  })
  expect(findKafkaJars(surroundings)).toBeUndefined()
})

test('two starts at once fetch once, and both have the jars', async () => {
  const bin = folder()
  const cacheFolder = folder()
  const calls = join(bin, 'calls')
  const script = `#!/bin/sh\necho call >> ${calls}\nfor arg; do case "$arg" in -DoutputDirectory=*) mkdir -p "\${arg#*=}"; echo x > "\${arg#*=}/kafka.jar";; esac; done\n`
  writeFileSync(join(bin, 'mvn'), script, { mode: 0o755 })
  const surroundings = { ...bare, everything: { PATH: '/usr/bin:/bin' }, cacheFolder, temporaryFolder: tmpdir(), searchPath: [bin] }
  const start = startIn(folder())
  const both = await Promise.all([
    requireKafkaJars(surroundings, { ...options, start }),
    requireKafkaJars(surroundings, { ...options, start }),
  ])
  expect(both[0]).toEqual(both[1])
  expect(readFileSync(calls, 'utf8')).toBe('call\n')
})
