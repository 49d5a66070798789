// What the rules found, all of it or of one element.

import type { JSX } from "preact";
import type { FindingData } from "./document";
import { useShared } from "./store";

export function FindingsPanel(): JSX.Element {
  const { findings, index, route } = useShared();
  if (findings === null) return <p>Checking…</p>;
  const here = findings.filter((one) => one.environment === "" || one.environment === route.environment);
  const kind = index.environments.find((one) => one.id === route.environment)?.kind ?? "";
  const ofModel = !["cluster", "manifests"].includes(kind);
  const order = ["error", "warning", "note"];
  const sorted = [...here].sort((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity));
  return (
    <article>
      <h2>Findings</h2>
      <p class="quiet">{ofModel ? `Of the model and of ${route.environment}.` : `Of ${route.environment}.`}</p>
      {sorted.length === 0 && <p>The rules found nothing.</p>}
      <ul class="plain">{sorted.map((one, at) => <FindingItem key={at} finding={one} />)}</ul>
    </article>
  );
}

export function FindingItem({ finding }: { finding: FindingData }): JSX.Element {
  const { actions } = useShared();
  return (
    <li class="finding">
      <span class={`tag ${finding.severity}`}>{finding.severity}</span> <code>{finding.code}</code>{" "}
      {finding.element && (
        <button type="button" class="link" onClick={() => actions.select(finding.element, true)}>{finding.element}</button>
      )}
      <span class="line">{finding.message}</span>
      {finding.help && <span class="line quiet">{finding.help}</span>}
      <code class="place">{finding.place}</code>
    </li>
  );
}
