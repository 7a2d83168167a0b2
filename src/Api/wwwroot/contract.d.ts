/** The answers of the service, as far as the page reads them. docs/http-api.md describes them. */

export interface ModelSummary {
  name: string;
  version: string;
  state: string;
  reason?: string;
  task?: string;
}

export interface ModelList {
  default?: string;
  models: ModelSummary[];
}

export interface ModelDetails {
  name: string;
  version: string;
  versions: string[];
  state: string;
  reason?: string;
  task?: string;
  inputs?: { name: string; shape?: number[] }[];
  parameters?: number;
  multiplyAdds?: number;
  preprocessing?: Setting[];
  advice?: string;
  pictureTile?: number[];
}

export interface Setting {
  name: string;
  value: string;
  source: string;
}

export interface Prediction {
  label: string;
  index: number;
  probability: number;
}

export interface PictureBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface DetectedObject {
  label: string;
  index: number;
  score: number;
  box: PictureBox;
  keypoints?: Point[];
  polygon?: Point[];
  mask?: Mask;
}

/** COCO's run lengths, down the columns, what is outside first. */
export interface Mask {
  width: number;
  height: number;
  counts: number[];
}

export interface Point {
  x: number;
  y: number;
}

export interface SegmentedClass {
  label: string;
  index: number;
  share: number;
}

export interface MadePicture {
  width: number;
  height: number;
  png: string;
}

export interface DepthMap extends MadePicture {
  min: number;
  max: number;
}

export interface PredictResponse {
  model: string;
  version: string;
  results: {
    id?: string;
    predictions?: Prediction[];
    detections?: DetectedObject[];
    keypoints?: Point[];
    landmarks?: { score: number; points: Point[] };
    segmentation?: { classes: SegmentedClass[] };
    picture?: MadePicture;
    depth?: DepthMap;
    texts?: { polygon: Point[]; box: PictureBox; score: number }[];
    pose?: { people: { keypoints: (Point & { score: number })[]; box: PictureBox; score: number }[] };
    embedding?: { values: number[] };
  }[];
}

export interface Field {
  size: number[];
  jump: number[];
  start: number[];
}

export interface Layer {
  name: string;
  node?: string;
  operator: string;
  shape: number[];
  kernel?: number[];
  stride?: number[];
  padding?: number[];
  dilation?: number[];
  groups?: number;
  parameters: number;
  multiplyAdds?: number;
  share?: number;
  sources?: string[];
  blocks?: string[];
  sharing?: { parameters: number; local: number; dense: number };
  receptiveField?: Field;
  fusedInto?: string;
  weightsHref?: string;
}

export interface LayerList {
  layers: Layer[];
}

export interface Weights {
  filterAxis: number;
}

export interface Box {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export interface GraphNode {
  id: string;
  kind: "input" | "layer" | "block";
  name: string;
  operator?: string;
  shape?: number[];
  parameters?: number;
  multiplyAdds?: number;
  share?: number;
  block?: string;
  title?: string;
  layers?: string[];
  last?: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface GraphBlock {
  id: string;
  title: string;
  parent?: string;
  layers: string[];
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface GraphEdge {
  from: string;
  to: string;
  residual: boolean;
  points: [number, number][];
}

export interface Graph {
  width: number;
  height: number;
  nodes: GraphNode[];
  blocks: GraphBlock[];
  edges: GraphEdge[];
}

export interface Thumbnails {
  image?: string;
  layers: { name: string; channels: number[]; png: string }[];
  truncated?: string[];
}

export interface Seen {
  width: number;
  height: number;
  original: { width: number; height: number };
  crop: Box;
  settings: Setting[];
}

export interface Term {
  name: string;
  channel?: number;
  top: number;
  left: number;
  stride?: number[];
  values: (number | null)[][];
  weights?: number[][];
  sum?: number;
}

export interface Explanation {
  kind: "sum" | "selection" | "mean" | "function";
  text: string;
  terms?: Term[];
  omitted?: { count: number; sum: number };
  bias?: number;
  sum?: number;
  activation?: { operator: string; before: number; after: number };
  chosen?: { term: number; row: number; column: number };
  single?: number;
  difference?: number;
}

export interface Cell {
  layer: string;
  operator: string;
  shape: number[];
  cell: number[];
  value: number;
  /** Of a layer of integers: the integer, which the explanation is about; its text says how both relate. */
  raw?: number;
  receptiveField?: Field;
  box?: Box;
  whole?: Box;
  picture?: Box;
  explanation?: Explanation;
  why?: string;
}

export interface DiffLayer {
  name: string;
  matchedBy: string;
  dumpName?: string;
  shape: number[];
  maxError: number;
  meanError: number;
  relativeError: number;
  differs?: boolean;
  nonFinite?: number;
}

export interface OtherShape {
  layer: string;
  dumpName: string;
  shape: number[];
  expected: number[];
}

export interface Diff {
  against: string;
  tolerance: number;
  first?: { layer: string; maxError: number; nonFinite?: number } | null;
  layers: DiffLayer[];
  unmatched?: { dump?: string[]; layers?: string[]; otherShapes?: OtherShape[] };
}

export interface JobProgress {
  state: string;
  error?: string;
  steps: number;
  stepsDone: number;
  remainingSeconds?: number;
}

export interface PredictJob extends JobProgress {
  id: string;
  answer?: PredictResponse;
}

export interface StyleProgress extends JobProgress {
  content?: number;
  style?: number;
  variation?: number;
  image?: string;
}

export interface StyleTransfer extends StyleProgress {
  id: string;
  losses: { every: number; content: number[]; style: number[]; variation: number[] };
}
