import type { CutRow, ModelCuts } from "../api";
import { columns } from "../charts/columns";
import { legend } from "../charts/frame";
import { h } from "../dom";
import { bytes, large, number, percent } from "../format";
import { figure, nothing, table } from "../table";
import type { View } from "./view";

/** A cut of the whole model: those of its parts one behind the other. */
interface Place extends CutRow { label: string; part: string; before: number; parametersBefore: number }

function places(model: ModelCuts): { all: Place[]; macs: number; parameters: number } {
  let [macs, parameters] = [0, 0];
  const all: Place[] = [];
  for (const part of model.parts) {
    // The end of a part is the beginning of the next.
    const own = all.length === 0 ? part.cuts : part.cuts.slice(1);
    for (const cut of own) all.push({ ...cut, part: part.tier ?? part.file, label: String(all.length), before: macs + cut.head_macs, parametersBefore: parameters + cut.head_parameters });
    macs += part.macs;
    parameters += part.parameters;
  }
  return { all, macs, parameters };
}

function draw(model: ModelCuts, width: number): Node[] {
  const { all, macs, parameters } = places(model);
  const share = (part: number, whole: number): number => (whole > 0 ? (100 * part) / whole : 0);
  const known = all.filter((p) => p.bytes !== null);
  const inner = known.slice(1, -1);
  const least = [...(inner.length > 0 ? inner : known)].sort((a, b) => a.bytes! - b.bytes!)[0];
  const caption = `${model.model}: what crosses and what runs before each cut, along depth`;
  const names = all.map((p) => p.label);
  const chart = h("div", {},
    columns({ words: `Bytes that cross, uncoded, at ${all.length} places from the input to the output.${least ? ` The least inside: ${bytes(least.bytes)} at place ${least.label}.` : ""}`, title: "bytes that cross", below: "place, from the input to the output", width, height: 200, places: names, series: [{ name: "crossing", values: all.map((p) => p.bytes ?? 0) }], say: bytes }),
    columns({ words: "Share of the work before each place and after it.", title: "% of the work", below: "place", width, height: 180, places: names, most: 100, series: [{ name: "work before", values: all.map((p) => share(p.before, macs)), colour: 2 }, { name: "work after", values: all.map((p) => 100 - share(p.before, macs)), colour: 3 }], say: number }),
    legend(["work before the place, on the device's side", "work after it"], 2),
  );
  const data = table(caption, [
    { title: "Place", of: (p) => p.label },
    { title: "Cut after", of: (p) => h("code", {}, p.name) },
    ...(model.parts.length > 1 || model.parts[0]?.tier ? [{ title: "Tier", of: (p: Place) => p.part }] : []),
    { title: "Bytes", of: (p) => bytes(p.bytes), isNumber: true },
    { title: "Work before", of: (p) => large(p.before), isNumber: true },
    { title: "Work after", of: (p) => large(macs - p.before), isNumber: true },
    { title: "Depth", of: (p) => percent(macs > 0 ? p.before / macs : p.depth), isNumber: true },
    { title: "Weights before", of: (p) => large(Math.min(parameters, p.parametersBefore)), isNumber: true },
  ], all);
  const some = model.parts.every((p) => p.is_complete) ? "" : " There are too many ways through the graph: only some cuts of several tensors were looked at.";
  return [h("h3", {}, model.model), figure(caption, chart, data, `${large(macs)} multiply-accumulates and ${large(parameters)} weights in all. Symbolic dimensions count 1.${some}`)];
}

export const cuts: View = {
  id: "cuts",
  title: "Cut map",
  uses: (s) => [s.cuts, s.width],
  draw: ({ cuts: found, noCuts, width }) => {
    if (!found) return [h("p", {}, "Looking for cuts.")];
    return [
      ...found.flatMap((m) => (m.parts.length > 0 ? draw(m, width) : [h("h3", {}, m.model), nothing("The .onnx files of this plan are not on this machine. Copy the whole plan folder here, and start the server again.")])),
      ...Object.entries(noCuts).map(([name, why]) => h("p", {}, `${name}: ${why}`)),
      found.length === 0 && Object.keys(noCuts).length === 0 ? nothing("No model is served.") : null,
    ];
  },
};
