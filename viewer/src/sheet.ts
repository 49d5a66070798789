// A picture in the page: SVG taken apart into its elements. Nothing in it is executed, loaded or styled by itself.

import type { Picture } from "./document";
import type { Rectangle, Size } from "./viewport";

const SVG = "http://www.w3.org/2000/svg";
const REFUSED = "script, style, foreignObject, iframe, object, embed, animate, set, handler";

export class Sheet {
  readonly element: HTMLDivElement;
  readonly svg: SVGSVGElement;
  readonly size: Size;
  /** Groups of each element: its box, frame or arrow first, then heading and label. */
  readonly groups = new Map<string, SVGGElement[]>();
  readonly marks: SVGGElement;
  /** Marks that each element has now, so that only changes touch the page. */
  readonly states = new Map<string, string>();
  private readonly rectangles = new Map<string, Rectangle>();

  constructor(readonly picture: Picture) {
    this.svg = parsed(picture.svg);
    this.size = sizeOf(this.svg);
    this.element = document.createElement("div");
    this.element.className = "sheet";
    this.element.append(this.svg);
    this.svg.setAttribute("role", "group");
    const own = new Set([...picture.boxes, ...picture.frames, ...picture.arrows].map((one) => one.id));
    for (const group of this.svg.querySelectorAll<SVGGElement>("g[data-element]")) {
      const id = group.dataset["element"] ?? "";
      const known = this.groups.get(id);
      if (known) known.push(group);
      else if (own.has(id)) this.groups.set(id, [group]);
    }
    for (const box of picture.boxes) {
      const group = this.groups.get(box.id)?.[0];
      group?.setAttribute("role", "button");
      group?.setAttribute("tabindex", "-1");
    }
    this.marks = create("g", { class: "marks", "aria-hidden": "true" });
    this.svg.append(this.marks);
  }

  get whole(): Rectangle {
    return { x: 0, y: 0, ...this.size };
  }

  /** Where an element is, in the picture's own units; null if it is not drawn. */
  rectangleOf(id: string): Rectangle | null {
    const known = this.rectangles.get(id);
    if (known) return known;
    const group = this.groups.get(id)?.[0];
    if (!group) return null;
    const found = extent(group);
    if (found.width > 0 || found.height > 0) this.rectangles.set(id, found);
    return found;
  }

  /** The element to which a mark of the picture belongs. */
  elementAt(target: EventTarget | null): string {
    const group = target instanceof Element ? target.closest<SVGGElement>("g[data-element]") : null;
    const id = group?.dataset["element"] ?? "";
    return this.groups.has(id) ? id : "";
  }

  /** The nearest box in a direction; the one in the middle if there is no start. */
  neighbour(from: string, dx: number, dy: number): string {
    const start = this.rectangleOf(from);
    let best = "";
    let least = Infinity;
    for (const box of this.picture.boxes) {
      const rectangle = box.id === from ? null : this.rectangleOf(box.id);
      if (!rectangle) continue;
      const far = start ? distance(middle(start), middle(rectangle), dx, dy) : rectangle.x + rectangle.y;
      if (far < least) [least, best] = [far, box.id];
    }
    return best;
  }
}

export function create<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number>,
  text = "",
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text) element.textContent = text;
  return element;
}

export function middle(rectangle: Rectangle): { x: number; y: number } {
  return { x: rectangle.x + rectangle.width / 2, y: rectangle.y + rectangle.height / 2 };
}

/** The extent of a group's shapes; its text is inside, and not measured, because fonts come late. */
function extent(group: SVGGElement): Rectangle {
  const shapes = [...group.querySelectorAll<SVGGraphicsElement>("path, rect, circle, ellipse, polygon")];
  const boxes = (shapes.length > 0 ? shapes : [group]).map((shape) => shape.getBBox());
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

function distance(from: { x: number; y: number }, to: { x: number; y: number }, dx: number, dy: number): number {
  const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
  const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
  return along < 4 ? Infinity : along + 2.5 * aside;
}

function parsed(text: string): SVGSVGElement {
  const read = new DOMParser().parseFromString(text, "image/svg+xml");
  const root = read.documentElement;
  if (!(root instanceof SVGSVGElement)) throw new Error("the picture is not SVG");
  for (const refused of root.querySelectorAll(REFUSED)) refused.remove();
  for (const element of [root, ...root.querySelectorAll("*")]) clean(element);
  return document.importNode(root, true);
}

function clean(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    const outside = /^(xlink:)?href$/i.test(name) && !value.startsWith("#");
    const active = /^on/i.test(name) || name === "style" || /url\(\s*(?!["']?#)/i.test(value);
    if (outside || active) element.removeAttribute(name);
  }
}

function sizeOf(svg: SVGSVGElement): Size {
  const [, , width = 0, height = 0] = (svg.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  return { width, height };
}
