/** Which class an amount that changed belongs to: less than a major unit is lost precision, more is money made or destroyed. */

import type { AnomalyClass } from '../model/finding.ts'
import { isBelowMajorUnit } from '../model/major-unit.ts'

/** `driftMinor` is what the system says less what is right. */
export function alteredClass(driftMinor: bigint, currency: string): AnomalyClass {
  if (isBelowMajorUnit(driftMinor, currency)) return 'precision-loss'
  return driftMinor > 0n ? 'money-created' : 'money-destroyed'
}
