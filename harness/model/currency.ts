/** ISO 4217: how many digits stand after the point. Our own table, because `Intl` has wrong digits for 29 codes. */

/** Active codes with two digits. Source: ISO 4217 list one, as maintained by SIX. */
const twoDigits =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG'
/** Currencies whose smallest unit is the major unit. */
const noDigits = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
const threeDigits = 'BHD IQD JOD KWD LYD OMR TND'
const fourDigits = 'CLF UYW'

/**
 * Withdrawn codes (list three), which stand in history all the same. Those whose digits the sources do not agree on are left out:
 * a wrong exponent would change an amount.
 */
const withdrawnTwoDigits =
  'ANG ATS AZM BGL BGN CSD CUC CYP DEM EEK FIM FRF GHC HRK IEP LTL LVL MRO MTL MZM NLG ROL RUR SDD SIT SKK SLL SRG STD TMM VEB VEF YUM ZMK ZWD ZWL'
const withdrawnNoDigits = 'BYR ESP ITL TRL'

const exponents = digitsOf([
  [noDigits, 0],
  [twoDigits, 2],
  [threeDigits, 3],
  [fourDigits, 4],
])
const withdrawn = digitsOf([
  [withdrawnNoDigits, 0],
  [withdrawnTwoDigits, 2],
])

function digitsOf(lists: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  return new Map(lists.flatMap(([codes, digits]) => codes.split(' ').map((code): [string, number] => [code, digits])))
}

/** Digits after the point of an upper-case ISO 4217 code, in force or withdrawn (USD 2, JPY 0, KWD 3, DEM 2); undefined for any other text. */
export function currencyExponent(currency: string): number | undefined {
  return exponents.get(currency) ?? withdrawn.get(currency)
}

/** All codes in force, with their digits. */
export function allCurrencies(): ReadonlyMap<string, number> {
  return exponents
}
