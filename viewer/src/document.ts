// The data of the viewer, as lsparch/emit/viewer/document.py writes it; a test compares the two.

export const FORMAT = 2;

export type Scalar = string | number | boolean | null;

export interface ViewData {
  id: string;
  title: string;
  description: string;
  kind: string;
  details: string[];
  environments: string[];
  parent: string;
}

export interface EnvironmentData {
  id: string;
  title: string;
  kind: string;
  owner: string;
  cluster: string;
  domain: string;
}

export interface Start {
  view: string;
  environment: string;
}

export interface Index {
  format: number;
  title: string;
  version: string;
  views: ViewData[];
  environments: EnvironmentData[];
  start: Start;
  styles: Record<string, string>;
  symbols: Record<string, string>;
  glyphs: Record<string, [data: string, width: number]>;
}

export interface BoxData {
  id: string;
  label: string;
  symbol: string;
  group: string;
  status: string;
  details: string[];
  link: string;
}

export interface FrameData {
  id: string;
  label: string;
  symbol: string;
  group: string;
}

export interface ArrowData {
  id: string;
  source: string;
  target: string;
  style: string;
  label: string;
  description: string;
  status: string;
  optional: boolean;
}

/** Numbers of two inks, of area and line (-1: none); width of the line, its dashes, where they begin, 1 for round ends. */
export type Paint = [number, number, number, string, number, number];
/** Numbers of two inks, of letters and what keeps lines away from them (-1: none); size, 1 for bold, anchor. */
export type Lettering = [number, number, number, number, string];
export type GroupMark = [
  "g", kind: string, element: string, title: string, description: string, area: [number, number, number, number], marks: Mark[],
];
export type Mark =
  | ["r", paint: number, x: number, y: number, width: number, height: number, radius: number]
  | ["p", paint: number, data: string]
  | ["t", lettering: number, x: number, y: number, text: string]
  | ["u", ink: number, glyph: string, x: number, y: number, size: number]
  | GroupMark;

export interface Drawing {
  title: string;
  description: string;
  size: [number, number];
  ground: number;
  inks: [light: string, dark: string][];
  paints: Paint[];
  letters: Lettering[];
  marks: Mark[];
}

export interface Picture {
  view: string;
  environment: string;
  drawing: Drawing;
  frames: FrameData[];
  boxes: BoxData[];
  arrows: ArrowData[];
}

export interface ValueData {
  path: string;
  value: Scalar;
  layer: string;
  place: string;
}

export interface ObjectData {
  kind: string;
  namespace: string;
  name: string;
  number: number;
}

export interface NodeData {
  id: string;
  kind: string;
  title: string;
  part: string;
  owner: string;
  status: string;
  state: string;
  place: string;
  image: string;
  note: string;
  source: string;
  assumed: string[];
  values: ValueData[];
  objects: ObjectData[];
}

export interface EdgeData {
  kind: string;
  source: string;
  target: string;
  detail: string;
  protocol: string;
  port: number | null;
  optional: boolean;
  purpose: string;
  degrades: string;
  auth: string;
  status: string;
  place: string;
}

export interface Graph {
  environment: string;
  nodes: NodeData[];
  edges: EdgeData[];
}

export interface Manifests {
  lines: string[];
  objects: number[][];
}

export interface ExcerptData {
  line: number;
  lines: number[];
  more: number;
}

export interface Sources {
  lines: string[];
  excerpts: Record<string, ExcerptData>;
}

export interface FindingData {
  code: string;
  severity: string;
  message: string;
  help: string;
  place: string;
  element: string;
  environment: string;
}

export interface Findings {
  findings: FindingData[];
}

export interface DifferenceData {
  element: string;
  message: string;
  verdict: string;
  place: string;
}

export interface Drift {
  source: string;
  target: string;
  summary: string;
  differences: DifferenceData[];
}
