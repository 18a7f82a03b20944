import type { PatternTable, PlanCard } from "../api";
import { h } from "../dom";
import { bytes, count, large, milliseconds, number, percent, rate } from "../format";
import { nothing, table } from "../table";
import type { State, View } from "./view";
import { choice } from "./view";

/** How a metric of plans is shown: what its base unit (docs/planning.md) is multiplied by, and the unit then. */
export function unitOf(name: string): { factor: number; unit: string } {
  if (name.startsWith("latency")) return { factor: 1e3, unit: "ms" };
  const known: Record<string, [number, string]> = { energy: [1e3, "mJ"], money: [1e6, "USD per million requests"], drop: [1, "points"], bytes: [1, "B"], memory: [1, "B"] };
  const [factor, unit] = known[name] ?? [1, ""];
  return { factor, unit };
}

/** A metric of a plan with its unit. */
export function metric(name: string, value: number): string {
  const { factor, unit } = unitOf(name);
  return unit === "B" ? bytes(value) : unit === "ms" ? milliseconds(factor * value) : `${number(factor * value)} ${unit}`.trim();
}

export const levelsOf = (models: PatternTable[]): number[] => [...new Set(models.flatMap((m) => m.patterns.map((p) => p.level)))].sort((a, b) => a - b);

/** What a device accepts that does not say, in points. */
const standardLevel = 0.25;

/** The level chosen, or the one that a device gets that does not say. */
export const levelOf = (models: PatternTable[]): number => {
  const levels = levelsOf(models);
  return choice.level !== null && levels.includes(choice.level) ? choice.level : (levels.filter((l) => l > 0 && l <= standardLevel).pop() ?? levels.find((l) => l > 0) ?? 0);
};

export const cutName = (cut: number, layers: number): string => (cut === 0 ? "0, send the input" : cut === layers ? `${cut}, all on the device` : `${cut}`);

function levelChooser(state: State, models: PatternTable[]): HTMLElement {
  const now = levelOf(models);
  const select = h("select", { id: "level", name: "level", change: (e) => {
    choice.level = Number((e.target as HTMLSelectElement).value);
    state.plans = state.plans ? { ...state.plans } : null;
    document.dispatchEvent(new Event("chosen"));
  } }, ...levelsOf(models).map((l) => h("option", { value: l, selected: l === now }, l === 0 ? "lossless" : `${number(l)} points of Top-1`)));
  return h("p", { class: "row" }, h("label", { for: "level" }, "Accepted loss"), select);
}

function model(one: PatternTable, level: number): Node[] {
  const assumed = `Predicted for a device of ${number(one.assumed.device_clock_hz / 1e6)} MHz, a server of ${number(one.assumed.server_clock_hz / 1e9)} GHz and a link of ${rate(one.assumed.link_bits_per_second)}, the segment downloaded for ${count(one.assumed.expected_requests)} request. A device's own request is planned with its own figures.`;
  return [
    h("h3", {}, `${one.name}, version ${one.version}`),
    table(`${one.name}: a pattern for each cut`, [
      { title: "Cut", of: (p) => cutName(p.cut, one.layers.length) },
      { title: "Segment", of: (p) => (p.cut === 0 ? "none" : bytes(p.segment_bytes)), isNumber: true },
      { title: "Of fp32", of: (p) => (p.fp32_bytes === 0 ? "" : percent(p.segment_bytes / p.fp32_bytes)), isNumber: true },
      { title: "Cut tensor", of: (p) => bytes(p.cut_tensor_bytes), isNumber: true },
      { title: "Points lost (at most)", of: (p) => `${number(p.calibration_drop_points)} (${number(p.calibration_drop_high_points)})`, isNumber: true },
      { title: "Download", of: (p) => milliseconds(1e3 * p.predicted.download_seconds), isNumber: true },
      { title: "Device", of: (p) => milliseconds(1e3 * p.predicted.device_seconds), isNumber: true },
      { title: "Uplink", of: (p) => milliseconds(1e3 * p.predicted.uplink_seconds), isNumber: true },
      { title: "Server", of: (p) => milliseconds(1e3 * p.predicted.server_seconds), isNumber: true },
      { title: "Total", of: (p) => milliseconds(1e3 * p.predicted.total_seconds), isNumber: true },
      { title: "Energy", of: (p) => `${number(1e3 * p.predicted.energy_joules)} mJ`, isNumber: true },
    ], one.patterns.filter((p) => p.level === level)),
    h("p", { class: "quiet" }, assumed),
  ];
}

const coding = (t: PlanCard["links"][number]["tensors"][number]): string => (t.bits === null ? t.coding : `${t.coding}, ${t.bits} bits`);

function plan(one: PlanCard): (Node | null)[] {
  const steps = one.tiers.map((t, i) => h("li", { class: t.name === one.tier ? "here" : null },
    h("strong", {}, t.name), t.name === one.tier ? " (this server)" : "", h("br"),
    t.segments.length === 0 ? "hands on" : t.segments.map((x) => `${x.file}, ${x.bytes === null ? "not on this machine" : bytes(x.bytes)}${x.exit_output ? `, exit from ${number(x.exit_threshold ?? 0)}` : ""}`).join("; "),
    i < one.links.length ? h("span", { class: "crossing" }, `sends ${one.links[i]!.tensors.map((x) => `${x.name} (${coding(x)})`).join(", ")}`) : null));
  return [
    h("h3", {}, `${one.model}, plan ${one.tag}`),
    one.decision?.summary ? h("p", {}, one.decision.summary) : null,
    h("ol", { class: "tiers" }, ...steps),
    table(`${one.model}: what crosses each link`, [
      { title: "Link", of: (x) => `${x.from} to ${x.to}` },
      { title: "Tensor", of: (x) => h("code", {}, x.name) },
      { title: "Shape", of: (x) => `${x.element} ${x.shape.join(" x ")}` },
      { title: "Coding", of: coding },
      { title: "As it is", of: (x) => bytes(x.bytes), isNumber: true },
      { title: "Coded, at most", of: (x) => bytes(x.maximum_coded_bytes), isNumber: true },
    ], one.links.flatMap((l) => l.tensors.map((t) => ({ ...t, from: l.from, to: l.to })))),
    Object.keys(one.predicted).length > 0 ? table(`${one.model}: predicted figures`, [{ title: "Metric", of: ([name]) => name }, { title: "Value", of: ([name, value]) => metric(name, value), isNumber: true }], Object.entries(one.predicted)) : null,
    one.decision?.reasons?.length ? h("ul", {}, ...one.decision.reasons.map((r) => h("li", {}, r))) : null,
    one.decision?.candidates?.length ? table(`${one.model}: what others would do`, [
      { title: "Policy", of: (c) => c.policy },
      { title: "Plan", of: (c) => c.plan?.name ?? "none" },
      { title: "Objective", of: (c) => (c.objective === null ? "" : number(c.objective)), isNumber: true },
      { title: "Keeps the limits", of: (c) => (c.allowed ? "yes" : "no") },
    ], one.decision.candidates) : null,
  ];
}

export const plans: View = {
  id: "plans",
  title: "Plans",
  uses: (s) => [s.plans],
  draw: (state) => {
    const found = state.plans;
    if (!found) return [];
    if (found.models.length + found.plans.length === 0) return [nothing("No model here was planned. Plan one and serve what is written:", "fulcrum plan MODEL --data D -o REPOSITORY")];
    return [found.models.length > 0 ? levelChooser(state, found.models) : null, ...found.models.flatMap((m) => model(m, levelOf(found.models))), ...found.plans.flatMap(plan)];
  },
};

export const bits: View = {
  id: "bits",
  title: "Bits per layer",
  uses: (s) => [s.plans],
  draw: ({ plans: found }) => {
    if (!found) return [];
    if (found.models.length === 0) return [nothing("Plan folders hold weights as their variant has them; bits per layer are those of models planned by cut and level:", "fulcrum plan MODEL --data D -o REPOSITORY")];
    const level = levelOf(found.models);
    return found.models.flatMap((one) => [
      h("h3", {}, one.name),
      h("p", { class: "quiet" }, `Width of each weight tensor that the device gets, and of the tensor that it sends, at ${level === 0 ? "no loss" : `${number(level)} points`}. 32 is float. The darker, the wider.`),
      bitTable(one, level),
    ]);
  },
};

function bitTable(one: PatternTable, level: number): HTMLElement {
  const cell = (width: number | undefined): Node | string => (width === undefined ? "" : h("span", { class: `bits w${Math.min(9, width)}` }, width));
  return table(`${one.name}: bits by cut and layer`, [
    { title: "Cut", of: (p) => cutName(p.cut, one.layers.length) },
    ...one.layers.map((l, i) => ({ title: `${i + 1}: ${l.name || l.weight} (${large(l.weights)})`, of: (p: PatternTable["patterns"][number]) => cell(p.weight_bits[i]), isNumber: true })),
    { title: "Cut tensor", of: (p) => (p.cut === one.layers.length ? "" : cell(p.cut_bits)), isNumber: true },
  ], one.patterns.filter((p) => p.level === level));
}
