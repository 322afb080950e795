/** Observed decisions over the columns of their file. */

import type { DecisionCause, DecisionEvent, DecisionTimes } from '../model/decision.ts'
import { PlacedRow } from './placed-row.ts'
import type { RowNames } from './placed-row.ts'
import type { DecisionColumns } from './row-columns.ts'

export interface DecisionNames extends RowNames {
  readonly columns: DecisionColumns
  readonly causeOf: (id: number) => DecisionCause
  readonly textOf: (id: number) => string
}

export class SeenDecision extends PlacedRow<DecisionNames> implements DecisionEvent {
  get kind(): 'decision' {
    return 'decision'
  }

  get cause(): DecisionCause {
    const { columns, causeOf } = this.names
    return causeOf(columns.cause[this.row] as number)
  }

  get times(): DecisionTimes | undefined {
    const { columns, textOf } = this.names
    const { row } = this
    if (columns.host[row] === -1) return undefined
    return {
      hostId: textOf(columns.host[row] as number),
      producedUs: columns.producedUs[row] as number,
      readUs: columns.readUs[row] as number,
      decidedUs: columns.decidedUs[row] as number,
    }
  }
}
