/** ISO 4217: how many digits stand after the point. Our own table, because `Intl` has wrong digits for 29 codes. */

/** Active codes with two digits. Source: ISO 4217 list one, as maintained by SIX. */
const twoDigits =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG'
/** Currencies whose smallest unit is the major unit. */
const noDigits = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
const threeDigits = 'BHD IQD JOD KWD LYD OMR TND'
const fourDigits = 'CLF UYW'

const exponents: ReadonlyMap<string, number> = new Map(
  (
    [
      [noDigits, 0],
      [twoDigits, 2],
      [threeDigits, 3],
      [fourDigits, 4],
    ] as const
  ).flatMap(([codes, digits]) => codes.split(' ').map((code): [string, number] => [code, digits])),
)

/** Digits after the point of an upper-case ISO 4217 code (USD 2, JPY 0, KWD 3), or undefined for a code that is not one. */
export function currencyExponent(currency: string): number | undefined {
  return exponents.get(currency)
}

/** All codes of the table, with their digits. */
export function allCurrencies(): ReadonlyMap<string, number> {
  return exponents
}
