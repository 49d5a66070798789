// Mouse, pen and fingers on the stage: drag to pan, wheel and pinch to zoom, click to choose, double click to go down.

import type { Stage } from "./stage";

/** What is pointed at, at which place of the picture, and how far around it counts as the same. */
export interface Aim {
  target: EventTarget | null;
  place: { x: number; y: number };
  reach: number;
}

export interface GestureEvents {
  click(at: Aim): void;
  doubleClick(at: Aim): void;
}

const SLOP = 4;
/** On the screen: how near to a line is on it, for a mouse and for a finger. */
const REACH = 6;
const FINGER = 14;

/** What an event points at. */
export function aimOf(stage: Stage, event: MouseEvent, target = event.target): Aim {
  const touch = event instanceof PointerEvent && event.pointerType === "touch";
  return { target, place: stage.placeAt(event.clientX, event.clientY), reach: (touch ? FINGER : REACH) / stage.viewport.scale };
}

export function listenToGestures(stage: Stage, events: GestureEvents): () => void {
  const { host } = stage;
  const fingers = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  let pressed: EventTarget | null = null;
  let first: Aim | null = null;
  const at = (event: MouseEvent): { x: number; y: number } => {
    const edge = host.getBoundingClientRect();
    return { x: event.clientX - edge.left, y: event.clientY - edge.top };
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    if (fingers.size === 0) [travelled, pressed] = [0, event.target];
    fingers.set(event.pointerId, at(event));
  };
  const move = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    fingers.set(event.pointerId, now);
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (travelled < SLOP) return;
    if (!host.hasPointerCapture(event.pointerId)) host.setPointerCapture(event.pointerId);
    const other = others[0];
    if (!other) return stage.pan(now.x - before.x, now.y - before.y);
    const spread = (point: { x: number; y: number }): number => Math.hypot(point.x - other.x, point.y - other.y);
    stage.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    const factor = spread(now) / Math.max(1, spread(before));
    stage.zoom(factor, (now.x + other.x) / 2, (now.y + other.y) / 2);
  };
  const up = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId) || fingers.size > 0) return;
    if (travelled < SLOP && event.type === "pointerup") events.click(aimOf(stage, event, pressed));
  };
  // The first click may open a panel, which moves the picture under the second, or lies over it.
  const once = (event: MouseEvent): void => {
    const isHere = event.target instanceof Node && host.contains(event.target);
    if (event.detail <= 1) first = isHere ? aimOf(stage, event) : null;
  };
  const twice = (): void => {
    if (first) events.doubleClick(first);
  };
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.shiftKey) return stage.pan(-(event.deltaY + event.deltaX) * unit, 0);
    const { x, y } = at(event);
    stage.zoom(Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0016)), x, y);
  };
  const listeners: [string, (event: never) => void][] = [
    ["pointerdown", down],
    ["pointermove", move],
    ["pointerup", up],
    ["pointercancel", up],
    ["wheel", wheel],
  ];
  for (const [name, listener] of listeners) {
    host.addEventListener(name, listener as EventListener, name === "wheel" ? { passive: false } : undefined);
  }
  document.addEventListener("mousedown", once);
  document.addEventListener("dblclick", twice);
  return () => {
    document.removeEventListener("mousedown", once);
    document.removeEventListener("dblclick", twice);
    for (const [name, listener] of listeners) host.removeEventListener(name, listener as EventListener);
  };
}
