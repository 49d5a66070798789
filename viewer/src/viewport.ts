// Where a picture is on the screen: screen = scale × picture + offset.

export interface Viewport {
  x: number;
  y: number;
  scale: number;
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

const SMALLEST = 0.02;
const LARGEST = 8;

/** The viewport that shows a rectangle as large as it fits, in the middle. */
export function fitted(rectangle: Rectangle, room: Size, margin = 24, largest = 1.6): Viewport {
  const across = Math.max(1, room.width - 2 * margin) / Math.max(1, rectangle.width);
  const down = Math.max(1, room.height - 2 * margin) / Math.max(1, rectangle.height);
  const scale = limited(Math.min(across, down, largest));
  return {
    scale,
    x: room.width / 2 - scale * (rectangle.x + rectangle.width / 2),
    y: room.height / 2 - scale * (rectangle.y + rectangle.height / 2),
  };
}

/** The viewport zoomed so that the point of the picture under a point of the screen stays there. */
export function zoomedAt(from: Viewport, factor: number, x: number, y: number): Viewport {
  const scale = limited(from.scale * factor);
  const ratio = scale / from.scale;
  return { scale, x: x - ratio * (x - from.x), y: y - ratio * (y - from.y) };
}

/** The viewport moved just so far that a rectangle is inside the room, if it can be. */
export function revealing(from: Viewport, rectangle: Rectangle, room: Size, margin = 48): Viewport {
  const on = onScreen(from, rectangle);
  const shift = (start: number, length: number, whole: number): number => {
    if (length + 2 * margin > whole) return whole / 2 - (start + length / 2);
    if (start < margin) return margin - start;
    return start + length > whole - margin ? whole - margin - start - length : 0;
  };
  return {
    scale: from.scale,
    x: from.x + shift(on.x, on.width, room.width),
    y: from.y + shift(on.y, on.height, room.height),
  };
}

export function onScreen(viewport: Viewport, rectangle: Rectangle): Rectangle {
  return {
    x: viewport.x + viewport.scale * rectangle.x,
    y: viewport.y + viewport.scale * rectangle.y,
    width: viewport.scale * rectangle.width,
    height: viewport.scale * rectangle.height,
  };
}

export function inPicture(viewport: Viewport, screen: Rectangle): Rectangle {
  return {
    x: (screen.x - viewport.x) / viewport.scale,
    y: (screen.y - viewport.y) / viewport.scale,
    width: screen.width / viewport.scale,
    height: screen.height / viewport.scale,
  };
}

/** The viewport that puts a rectangle of the picture over one of the screen, inside it and in its middle. */
export function placedOver(rectangle: Rectangle, screen: Rectangle): Viewport {
  const scale = Math.min(screen.width / rectangle.width, screen.height / rectangle.height);
  return {
    scale,
    x: screen.x + screen.width / 2 - scale * (rectangle.x + rectangle.width / 2),
    y: screen.y + screen.height / 2 - scale * (rectangle.y + rectangle.height / 2),
  };
}

/** A viewport between two others; zoom runs evenly, so that the eye can follow. */
export function between(from: Viewport, to: Viewport, part: number): Viewport {
  const scale = from.scale * (to.scale / from.scale) ** part;
  const even = to.scale === from.scale ? part : (scale - from.scale) / (to.scale - from.scale);
  return { scale, x: from.x + (to.x - from.x) * even, y: from.y + (to.y - from.y) * even };
}

export function transformOf(viewport: Viewport): string {
  return `translate(${viewport.x.toFixed(2)}px, ${viewport.y.toFixed(2)}px) scale(${viewport.scale})`;
}

function limited(scale: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, scale));
}
