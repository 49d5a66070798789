// The place where pictures are shown, moved and exchanged.

import type { Index, Picture } from "./document";
import { LEGIBLE, Sheet } from "./sheet";
import { between, fitted, inPicture, onScreen, placedOver, revealing, zoomedAt } from "./viewport";
import type { Size, Viewport } from "./viewport";

/** How a picture replaces another: nearer to an element, away from it, or in the same place. */
export interface Passage {
  kind: "down" | "up" | "across";
  element: string;
}

const SHORT = 260;
const LONG = 460;
/** Milliseconds without movement after which the picture is drawn as sharp as it can be. */
const REST = 140;

export class Stage {
  sheet: Sheet | null = null;
  viewport: Viewport = { x: 0, y: 0, scale: 1 };
  private readonly watch: ResizeObserver;
  private readonly remembered = new Map<string, Viewport>();
  /** Size of the window on the picture; kept, so that no movement asks the page for it. */
  room: Size;
  private frame = 0;
  private still = 0;
  private moving = false;
  private flight = 0;
  /** Whether the picture is shown as a whole, and stays so when the room changes. */
  private whole = true;

  constructor(readonly host: HTMLElement, private readonly glyphs: Index["glyphs"]) {
    this.room = { width: host.clientWidth, height: host.clientHeight };
    this.watch = new ResizeObserver(() => {
      this.room = { width: host.clientWidth, height: host.clientHeight };
      if (this.sheet && this.whole) this.move(this.overview(this.sheet), true);
      else this.draw();
    });
    this.watch.observe(host);
    addEventListener("beforeprint", this.onPaper);
    addEventListener("afterprint", this.onScreen);
  }

  close(): void {
    this.watch.disconnect();
    removeEventListener("beforeprint", this.onPaper);
    removeEventListener("afterprint", this.onScreen);
  }

  private readonly onPaper = (): void => this.sheet?.print(true);
  private readonly onScreen = (): void => {
    this.sheet?.print(false);
    this.draw();
  };

  /** The place of the picture that is at a place of the screen. */
  placeAt(clientX: number, clientY: number): { x: number; y: number } {
    const edge = this.host.getBoundingClientRect();
    return inPicture(this.viewport, { x: clientX - edge.left, y: clientY - edge.top, width: 0, height: 0 });
  }

  /** Show a picture in place of the one that is shown. */
  show(picture: Picture, passage: Passage): Sheet {
    const before = this.sheet;
    const from = this.viewport;
    if (before) this.remembered.set(keyOf(before.picture), from);
    const next = new Sheet(picture, this.glyphs);
    this.host.append(next.element);
    this.stop();
    this.sheet = next;
    this.viewport = this.arrival(next, before, passage);
    this.whole = same(this.viewport, this.overview(next));
    this.moving = false;
    next.paint(this.viewport.scale);
    this.apply();
    if (before) this.exchange(before, from, next, passage);
    return next;
  }

  fit(): void {
    if (this.sheet) this.fly(this.overview(this.sheet), true);
  }

  /** Bring an element into sight, larger if it could not be read. */
  reveal(id: string, closer = false): void {
    const rectangle = this.sheet?.rectangleOf(id);
    if (!rectangle) return;
    const tiny = closer && this.viewport.scale < 0.7;
    const to = tiny ? fitted(rectangle, this.room, 60, 1) : revealing(this.viewport, rectangle, this.room);
    if (!same(to, this.viewport)) this.fly(to);
  }

  /** A picture as a whole; without the legend beside it, where that could not be read anyway. */
  private overview(sheet: Sheet): Viewport {
    const whole = fitted(sheet.whole, this.room);
    return whole.scale < LEGIBLE ? fitted(sheet.drawn, this.room) : whole;
  }

  zoom(factor: number, x = this.room.width / 2, y = this.room.height / 2, smooth = false): void {
    const to = zoomedAt(this.viewport, factor, x, y);
    if (smooth) this.fly(to);
    else this.move(to);
  }

  pan(dx: number, dy: number, smooth = false): void {
    const to = { ...this.viewport, x: this.viewport.x + dx, y: this.viewport.y + dy };
    if (smooth) this.fly(to);
    else this.move(to);
  }

  move(to: Viewport, whole = false): void {
    this.stop();
    this.whole = whole;
    this.set(to);
  }

  private set(to: Viewport): void {
    this.viewport = to;
    this.moving = true;
    window.clearTimeout(this.still);
    this.still = window.setTimeout(this.rest, REST);
    this.draw();
  }

  private draw(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.apply();
    });
  }

  /** The browser moves and scales what is painted; at rest it is painted anew, as sharp as it can be. */
  private readonly rest = (): void => {
    this.moving = false;
    this.sheet?.paint(this.viewport.scale);
    this.apply();
  };

  private apply(): void {
    if (!this.sheet) return;
    const { viewport, room } = this;
    this.sheet.moveTo(viewport);
    const seen = inPicture(viewport, { x: 0, y: 0, ...room });
    if (!this.sheet.look(seen, viewport.scale, room, !this.moving)) this.draw();
  }

  private fly(to: Viewport, whole = false): void {
    this.stop();
    this.whole = whole;
    if (calm()) return this.set(to);
    const from = this.viewport;
    const start = performance.now();
    const step = (now: number): void => {
      const part = Math.min(1, Math.max(0, (now - start) / SHORT));
      this.set(between(from, to, 1 - (1 - part) ** 3));
      if (part < 1) this.flight = requestAnimationFrame(step);
    };
    this.flight = requestAnimationFrame(step);
  }

  private stop(): void {
    cancelAnimationFrame(this.flight);
  }

  /** Where a picture is first shown: where one left it, or so that what both show does not move, or as a whole. */
  private arrival(next: Sheet, before: Sheet | null, passage: Passage): Viewport {
    const whole = this.overview(next);
    if (!before || (this.whole && passage.kind === "across")) return whole;
    if (keyOf(before.picture) === keyOf(next.picture)) return this.viewport;
    if (passage.kind === "up") return this.remembered.get(keyOf(next.picture)) ?? whole;
    if (passage.kind === "down" || before.picture.view !== next.picture.view) return whole;
    const anchor = passage.element || next.neighbour("", 0, 0);
    const [old, found] = [before.rectangleOf(anchor), next.rectangleOf(anchor)];
    if (!old || !found) return whole;
    const { scale } = this.viewport;
    return {
      scale,
      x: this.viewport.x + scale * (old.x - found.x),
      y: this.viewport.y + scale * (old.y - found.y),
    };
  }

  private exchange(before: Sheet, from: Viewport, next: Sheet, passage: Passage): void {
    before.element.classList.add("leaving");
    before.element.setAttribute("aria-hidden", "true");
    before.element.inert = true;
    if (calm()) return before.element.remove();
    const [away, near] = this.turns(before, from, next, passage);
    const timing: KeyframeAnimationOptions = {
      duration: passage.kind === "across" ? SHORT : LONG,
      easing: "cubic-bezier(0.4, 0, 0.1, 1)",
    };
    next.element.animate(
      [
        { transform: next.transformTo(near), opacity: 0 },
        { opacity: passage.kind === "across" ? 0.6 : 0.5, offset: 0.5 },
        { transform: next.transformTo(this.viewport), opacity: 1 },
      ],
      timing,
    );
    const leaving = before.element.animate(
      [{ transform: before.transformTo(from), opacity: 1 }, { transform: before.transformTo(away), opacity: 0 }],
      timing,
    );
    leaving.onfinish = leaving.oncancel = () => before.element.remove();
  }

  /** Where the old picture goes, and where the new one comes from. */
  private turns(before: Sheet, from: Viewport, next: Sheet, passage: Passage): [Viewport, Viewport] {
    const outer = passage.kind === "down" ? before : next;
    const rectangle = passage.kind === "across" ? null : outer.rectangleOf(passage.element);
    if (!rectangle) return [from, this.viewport];
    if (passage.kind === "down") {
      return [fitted(rectangle, this.room, 0, 8), placedOver(next.whole, onScreen(from, rectangle))];
    }
    return [placedOver(before.whole, onScreen(this.viewport, rectangle)), fitted(rectangle, this.room, 0, 8)];
  }
}

function same(one: Viewport, other: Viewport): boolean {
  return Math.abs(one.x - other.x) + Math.abs(one.y - other.y) < 1 && Math.abs(one.scale - other.scale) < 1e-3;
}

export function calm(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function keyOf(picture: Picture): string {
  return `${picture.view}/${picture.environment}`;
}
