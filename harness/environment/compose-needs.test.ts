import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { composeNeeds, readVariables } from './compose-needs.ts'

const text = readFileSync(join(import.meta.dirname, '..', '..', 'docker-compose.yml'), 'utf8')

test('the images and fixed ports of docker-compose.yml, without those of a profile', () => {
  const { images, ports } = composeNeeds(text, {})
  expect(images).toHaveLength(new Set(text.match(/(?<=^ *image: ).*$/gm)).size)
  expect(images.map(({ image }) => image.split(':')[0])).toEqual(['apache/kafka', 'citusdata/citus', 'tenfold/stack', 'valkey/valkey'])
  expect(images.filter(({ isBuilt }) => isBuilt).map(({ image }) => image)).toEqual([expect.stringContaining('tenfold/stack:')])
  expect(ports).toEqual([
    { port: 9092, variable: 'TENFOLD_KAFKA_PORT' },
    { port: 8080, variable: 'TENFOLD_API_PORT' },
  ])
})

test('variables give others', () => {
  const variables = readVariables(
    '# images\nTENFOLD_IMAGE_KAFKA=tenfold/kafka:4.1.0\nexport TENFOLD_API_PORT="0"\nTENFOLD_POSTGRES_PORT=5433\nTENFOLD_IMAGE_REDIS=\n',
  )
  const { images, ports } = composeNeeds(text, variables)
  expect(images.map(({ image }) => image.split(':')[0])).toEqual(['tenfold/kafka', 'citusdata/citus', 'tenfold/stack', 'valkey/valkey'])
  expect(ports).toEqual([
    { port: 9092, variable: 'TENFOLD_KAFKA_PORT' },
    { port: 5433, variable: 'TENFOLD_POSTGRES_PORT' },
  ])
})
