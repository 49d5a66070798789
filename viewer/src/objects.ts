// Why an element has no Kubernetes objects, in words.

import type { EnvironmentData, NodeData } from "./document";

/** Kinds of elements of which one expects objects. */
const EXPECTED = new Set(["balancer", "component", "config", "external", "part", "resource", "route", "secret", "volume"]);

const STATES: Record<string, string> = {
  foreign: "None is generated: it comes with somebody else’s chart or manifests.",
  hosted: "None: it runs on hosts, outside Kubernetes.",
  planned: "None yet: it is planned.",
  realised: "None of its own: it runs inside another component.",
  shared: "None here: another environment of the same cluster has it, for all of them.",
};

/** What to say of an element without objects; nothing of one of which nobody expects any. */
export function withoutObjects(node: NodeData, environment: EnvironmentData | undefined): string {
  if (!EXPECTED.has(node.kind)) return "";
  if (!environment) return "This picture is of the whole model; objects belong to an environment. Its other views have them.";
  if (environment.kind === "cluster" && node.kind === "secret") return "None is shown: Secrets of a cluster are not read.";
  if (["cluster", "manifests"].includes(environment.kind)) return "None of what was read: other objects name it.";
  if (node.kind === "external") return "None: it is outside the platform.";
  return STATES[node.state] ?? "None of its own: it is part of other objects, or others bring it.";
}
