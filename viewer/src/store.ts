// What components share, and what they can ask for.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { FindingData, Index } from "./document";
import type { Parts } from "./parts";
import type { Route } from "./route";
import type { Scene } from "./scene";
import type { Passage } from "./stage";

export type PanelName = "" | "element" | "findings" | "failures" | "drift";

export interface Actions {
  /** Show another route; a passage tells how the picture moves there. */
  go(change: Partial<Route>, passage?: Passage): void;
  select(id: string, reveal?: boolean): void;
  /** Go to the view that shows an element more closely, if there is one. */
  descend(id: string): void;
  ascend(): void;
  toggleDown(id: string): void;
  /** Show an element where it is: in the environment with which this one is compared. */
  visit(id: string): void;
  open(panel: PanelName): void;
}

export interface Shared {
  parts: Parts;
  index: Index;
  route: Route;
  scene: Scene;
  findings: FindingData[] | null;
  actions: Actions;
}

export const Store = createContext<Shared | null>(null);

export function useShared(): Shared {
  const shared = useContext(Store);
  if (!shared) throw new Error("nothing is loaded");
  return shared;
}
