import { s } from "../dom";
import { picture, ticks, valueAxis, type Box } from "./frame";

export interface Point { x: number; y: number; name: string; isOnFront: boolean; isChosen?: boolean }

/** Marks of an axis and where a value stands on it, 0 to 1; by powers of ten where values differ by more than that. */
function scale(values: number[], about: number): { marks: number[]; share: (v: number) => number } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (!(least > 0) || most / least < 20) {
    // Where all are alike the axis begins near the least of them.
    const spread = most - least;
    const step = ticks(spread > 0 && least > spread ? spread : most, about)[1] ?? 1;
    const from = least > spread ? Math.floor(least / step) * step : Math.min(0, least);
    const marks = Array.from({ length: Math.max(2, Math.ceil((most - from) / step - 1e-9) + 1) }, (_, i) => from + i * step);
    return { marks, share: (v) => (v - from) / (marks[marks.length - 1]! - from) };
  }
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  return { marks: Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i)), share: (v) => (Math.log10(v) - from) / Math.max(1, to - from) };
}

/** Points over two measures, less being better in both; those of the front are joined. */
export function scatter(words: string, below: string, left: string, points: Point[], width: number, sayX: (v: number) => string, sayY: (v: number) => string): SVGElement {
  const height = 300;
  const box: Box = { left: 62, top: 28, width: width - 82, height: height - 84 };
  const { marks: across, share } = scale(points.map((p) => p.x), Math.max(2, Math.floor(box.width / 110)));
  const lowest = Math.min(0, ...points.map((p) => p.y));
  const span = Math.max(...points.map((p) => p.y)) - lowest;
  const upward = ticks(span);
  const axis = valueAxis(box, upward, (v) => sayY(v + lowest), left);
  const atX = (v: number): number => box.left + share(v) * box.width;
  const atY = (v: number): number => axis.at(v - lowest);
  const drawn = [...axis.drawn];
  for (const mark of across) drawn.push(s("text", { x: atX(mark), y: box.top + box.height + 18, "text-anchor": "middle" }, sayX(mark)));
  const front = points.filter((p) => p.isOnFront).sort((a, b) => a.x - b.x || b.y - a.y);
  drawn.push(s("polyline", { class: "front", points: front.map((p, i) => `${i > 0 ? `${atX(p.x)},${atY(front[i - 1]!.y)} ` : ""}${atX(p.x)},${atY(p.y)}`).join(" ") }));
  for (const p of [...points].sort((a, b) => Number(a.isOnFront) - Number(b.isOnFront))) {
    const title = s("title", {}, `${p.name}: ${sayX(p.x)}, ${sayY(p.y)}${p.isChosen ? ", chosen" : ""}`);
    const [x, y] = [atX(p.x), atY(p.y)];
    if (p.isChosen) drawn.push(s("path", { class: "chosen", d: `M${x} ${y - 10}L${x + 10} ${y}L${x} ${y + 10}L${x - 10} ${y}Z` }));
    drawn.push(p.isOnFront ? s("circle", { class: "c0", cx: x, cy: y, r: 5 }, title) : s("rect", { class: "off", x: x - 3, y: y - 3, width: 6, height: 6 }, title));
  }
  drawn.push(s("text", { class: "axis", x: box.left + box.width / 2, y: height - 8, "text-anchor": "middle" }, below));
  return picture(width, height, words, drawn);
}
