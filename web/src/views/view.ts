import type { DeviceList, Latency, ModelCuts, Overview, PlanList } from "../api";

/** Everything that the page shows; null is not there yet. */
export interface State {
  overview: Overview | null;
  latency: Latency | null;
  devices: DeviceList | null;
  plans: PlanList | null;
  cuts: ModelCuts[] | null;
  /** Why cuts could not be had, by model. */
  noCuts: Record<string, string>;
  /** Width of a chart in pixels. */
  width: number;
}

/** A part of the page. */
export interface View {
  id: string;
  title: string;
  /** What it depends on: it is drawn again when one of these is another object. */
  uses: (state: State) => unknown[];
  draw: (state: State) => (Node | null)[];
}

/** The level of accepted loss that the reader chose; every view of patterns follows. */
export const choice: { level: number | null } = { level: null };
