/** The cases of `fixtures/geometry`, whose boxes were worked out by hand. */
import type { Show } from "../../renderer/src/frame";
import type { Boxes } from "./oracle";
export interface ByHand { readonly name: string; readonly show: Show; readonly boxes: Boxes }
export const HAND: readonly ByHand[] = [];
