/** Settings that all Kafka clients of the stack share, with the reasons for those that differ from the client's own. */

/** A second between retries, the client's default, makes one retried step of a transaction cost 454 ms; brokers here answer in 1 ms. */
const retryDelayMs = 3
/** From the 100th try on: a broker that is away need not be asked hundreds of times a second. */
const retryDelayMsLater = 20
const retriesQuick = 100
/** A few seconds in all. Some operations retry within a retry, so whoever calls sets a bound of its own (`callTimeoutMs`) as well. */
const retriesMax = 200

/** A broker that is silent for so long is taken for gone; above the 6 s for which a join may rightly be held. */
const waits = { connectTimeout: 5_000, requestTimeout: 10_000 }

/** Bound on one operation of a client, whatever the client itself does: what takes longer is given up together with the client. */
export const callTimeoutMs = 15_000

export interface KafkaSettings {
  readonly clientId: string
  readonly bootstrapBrokers: string[]
  readonly retryDelay: (client: unknown, operation: string, attempt: number) => number
  readonly retries: number
  readonly timeout: number
  readonly connectTimeout: number
  readonly requestTimeout: number
}

/** `clientId` names the process in the broker's log. */
export function kafkaSettings(clientId: string, brokers: readonly string[]): KafkaSettings {
  return { clientId, bootstrapBrokers: [...brokers], retryDelay, retries: retriesMax, timeout: 10_000, ...waits }
}

/** Of a connection that is made by hand. */
export function connectionSettings(): { readonly connectTimeout: number; readonly requestTimeout: number } {
  return { ...waits }
}

function retryDelay(_client: unknown, _operation: string, attempt: number): number {
  return attempt <= retriesQuick ? retryDelayMs : retryDelayMsLater
}
