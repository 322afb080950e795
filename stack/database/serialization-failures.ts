/** Counts statements that PostgreSQL ended because transactions could not be put in a row (SQLSTATE 40001), for `/metrics`. */

import { Counter } from 'prom-client'
import type { Registry } from 'prom-client'

const serializationFailure = '40001'

export interface SerializationFailures {
  readonly count: (error: unknown) => void
}

export function serializationFailures(registry: Registry): SerializationFailures {
  const counter = new Counter({
    name: 'database_serialization_failures_total',
    help: 'Statements that ended with SQLSTATE 40001',
    registers: [registry],
  })
  return {
    count(error) {
      if (error instanceof Error && 'code' in error && error.code === serializationFailure) counter.inc()
    },
  }
}
