/** Settings that all Kafka clients of the stack share, with the reasons for those that differ from the client's own. */

/** A second between retries, the client's default, makes one retried step of a transaction cost 454 ms; brokers here answer in 1 ms. */
const retryDelayMs = 3
/** A few seconds in all: then the caller must know. */
const retriesMax = 500

export interface KafkaSettings {
  readonly clientId: string
  readonly bootstrapBrokers: string[]
  readonly retryDelay: number
  readonly retries: number
  readonly timeout: number
}

/** `clientId` names the process in the broker's log. */
export function kafkaSettings(clientId: string, brokers: readonly string[]): KafkaSettings {
  return { clientId, bootstrapBrokers: [...brokers], retryDelay: retryDelayMs, retries: retriesMax, timeout: 10_000 }
}
