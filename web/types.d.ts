/** The shapes of what the program answers, and the few globals: types only, never served. */

export interface Option { value: string; label: string }

export interface Param {
  key: string;
  label: string;
  group: string;
  kind: 'int' | 'float' | 'enum' | 'text';
  /** What is in force, as it stands in a link. */
  value: string;
  /** The same for people, with its unit. */
  text: string;
  default: string | number;
  min: number | null;
  max: number | null;
  step: number | null;
  unit: string;
  scale: 'linear' | 'log';
  options: Option[];
  help: string;
  shown: boolean;
  /** A change applies from the start of the run. */
  initial: boolean;
  /** How a text is best edited: "dist", "profile", "numbers", or "". */
  form: string;
}

export interface Action {
  name: string;
  label: string;
  /** "part" for one that is there, "new" for one that is not, "" for none. */
  target: '' | 'part' | 'new';
  help: string;
  args: Param[];
  enabled: boolean;
  /** Why it is not enabled. */
  reason: string;
}

export interface Row {
  id: string;
  name: string;
  role: number;
  state: string;
  note: string;
  values: Record<string, string>;
  actions: string[];
}

export interface Parts { title: string; rows: Row[]; more: number }

/** An action on the timeline. */
export interface Mark { i: number; t: number; label: string; ok: boolean; reason: string }

/** One parameter that the two sides of a comparison set differently. */
export interface Difference { key: string; label: string; a: string; b: string }

/** Two scenarios under one transport. What is drawn, set and done belongs to the side in front. */
export interface Comparison {
  side: 'a' | 'b';
  a: { name: string };
  b: { name: string };
  differs: Difference[];
  /** One sentence with numbers. */
  verdict: string;
  /** The first moment at which the two runs are not the same. */
  divergence: { t: number; text: string } | null;
}

/** A table that many runs fill. */
export interface Study { id: string; title: string; help: string }

export interface StudyCell { value: number; text: string; link: string; best: boolean; behind: string|null }
export interface StudyRow { label: string; help: string; metric: string; unit: string; more: boolean; cells: StudyCell[] }
export interface StudyTable { id: string; title: string; columns: string[]; rows: StudyRow[] }

export interface Selection { id: string; title: string; text: string; rows: [string, string][] }

/** A person's own keys, by the name that links carry. */
export interface Data {
  name: string;
  keys: number;
  /** With repeats; 0 while they are missing. */
  lines: number;
  digest: string;
  /** They are not here: the link only names them. */
  missing: boolean;
  /** They fit a link. */
  inline: boolean;
}

/** Keys that a task came to. */
export type Imported = Pick<Data, 'keys' | 'lines' | 'digest' | 'inline'>;

/** How a file of keys is laid out. */
export interface Layout {
  format: string;
  delimiter: string;
  header: boolean;
  /** Of CSV, from 0. */
  column: number;
  /** Of JSON lines, with dots into objects. */
  field: string;
  /** The id of the lab that it is for. */
  lab?: string;
}

/** What a lab calls the data that a person brings along. */
export interface DataSpec {
  label: string;
  /** What one is called; many have an s. */
  one: string;
  /** What the lab makes up itself: "made-up keys". */
  made: string;
  example: string;
  help: string;
}

export interface State {
  rev: number;
  lab: { id: string; title: string; group: string };
  heading: string;
  /** Index among the lab's presets, or -1. */
  preset: number;
  link: string;
  t: number;
  end: number;
  n: number;
  position: string;
  playing: boolean;
  pending: boolean;
  speed: number;
  seed: string;
  params: Param[];
  actions: Action[];
  parts: Parts | null;
  marks: Mark[];
  caption: { now: string; try: string };
  notices: string[];
  selection: Selection | null;
  lookup: { label: string; placeholder: string } | null;
  /** A person's own data that the scenario is about. */
  data: Data | null;
  /** What a lab calls such data, where it takes any. */
  takesData: DataSpec | null;
  compare: Comparison | null;
  /** What limits the whole now. */
  bottleneck: { id: string; text: string } | null;
  /** What the last event did, in words. */
  happened: string;
  /** Something has taken time, so that there is a slowest. */
  slowest: boolean;
  studies: Study[];
  undo: boolean;
  redo: boolean;
}

export interface Preset { name: string; link: string }
export interface Lab { id: string; title: string; group: string; presets: Preset[]; guide: string }

export interface Axis { label: string; unit: string; format: 'count' | 'percent' | 'number'; log: boolean }

export interface ChartSeries { name: string; role: number; dashed: boolean; other: boolean; x: number[]; y: (number | null)[] }

export interface Chart {
  title: string;
  sub: string;
  kind: 'line' | 'bars';
  x: Axis;
  y: Axis;
  series: ChartSeries[];
  /** x is the time of the run, where marks and the moment belong. */
  timed: boolean;
}

export interface Fault { code: string; message: string }
export type Request = { op: string } & Record<string, unknown>;

/** What the program exports, all of it numbers. */
export interface Exports {
  mem: WebAssembly.Memory;
  advance(now: number): number;
  frame(width: number, height: number): number;
  frameLength(): number;
  input(kind: number, x: number, y: number, key: number): number;
  /** Where so many bytes can be put for the next call, 0 beyond 1 MB. */
  taskBuffer(length: number): number;
  /** Gives the task the first bytes of the buffer: lines so far, or -1 when something is wrong. */
  taskWrite(length: number): number;
  /** Puts the next piece of the task's result into the buffer: its length, 0 at the end. */
  taskRead(): number;
}

/** What the panels may ask of the page. */
export interface Page {
  /** Sends, and shows the state that comes back; what was wrong, or null. */
  ask(request: Request): Fault | null;
  /** Brings a section of the panel into sight, where only one is. */
  reveal?(section: string): void;
}

/** What the page around an embed says to it. */
export type FromHost =
  /** `follow`: it makes the frame as tall as the frame says. `play`: somebody asked it to run. */
  | { type: 'hello'; follow?: boolean; play?: boolean }
  /** The keyboard's focus is in the frame now. */
  | { type: 'focus' }
  | { type: 'theme'; theme: string }
  /** Another embed of the page is starting. */
  | { type: 'calm' }
  /** It is about to go: pause, and say the last link. */
  | { type: 'rest' };

declare global {
  var headroom: { send(json: string): string };
  var headroomReady: () => void;
  var headroomFail: (what: string, todo: string, detail?: string) => void;
  /** Sent for by early.js before anything else. */
  var headroomProgram: Promise<{ go: InstanceType<typeof Go>; instance: WebAssembly.Instance; module: WebAssembly.Module }>;
  /** In an embed, by host.js. */
  var headroomHost: { tell(type: string, more?: object): void; hear(listener: (message: FromHost) => void): void } | undefined;
  var uPlot: any;
  var Go: new () => { importObject: WebAssembly.Imports; run(instance: WebAssembly.Instance): Promise<void> };
}
