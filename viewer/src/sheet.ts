// A picture in the page. Of a large one only what is in sight is there, and from afar a few simple shapes.

import { Brush, weightOf } from "./brush";
import type { Index, Picture } from "./document";
import { Far } from "./far";
import { Lines, wayOf } from "./hits";
import { joined, netsOf } from "./joins";
import { Names, READABLE, SIGNS } from "./names";
import type { Room } from "./names";
import { create } from "./svg";
import { common, covers, nearestOf, nextTo, touches, unitsOf, widened } from "./units";
import type { Unit } from "./units";
import { transformOf } from "./viewport";
import type { Rectangle, Size, Viewport } from "./viewport";

/** Elements of the page that a picture may become; one that is larger is shown in part. */
export const MOST = 5000;
/** Elements that may come into the page, or leave it, between two frames of a movement. */
const AT_ONCE = 260;
/** Share of the window around it that is there, too; and share that must be, before more is brought. */
const AROUND = 0.3;
const NEEDED = 0.08;
/** How much larger than it need be what is in the page may be, when nothing moves. */
const SPARE = 1.5;
/** Scale below which labels of arrows, title and legend cannot be read, and are left out. */
export const LEGIBLE = 0.4;
/** Scale below which marks are not drawn smaller any more. */
const MARKED = 0.7;
const CHIPS = 0.5;

const DRAWN: ReadonlySet<string> = new Set(["arrow", "box", "group"]);

export class Sheet {
  readonly element = document.createElement("div");
  readonly svg: SVGSVGElement;
  readonly size: Size;
  readonly marks = create("g", { class: "marks", "aria-hidden": "true" });
  private readonly hover = create("path", { class: "hover", fill: "none" });
  /** Whether there is too much in it to be in the page as a whole. */
  readonly large: boolean;
  /** Called when other elements are in the page than before. */
  changed: () => void = () => undefined;
  private readonly units: Unit[];
  private readonly ofElement = new Map<string, Unit[]>();
  /** The dots at which an arrow meets others, and the label that it shares with them. */
  private readonly joins = new Map<string, Unit[]>();
  private readonly nets: ReadonlyMap<Unit, readonly string[]>;
  private readonly brush: Brush;
  private readonly body = create("g", {});
  private readonly shown = new Map<number, SVGGElement>();
  private readonly orders: number[] = [];
  private states: ReadonlyMap<string, string> = new Map();
  private words: ReadonlyMap<string, string> = new Map();
  private selected = "";
  private held: ReadonlySet<string> = new Set();
  private readonly names: Names;
  private readonly lines: Lines;
  private far: Far | null = null;
  private isFar = false;
  private region: Rectangle | null = null;
  private coming: Unit[] = [];
  private leaving: Unit[] = [];
  private nearest: { window: Size; scale: number } | null = null;
  private printing = false;
  private pointed = "";
  private painted = 1;

  constructor(readonly picture: Picture, glyphs: Index["glyphs"]) {
    const { drawing } = picture;
    const [width, height] = drawing.size;
    this.size = { width, height };
    this.brush = new Brush(drawing, glyphs);
    this.units = unitsOf(drawing);
    const own = new Set([...picture.boxes, ...picture.frames, ...picture.arrows].map((one) => one.id));
    this.nets = netsOf(this.units);
    for (const unit of this.units) {
      for (const arrow of this.nets.get(unit) ?? []) this.joins.set(arrow, [...(this.joins.get(arrow) ?? []), unit]);
      const known = this.ofElement.get(unit.element);
      if (known) known.push(unit);
      else if (own.has(unit.element)) this.ofElement.set(unit.element, [unit]);
    }
    this.names = new Names(picture.frames, picture.boxes, new Map([...this.ofElement].flatMap(roomOf)));
    this.lines = new Lines(this.units);
    this.large = drawing.marks.reduce((sum, mark) => sum + weightOf(mark), 0) > MOST;
    this.svg = create("svg", {
      width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": drawing.title,
      "font-family": "'Lsparch Sans', sans-serif", "text-rendering": "geometricPrecision",
    });
    const ground = create("rect", { class: "ground", width, height, fill: this.brush.ink(drawing.ground) });
    this.svg.append(create("desc", {}, drawing.description), ground, this.body, this.names.element, this.hover, this.marks);
    this.element.className = "sheet";
    this.element.style.backgroundColor = this.brush.ink(drawing.ground);
    this.element.append(this.svg);
    if (!this.large) for (const unit of this.units) this.put(unit);
  }

  get whole(): Rectangle {
    return { x: 0, y: 0, ...this.size };
  }

  /** As high as all of it, and as wide as what is drawn in it; the legend is not. */
  get drawn(): Rectangle {
    const areas = this.units.filter((unit) => DRAWN.has(unit.kind)).map((unit) => unit.area);
    if (areas.length === 0) return this.whole;
    const x = Math.min(...areas.map((area) => area.x));
    return { ...this.whole, x, width: Math.max(...areas.map((area) => area.x + area.width)) - x };
  }

  /** Paint it at a scale. What is painted is moved, and scaled while a movement lasts, without being painted again. */
  paint(scale: number): void {
    if (scale === this.painted) return;
    this.painted = scale;
    this.svg.style.transform = `scale(${scale})`;
    for (const one of [this.marks, this.hover]) one.style.setProperty("--k", Math.max(1, MARKED / scale).toFixed(2));
    this.marks.style.setProperty("--chip", Math.max(1, CHIPS / scale).toFixed(2));
    this.element.style.width = `${(this.size.width * scale).toFixed(2)}px`;
    this.element.style.height = `${(this.size.height * scale).toFixed(2)}px`;
  }

  moveTo(viewport: Viewport): void {
    this.element.style.transform = this.transformTo(viewport);
    this.element.dataset["scale"] = String(viewport.scale);
  }

  /** Whole pixels where nothing is scaled: what is painted is then copied, not painted between pixels. */
  transformTo(viewport: Viewport): string {
    const scale = viewport.scale / this.painted;
    return transformOf(scale === 1 ? { x: Math.round(viewport.x), y: Math.round(viewport.y), scale } : { ...viewport, scale });
  }

  /** Bring into the page what can be seen of the picture; tell whether all of it is there. */
  look(seen: Rectangle, scale: number, window: Size, patient: boolean): boolean {
    if (patient) this.name(this.printing ? 1 : scale);
    if (!this.large || this.printing) return true;
    const zooming = this.isFar && scale !== this.painted; // what comes now would be painted as small as what is there
    if (zooming || scale < this.nearestIn(window)) return this.showFar(scale, patient);
    const view = common(seen, this.whole);
    const needed = common(widened(seen, NEEDED), this.whole);
    const around = common(widened(view, AROUND), this.whole);
    if (!this.region || !covers(this.region, needed) || (patient && size(this.region) > SPARE * size(around))) {
      this.aim(view, around);
    }
    return this.work(view);
  }

  /** Whether an element is large enough, and near enough, to be marked one by one. */
  isNear(rectangle: Rectangle): boolean {
    return !this.large || this.printing || (!this.isFar && this.region !== null && touches(rectangle, this.region));
  }

  /** Give elements their states, as classes, and boxes their names; `held` are in the page wherever one looks. */
  dress(states: ReadonlyMap<string, string>, words: ReadonlyMap<string, string>, selected: string, held: Iterable<string>): void {
    const before = [this.states, this.words, this.selected] as const;
    [this.states, this.words, this.selected] = [states, words, selected];
    this.held = new Set(held);
    for (const id of this.held) this.hold(id);
    const changed = new Set([...before[0].keys(), ...states.keys(), ...before[1].keys(), ...words.keys(), before[2], selected]);
    for (const id of changed) {
      for (const unit of [...(this.ofElement.get(id) ?? []), ...(this.joins.get(id) ?? [])]) {
        const group = this.shown.get(unit.order);
        if (group) this.finish(unit, group);
      }
    }
    this.far?.draw(states);
    this.names.dress(states);
  }

  /** Where an element is, in the picture's own units; null if it is not drawn. */
  rectangleOf(id: string): Rectangle | null {
    return this.ofElement.get(id)?.[0]?.area ?? null;
  }

  /** The place half-way along an arrow. */
  halfWay(id: string): { x: number; y: number } | null {
    const d = this.wayOf(id);
    if (!d) return null;
    const path = create("path", { d });
    return path.getPointAtLength(path.getTotalLength() / 2);
  }

  isFrame(id: string): boolean {
    return this.ofElement.get(id)?.[0]?.kind === "group";
  }

  /** The way of an arrow; empty for anything else. */
  wayOf(id: string): string {
    return wayOf(this.ofElement.get(id)?.[0]);
  }

  /** Bring out an arrow, or the arrows of a box, or none. */
  point(id: string): void {
    if (id === this.pointed) return;
    this.pointed = id;
    this.hover.setAttribute("d", this.wayOf(id));
    for (const group of this.body.querySelectorAll(".pointed")) group.classList.remove("pointed");
    const arrows = this.picture.arrows.filter((arrow) => arrow.source === id || arrow.target === id);
    this.svg.classList.toggle("pointing", id !== "" && arrows.length > 0);
    for (const arrow of arrows) {
      for (const unit of [...(this.ofElement.get(arrow.id) ?? []).slice(0, 1), ...(this.joins.get(arrow.id) ?? [])]) {
        this.shown.get(unit.order)?.classList.add("pointed");
      }
    }
  }

  /** Put the focus on an element, which is brought into the page for it. */
  focus(id: string): void {
    this.held = new Set([...this.held, id]);
    this.hold(id)?.focus({ preventScroll: true });
  }

  /** The element to which a mark belongs; or the one at a place of the picture, or the arrow within reach of it. */
  elementAt(target: EventTarget | null, place?: { x: number; y: number }, reach = 0): string {
    const group = target instanceof Element ? target.closest<SVGGElement>("g[data-element]") : null;
    const id = group?.dataset["element"] ?? "";
    const own = this.ofElement.has(id) ? id : "";
    if (!place || (own && !/^(group|heading)/.test(group?.getAttribute("class") ?? ""))) return own;
    return (this.isFar && this.elementIn(place, "box")) || this.lines.near(place, reach) || own || (this.isFar ? this.elementIn(place, "group") : "");
  }

  /** The nearest box in a direction; the one in the upper left if there is no start. */
  neighbour(from: string, dx: number, dy: number): string {
    const boxes = this.picture.boxes.flatMap((box) => {
      const rectangle = box.id === from ? null : this.rectangleOf(box.id);
      return rectangle ? [{ id: box.id, rectangle }] : [];
    });
    return nextTo(this.rectangleOf(from), boxes, dx, dy);
  }

  /** The box after, or before, another in the order of reading; after the last comes the first. */
  following(from: string, step: 1 | -1): string {
    const { boxes } = this.picture;
    const at = boxes.findIndex((box) => box.id === from);
    const next = at < 0 ? (step > 0 ? 0 : boxes.length - 1) : (at + step + boxes.length) % boxes.length;
    return boxes[next]?.id ?? "";
  }

  /** Have everything in the page, for paper; or no longer. */
  print(all: boolean): void {
    this.printing = all;
    if (all) this.name(1);
    if (!this.large) return;
    if (all) {
      this.leaveFar();
      for (const unit of this.units) this.put(unit);
    }
    this.region = null;
    this.changed();
  }

  /** Show names, where the picture's own letters are too small at a scale, and leave these out. */
  private name(scale: number): void {
    const signs = scale >= SIGNS && !this.large;
    const { classList } = this.element;
    classList.toggle("named", scale < READABLE);
    classList.toggle("far", scale < LEGIBLE);
    if (!this.names.fit(scale < READABLE ? scale : 0, signs, this.states) || this.isFar) return;
    for (const unit of this.units) {
      const group = unit.kind === "box" ? this.shown.get(unit.order) : undefined;
      group?.classList.toggle("alone", this.names.alone.has(unit.element));
    }
  }

  private elementIn({ x, y }: { x: number; y: number }, kind: string): string {
    const place = { x, y, width: 0, height: 0 };
    const found = this.units.filter((unit) => unit.kind === kind && touches(unit.area, place));
    return found.sort((one, other) => size(one.area) - size(other.area))[0]?.element ?? "";
  }

  private nearestIn(window: Size): number {
    if (this.nearest?.window.width !== window.width || this.nearest.window.height !== window.height) {
      const around = { width: window.width * (1 + 2 * AROUND), height: window.height * (1 + 2 * AROUND) };
      this.nearest = { window, scale: Math.max(READABLE, nearestOf(this.units, this.size, around, MOST)) };
    }
    return this.nearest.scale;
  }

  private showFar(scale: number, patient: boolean): boolean {
    if (!this.far) {
      this.far = new Far(this.units, this.brush);
      this.far.draw(this.states);
    }
    if (patient || !this.isFar) this.far.fit(scale);
    if (!this.far.element.parentNode) this.svg.insertBefore(this.far.element, this.body);
    if (!this.isFar) {
      this.isFar = true;
      [this.region, this.coming, this.leaving] = [null, [], []];
      for (const unit of this.units) if (!this.held.has(unit.element)) this.drop(unit);
      this.changed();
    }
    return true;
  }

  private leaveFar(): void {
    this.far?.element.remove();
    this.isFar = false;
  }

  /** Choose what comes and what leaves, what is in sight first. */
  private aim(view: Rectangle, around: Rectangle): void {
    this.region = around;
    this.coming = [];
    this.leaving = [];
    const later: Unit[] = [];
    for (const unit of this.units) {
      const here = this.shown.has(unit.order);
      const wanted = touches(unit.area, this.region) || this.held.has(unit.element);
      if (here && !wanted) this.leaving.push(unit);
      else if (wanted && !here) (touches(unit.area, view) ? this.coming : later).push(unit);
    }
    this.coming.push(...later);
  }

  /** Do a part of it: as much as there is time for between two frames. */
  private work(view: Rectangle): boolean {
    let left = AT_ONCE;
    let at = 0;
    for (; at < this.coming.length && left > 0; at++) {
      const unit = this.coming[at];
      if (unit) left -= this.put(unit);
    }
    this.coming = this.coming.slice(at);
    if (this.isFar && !this.coming.some((unit) => touches(unit.area, view))) this.leaveFar();
    while (left > -AT_ONCE && this.leaving.length > 0) {
      const unit = this.leaving.pop();
      if (unit) left -= this.drop(unit);
    }
    const done = this.coming.length + this.leaving.length === 0;
    if (done && left < AT_ONCE) this.changed();
    return done;
  }

  private hold(id: string): SVGGElement | undefined {
    for (const unit of this.ofElement.get(id) ?? []) this.put(unit);
    return this.shown.get(this.ofElement.get(id)?.[0]?.order ?? -1);
  }

  private put(unit: Unit): number {
    if (this.shown.has(unit.order)) return 0;
    const group = this.brush.group(unit.mark);
    this.finish(unit, group);
    const at = this.placeOf(unit.order);
    this.body.insertBefore(group, this.shown.get(this.orders[at] ?? -1) ?? null);
    this.orders.splice(at, 0, unit.order);
    this.shown.set(unit.order, group);
    return unit.weight;
  }

  private drop(unit: Unit): number {
    const group = this.shown.get(unit.order);
    if (!group || this.held.has(unit.element) || group.contains(document.activeElement)) return 0;
    group.remove();
    this.shown.delete(unit.order);
    this.orders.splice(this.placeOf(unit.order), 1);
    return unit.weight;
  }

  /** How many of those shown come before. */
  private placeOf(order: number): number {
    let [low, high] = [0, this.orders.length];
    while (low < high) {
      const half = (low + high) >> 1;
      if ((this.orders[half] ?? 0) < order) low = half + 1;
      else high = half;
    }
    return low;
  }

  /** What a group is beside its marks: its states, and the name that tells them. */
  private finish(unit: Unit, group: SVGGElement): void {
    const net = this.nets.get(unit);
    const states = net ? joined(net, this.states) : this.states.get(unit.element);
    group.setAttribute("class", [unit.kind, states, this.names.alone.has(unit.element) && "alone"].filter(Boolean).join(" "));
    if (unit.kind !== "box") return;
    group.setAttribute("aria-pressed", String(unit.element === this.selected));
    const words = this.words.get(unit.element) ?? unit.mark[3];
    const title = group.querySelector(":scope > title");
    if (title && title.textContent !== words) title.textContent = words;
  }
}

/** Where a box or frame is, and where its letters begin. */
function roomOf([id, units]: [string, Unit[]]): [string, Room][] {
  const unit = units.find((one) => one.kind === "box" || one.kind === "group");
  if (!unit) return [];
  const letters = unit.mark[6].find((mark) => mark[0] === "t");
  return [[id, { area: unit.area, start: letters?.[0] === "t" ? letters[2] : unit.area.x + 4 }]];
}

function size(rectangle: Rectangle): number {
  return rectangle.width * rectangle.height;
}
