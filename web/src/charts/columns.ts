import { s } from "../dom";
import { colours, picture, ticks, valueAxis, type Box } from "./frame";

export interface Columns {
  words: string;
  title: string;
  below: string;
  width: number;
  height?: number;
  /** Name of each column; those that there is room for are written. */
  places: string[];
  series: { name: string; values: number[]; colour?: number }[];
  say: (value: number) => string;
  /** A fixed end of the axis. */
  most?: number;
  /** Whether columns far above the others are cut off, with a mark. */
  isClipped?: boolean;
}

/** An end of the axis that leaves out columns of more than four times the median. */
function within(sums: number[]): number {
  const sorted = sums.filter((v) => v > 0).sort((a, b) => a - b);
  const limit = 4 * (sorted[Math.floor(sorted.length / 2)] ?? 0);
  return Math.max(0, ...sorted.filter((v) => v <= limit));
}

/** Stacked columns side by side. */
export function columns(chart: Columns): SVGElement {
  const height = chart.height ?? 220;
  const box: Box = { left: 62, top: 28, width: chart.width - 70, height: height - 78 };
  const sums = chart.places.map((_, i) => chart.series.reduce((sum, one) => sum + (one.values[i] ?? 0), 0));
  const marks = chart.most ? [0, chart.most / 2, chart.most] : ticks(chart.isClipped ? within(sums) : Math.max(0, ...sums));
  const top = marks[marks.length - 1]!;
  const axis = valueAxis(box, marks, chart.say, chart.title);
  const step = box.width / Math.max(1, chart.places.length);
  const gap = step > 6 ? Math.min(8, step * 0.2) : 0;
  const every = Math.max(1, Math.ceil((Math.max(...chart.places.map((p) => p.length)) * 7 + 10) / step));
  const drawn = [...axis.drawn];
  chart.places.forEach((place, i) => {
    let below = 0;
    const x = box.left + i * step + gap / 2;
    chart.series.forEach((one, number) => {
      const value = one.values[i] ?? 0;
      if (value <= 0) return;
      const [from, to] = [axis.at(Math.min(top, below)), axis.at(Math.min(top, below + value))];
      below += value;
      drawn.push(s("rect", { class: `c${(one.colour ?? number) % colours}`, x, y: to, width: Math.max(1, step - gap), height: Math.max(0.5, from - to) }, s("title", {}, `${place}: ${one.name} ${chart.say(value)}`)));
    });
    if (below > top * 1.001) drawn.push(s("path", { class: "beyond", d: `M${x + (step - gap) / 2 - 5} ${box.top - 2}l5 -7l5 7Z` }, s("title", {}, `${place}: ${chart.say(below)}, beyond the axis`)));
    if (i % every === 0) drawn.push(s("text", { x: x + (step - gap) / 2, y: box.top + box.height + 16, "text-anchor": "middle" }, place));
  });
  drawn.push(s("text", { class: "axis", x: box.left + box.width / 2, y: height - 8, "text-anchor": "middle" }, chart.below));
  return picture(chart.width, height, chart.words, drawn);
}
