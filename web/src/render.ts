import { h } from "./dom";
import type { State, View } from "./views/view";

const drawn = new Map<string, unknown[]>();

/** The sections of the page, empty, and the links to them. */
export function frame(views: View[], content: HTMLElement, parts: HTMLElement): void {
  content.replaceChildren(...views.map((v) => h("section", { id: v.id, "aria-labelledby": `${v.id}-title` }, h("h2", { id: `${v.id}-title`, tabindex: -1 }, v.title), h("div", { class: "body" }))));
  parts.replaceChildren(...views.map((v) => h("li", {}, h("a", { href: `#${v.id}` }, v.title))));
}

/** Draws again what changed. What is open stays open, what has the focus keeps it, what was scrolled stays where it was. */
export function render(views: View[], state: State, content: HTMLElement): void {
  for (const view of views) {
    const uses = view.uses(state);
    const before = drawn.get(view.id);
    if (before && before.length === uses.length && before.every((b, i) => b === uses[i])) continue;
    drawn.set(view.id, uses);
    const body = content.querySelector<HTMLElement>(`#${view.id} > .body`)!;
    replace(body, view.draw(state).filter((n) => n !== null));
  }
}

export const forgetDrawn = (): void => drawn.clear();

function replace(body: HTMLElement, nodes: Node[]): void {
  const open = new Set([...body.querySelectorAll<HTMLDetailsElement>("details[open]")].map((d) => d.dataset.keep));
  const scrolled = new Map([...body.querySelectorAll<HTMLElement>(".scroll")].map((s) => [s.getAttribute("aria-label"), s.scrollLeft]));
  const focused = body.contains(document.activeElement) ? nameOf(document.activeElement as HTMLElement) : null;
  body.replaceChildren(...nodes);
  for (const details of body.querySelectorAll<HTMLDetailsElement>("details")) details.open = open.has(details.dataset.keep);
  for (const scroll of body.querySelectorAll<HTMLElement>(".scroll")) scroll.scrollLeft = scrolled.get(scroll.getAttribute("aria-label")) ?? 0;
  if (focused) [...body.querySelectorAll<HTMLElement>("summary,select,[tabindex],a")].find((e) => nameOf(e) === focused)?.focus({ preventScroll: true });
}

const nameOf = (element: HTMLElement): string => `${element.tagName} ${element.id || element.getAttribute("aria-label") || element.textContent}`;
