import { h, s, type Child } from "../dom";

/** How many series have colours of their own (style.css: .c0 and so on). */
export const colours = 7;

export interface Box { left: number; top: number; width: number; height: number }

/** Round ends of an axis from 0 and its marks. */
export function ticks(most: number, about = 4): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((m) => m * power >= rough) ?? 10);
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => i * step);
}

/** Horizontal lines with their figures on the left, and the name of the axis above. */
export function valueAxis(box: Box, marks: number[], say: (value: number) => string, title: string): { at: (value: number) => number; drawn: SVGElement[] } {
  const top = marks[marks.length - 1] ?? 1;
  const at = (value: number): number => box.top + box.height - (value / top) * box.height;
  const drawn = marks.flatMap((m) => [
    s("line", { class: "grid", x1: box.left, x2: box.left + box.width, y1: at(m), y2: at(m) }),
    s("text", { x: box.left - 6, y: at(m) + 4, "text-anchor": "end" }, say(m)),
  ]);
  drawn.push(s("text", { class: "axis", x: 0, y: box.top - 10 }, title));
  return { at, drawn };
}

/** A picture with its meaning in words. */
export function picture(width: number, height: number, words: string, drawn: Child[]): SVGElement {
  return s("svg", { class: "chart", role: "img", "aria-label": words, viewBox: `0 0 ${width} ${height}`, width, height }, ...drawn);
}

/** What the colours mean. The picture's table says the same, so those who cannot see it are not told twice. */
export function legend(names: string[], first = 0): HTMLElement {
  return h("ul", { class: "legend", "aria-hidden": "true" }, ...names.map((n, i) => h("li", {}, h("span", { class: `swatch b${(i + first) % colours}` }), n)));
}
