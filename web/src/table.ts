import { h, type Child } from "./dom";

export interface Column<T> {
  title: string;
  of: (row: T) => Child;
  /** Numbers stand to the right. */
  isNumber?: boolean;
}

/** A table with a caption; the first column names its row. It scrolls in its own frame, which the keyboard can reach. */
export function table<T>(caption: string, columns: Column<T>[], rows: readonly T[], mark?: (row: T) => boolean): HTMLElement {
  const head = h("tr", {}, ...columns.map((c) => h("th", { scope: "col", class: c.isNumber ? "n" : null }, c.title)));
  const body = rows.map((row) =>
    h("tr", { class: mark?.(row) ? "marked" : null }, ...columns.map((c, i) => (i === 0 ? h("th", { scope: "row" }, c.of(row)) : h("td", { class: c.isNumber ? "n" : null }, c.of(row))))),
  );
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, h("table", {}, h("caption", {}, caption), h("thead", {}, head), h("tbody", {}, ...body)));
}

/** A chart with the same data as a table under a disclosure. */
export function figure(caption: string, chart: Child, data: HTMLElement, note?: string): HTMLElement {
  return h("figure", {}, h("figcaption", {}, caption), chart, note ? h("p", { class: "quiet" }, note) : null, h("details", { "data-keep": caption }, h("summary", {}, `The data of: ${caption}`), data));
}

/** What to do where there is nothing. */
export function nothing(text: string, command?: string): HTMLElement {
  return h("div", { class: "nothing" }, h("p", {}, text), command ? h("pre", { tabindex: 0 }, h("code", {}, command)) : null);
}
