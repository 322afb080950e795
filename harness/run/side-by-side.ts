/** Two steps of which the second may begin before the first is over. Whichever fails takes the other with it. Knows no step. */

/**
 * What both give, once both are over. The second begins when the first is, or when that calls `letSecondBegin`. When one throws, the other's
 * signal is aborted and its end is waited for; what the second had started by then is ended, and the first error of the two is thrown.
 * Throws the signal's reason when that is aborted.
 */
export async function sideBySide<First, Second extends AsyncDisposable>(
  signal: AbortSignal,
  first: (signal: AbortSignal, letSecondBegin: () => void) => Promise<First>,
  second: (signal: AbortSignal) => Promise<Second>,
): Promise<readonly [First, Second]> {
  const failed = new AbortController()
  const stop = AbortSignal.any([signal, failed.signal])
  const mayBegin = Promise.withResolvers<void>()
  const failingBoth = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    try {
      return await run()
    } catch (error) {
      // The first reason stays: what the other makes of it is no failure of its own.
      failed.abort(error)
      throw error
    }
  }
  const ofFirst = failingBoth(() => first(stop, mayBegin.resolve))
  const ofSecond = failingBoth(async () => {
    await Promise.race([mayBegin.promise, ofFirst])
    stop.throwIfAborted()
    return second(stop)
  })
  const [one, other] = await Promise.allSettled([ofFirst, ofSecond])
  if (one.status === 'fulfilled' && other.status === 'fulfilled') return [one.value, other.value]
  await using _started = other.status === 'fulfilled' ? other.value : undefined
  throw failed.signal.reason
}
