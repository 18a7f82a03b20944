import { s } from "../dom";
import { picture, ticks, valueAxis, type Box } from "./frame";

export interface Point { x: number; y: number; name: string; isOnFront: boolean; isChosen?: boolean }

/** Points over two measures, less being better in both; those of the front are joined. */
export function scatter(words: string, below: string, left: string, points: Point[], width: number, sayX: (v: number) => string, sayY: (v: number) => string): SVGElement {
  const height = 300;
  const box: Box = { left: 62, top: 28, width: width - 82, height: height - 84 };
  const across = ticks(Math.max(...points.map((p) => p.x)), Math.max(2, Math.floor(box.width / 110)));
  const end = across[across.length - 1] ?? 1;
  const lowest = Math.min(0, ...points.map((p) => p.y));
  const span = Math.max(...points.map((p) => p.y)) - lowest;
  const upward = ticks(span);
  const axis = valueAxis(box, upward, (v) => sayY(v + lowest), left);
  const atX = (v: number): number => box.left + (v / end) * box.width;
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
