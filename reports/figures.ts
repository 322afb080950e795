/** How numbers are written in every report: counts, milliseconds, rates, shares, money. Knows no report and no run. */

import { currencyExponent } from '../harness/model/currency.ts'
import { formatMajor } from '../harness/model/money.ts'
import type { MoneyAtRisk, Percentile } from '../harness/model/summary.ts'

/** Stands where there is no number. */
export const missing = '–'

/** Thousands with commas, no decimals: 69412 is `69,412`. */
export function formatCount(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en-US') : missing
}

/** `1 record`, `2 records`. */
export function formatPlural(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`
}

/** Milliseconds with their unit; from ten seconds on in seconds. One digit more than a budget has, so that 180.4 is not read as 180. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return missing
  if (Math.abs(ms) >= 10_000) return `${formatDecimals(ms / 1000, 1)} s`
  if (Math.abs(ms) >= 1_000) return `${formatDecimals(ms, 0)} ms`
  if (Math.abs(ms) >= 10) return `${formatDecimals(ms, 1)} ms`
  return `${formatDecimals(ms, 2)} ms`
}

/** `≥ x` where the percentile lies among samples that never ended (measurement.md §2). */
export function formatPercentile({ valueMs, censored }: Percentile): string {
  return censored ? `≥ ${formatMs(valueMs)}` : formatMs(valueMs)
}

/** A rate without its unit: two digits below ten, none from a hundred on. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return missing
  return formatDecimals(perSecond, perSecond < 10 ? 2 : perSecond < 100 ? 1 : 0)
}

/** A share as a percentage. Never rounds up to 100%: 0.99999 is `99.99%`. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return missing
  return `${formatDecimals(Math.floor(share * 10_000) / 100, 2)}%`
}

/** Length of a stretch of time, for people: `45 s`, `1 min 20 s`, `2 h 05 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return missing
  if (seconds < 60) return `${formatDecimals(seconds, seconds < 10 ? 1 : 0)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`
}

export function formatBytes(bytes: number): string {
  return `${formatDecimals(bytes / 2 ** 30, 1)} GiB`
}

/** `USD 1,234.50` from major units as decimal text. */
export function formatMoney(currency: string, major: string): string {
  return `${currency} ${major.replace(/^(-?)(\d+)/, (_, sign: string, whole: string) => sign + whole.replace(/\B(?=(\d{3})+$)/g, ','))}`
}

/** One text a currency, `USD 1,234.50`, in the order of the first row of each: currencies are never added together. */
export function moneyTotals(rows: readonly MoneyAtRisk[]): string[] {
  const totals = new Map<string, bigint>()
  for (const { currency, minor } of rows) totals.set(currency, (totals.get(currency) ?? 0n) + BigInt(minor))
  return [...totals].map(([currency, minor]) => {
    const exponent = currencyExponent(currency)
    return exponent === undefined ? `${currency} ${minor} minor units` : formatMoney(currency, formatMajor(minor, exponent))
  })
}

/** At most `digits` decimals, trailing zeros dropped. */
function formatDecimals(value: number, digits: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}
