import { expect, test } from 'vitest'
import { composeFailure } from './compose-failure.ts'

const dead = { process: 'kafka', status: 'exit status 1', lastLines: ['starting', 'bad option'] }

test.each([
  ['PORT_TAKEN', 'Bind for 127.0.0.1:9092 failed: port is already allocated', undefined],
  ['PORT_TAKEN', 'listen tcp4 127.0.0.1:9092: bind: address already in use', undefined],
  ['PORT_TAKEN', 'Bind for 127.0.0.1:9092 failed: port is already allocated', { ...dead, status: 'unhealthy' }],
  ['IMAGE_MISSING', 'Error response from daemon: pull access denied for acme/api, repository does not exist', undefined],
  ['IMAGE_MISSING', 'failed to resolve reference "apache/kafka:4.1.0": dial tcp: lookup failed', undefined],
  ['IMAGE_MISSING', 'Error response from daemon: No such image: tenfold/api:1', undefined],
  [
    'IMAGE_MISSING',
    'Image 127.0.0.1:1/a:0 Error Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
    undefined,
  ],
  ['DISK_FULL', 'write /var/lib/docker/tmp/x: no space left on device', undefined],
  ['DISK_FULL', '', { ...dead, lastLines: ['java.io.IOException: No space left on device'] }],
  ['ENGINE_STOPPED', 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock', undefined],
  ['STACK_NOT_READY', 'dependency failed to start: container x-kafka-1 exited (1)', dead],
  ['STACK_NOT_READY', 'Port 8080 not bound after 180000ms', { ...dead, status: 'exit status 137, signal 9' }],
  ['STACK_NOT_READY', 'services.api.cpus must be a number', undefined],
] as const)('%s: %s', (code, text, failed) => {
  const error = composeFailure(text, failed, '/runs/1/logs')
  expect(error).toMatchObject({ code, exitStatus: code === 'DISK_FULL' ? 73 : 69 })
  expect(error.hint).not.toBe('')
})

test('a container that ended is named with its status and its last lines', () => {
  const error = composeFailure('dependency failed to start', dead, '/runs/1/logs')
  expect(error.message).toContain('kafka')
  expect(error.message).toContain('exit status 1')
  expect(error.problems).toEqual(dead.lastLines)
  expect(error.hint).toContain('/runs/1/logs/kafka.log')
})

test('what the library ends itself, when a port stays silent, is not told as the cause', () => {
  const error = composeFailure('Port 8080 not bound after 180000ms', { ...dead, status: 'exit status 137, signal 9' }, '/runs/1/logs')
  expect(error.message).not.toContain('kafka')
  expect(error.problems).toEqual(['Port 8080 not bound after 180000ms'])
  expect(error.hint).toContain('/runs/1/logs')
})
