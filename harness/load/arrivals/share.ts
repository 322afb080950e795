/** Which requests of a plan are whose, when several threads send it. Pure arithmetic: together the shares are the plan, whatever their number. */

/** Thread `index` of `stride` has every stride-th request from its own number on. */
export interface Share {
  readonly index: number
  readonly stride: number
}

/** How many of `count` requests the share has. */
export function shareSize(count: number, { index, stride }: Share): number {
  return Math.max(0, Math.ceil((count - index) / stride))
}

/** The number in the plan of the share's own request `position`, from 0. */
export function requestAt(position: number, { index, stride }: Share): number {
  return index + position * stride
}
