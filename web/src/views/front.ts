import type { PatternTable, PlanCard, PlanFigure } from "../api";
import { scatter, type Point } from "../charts/scatter";
import { h } from "../dom";
import { milliseconds, number } from "../format";
import { figure, nothing, table } from "../table";
import { cutName, metric, unitOf } from "./plans";
import type { View } from "./view";

function ofModel(one: PatternTable, width: number): Node[] {
  const points: Point[] = one.patterns.map((p) => ({ x: 1e3 * p.predicted.total_seconds, y: p.calibration_drop_high_points, name: `cut ${cutName(p.cut, one.layers.length)}, level ${number(p.level)}`, isOnFront: p.on_front }));
  const caption = `${one.name}: predicted latency against points lost, every pattern`;
  const front = points.filter((p) => p.isOnFront).length;
  return [
    h("h3", {}, one.name),
    figure(caption, scatter(`${points.length} patterns, ${front} of them on the front.`, "predicted latency, ms", "points lost at most", points, width, number, number),
      table(caption, [
        { title: "Pattern", of: (p) => p.name },
        { title: "Latency", of: (p) => milliseconds(p.x), isNumber: true },
        { title: "Points lost at most", of: (p) => number(p.y), isNumber: true },
        { title: "On the front", of: (p) => (p.isOnFront ? "yes" : "no") },
      ], points, (p) => p.isOnFront),
      "Dots on the line: no other pattern is as fast and as careful, and better in one of both. Squares: some other is."),
  ];
}

function ofPlan(one: PlanCard, width: number): (Node | null)[] {
  const found: PlanFigure[] = one.decision?.pareto ?? [];
  const chosen = one.decision?.chosen;
  const heading = h("h3", {}, `${one.model}, plan ${one.tag}`);
  const [x, y] = axes(found);
  if (!x || !y) return [heading, nothing("There is no front beside this plan. Have one made with it:", "fulcrum plan MODEL --tiers FILE --data D --pareto latency,drop -o DIR")];
  const points: Point[] = found.map((p) => ({ x: p.metrics[x]!, y: p.metrics[y]!, name: p.name, isOnFront: true, isChosen: p.name === chosen?.name }));
  if (chosen && !points.some((p) => p.isChosen) && x in chosen.metrics && y in chosen.metrics) points.push({ x: chosen.metrics[x]!, y: chosen.metrics[y]!, name: chosen.name, isOnFront: false, isChosen: true });
  const caption = `${one.model}: ${x} against ${y}, the plans that no other beats`;
  return [
    heading,
    figure(caption, scatter(`${found.length} plans on the front; the chosen one is in a diamond.`, titled(x), titled(y), points.map((p) => ({ ...p, x: p.x * unitOf(x).factor, y: p.y * unitOf(y).factor })), width, number, number),
      table(caption, [
        { title: "Plan", of: (p) => p.name },
        { title: x, of: (p) => metric(x, p.x), isNumber: true },
        { title: y, of: (p) => metric(y, p.y), isNumber: true },
        { title: "Chosen", of: (p) => (p.isChosen ? "yes" : "no") },
      ], points, (p) => p.isChosen ?? false),
      one.decision?.hypervolume === undefined ? undefined : `Hypervolume: ${number(one.decision.hypervolume)} of the box up to the worst plan.`),
  ];
}

const titled = (name: string): string => (unitOf(name).unit ? `${name}, ${unitOf(name).unit}` : name);

/** Two metrics in which the plans differ, latency first. */
function axes(found: PlanFigure[]): [string | undefined, string | undefined] {
  const names = Object.keys(found[0]?.metrics ?? {}).filter((n) => found.every((p) => Number.isFinite(p.metrics[n])) && new Set(found.map((p) => p.metrics[n])).size > 1);
  const ordered = [...["latency", "drop"].filter((n) => names.includes(n)), ...names.filter((n) => n !== "latency" && n !== "drop")];
  return [ordered[0], ordered[1]];
}

export const front: View = {
  id: "front",
  title: "Pareto front",
  uses: (s) => [s.plans, s.width],
  draw: ({ plans, width }) => {
    if (!plans) return [];
    if (plans.models.length + plans.plans.length === 0) return [nothing("There is no plan to compare:", "fulcrum plan MODEL --data D -o REPOSITORY")];
    return [...plans.models.flatMap((m) => ofModel(m, width)), ...plans.plans.flatMap((p) => ofPlan(p, width))];
  },
};
