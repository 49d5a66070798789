// The stage as a component: the picture, its keys, and the buttons on it.

import { useEffect, useRef, useState } from "preact/hooks";
import type { JSX, Ref, TargetedKeyboardEvent } from "preact";
import { aimOf, listenToGestures } from "./gestures";
import { Icon } from "./icons";
import { drawMarks } from "./marks";
import { standIn } from "./scene";
import { Stage } from "./stage";
import type { Passage } from "./stage";
import { useShared } from "./store";

export interface CanvasProps {
  passage: Passage;
  /** The element that is to be brought into sight. */
  reveal: string;
  breaking: boolean;
  stageRef: { current: Stage | null };
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Through all boxes in the order of reading. */
const TURNS: Record<string, 1 | -1> = { "]": 1, "[": -1 };

export function Canvas({ passage, reveal, breaking, stageRef }: CanvasProps): JSX.Element {
  const { index, scene, route, actions } = useShared();
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef({ actions, breaking });
  const revealed = useRef("");
  const [focused, setFocused] = useState("");
  latest.current = { actions, breaking };

  useEffect(() => {
    if (!host.current) return undefined;
    const stage = new Stage(host.current, index.glyphs);
    stageRef.current = stage;
    const stop = listenToGestures(stage, {
      click: ({ target, place, reach }) => {
        const id = stage.sheet?.elementAt(target, place, latest.current.breaking ? 0 : reach) ?? "";
        const ghost = target instanceof Element ? target.closest<SVGGElement>("[data-ghost]") : null;
        if (ghost) return latest.current.actions.visit(ghost.dataset["ghost"] ?? "");
        if (latest.current.breaking && id) latest.current.actions.toggleDown(id);
        else latest.current.actions.select(id);
      },
      doubleClick: ({ target, place }) => latest.current.actions.descend(stage.sheet?.elementAt(target, place) ?? ""),
    });
    return () => {
      stop();
      stage.close();
    };
  }, []);

  useEffect(() => {
    stageRef.current?.show(scene.picture, passage);
    setFocused("");
  }, [scene.picture]);

  useEffect(() => {
    const sheet = stageRef.current?.sheet;
    if (!sheet) return;
    const { comparison, health, dimmed } = scene;
    const within = standIn(scene.picture, scene.graph, route.element);
    drawMarks(sheet, { selected: route.element, within, focused, dimmed, comparison, health });
  }, [scene, route.element, focused]);

  useEffect(() => {
    const wanted = `${reveal} ${route.element}`;
    if (route.element && (scene.picture.view !== route.view || wanted === revealed.current)) return; // it is still on its way
    revealed.current = wanted;
    const shown = standIn(scene.picture, scene.graph, route.element) || route.element;
    if (shown) stageRef.current?.reveal(shown, shown === reveal);
  }, [reveal, route.element, scene.picture]);

  const keys = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const stage = stageRef.current;
    const sheet = stage?.sheet;
    if (!stage || !sheet || event.ctrlKey || event.metaKey || event.altKey) return;
    const focus = (next: string): void => {
      if (!next) return;
      stage.reveal(next);
      sheet.focus(next);
    };
    const id = sheet.elementAt(event.target);
    const direction = ARROWS[event.key];
    const turn = TURNS[event.key];
    if (turn) focus(sheet.following(id || route.element, turn));
    else if (direction && event.shiftKey) stage.pan(-120 * direction[0], -120 * direction[1], true);
    else if (direction) focus(sheet.neighbour(id || route.element, ...direction));
    else if ((event.key === "Enter" || event.key === " ") && id) {
      if (breaking) actions.toggleDown(id);
      else actions.select(id);
    } else return;
    event.preventDefault();
  };

  const point = (event: PointerEvent): void => {
    const stage = stageRef.current;
    if (!stage?.sheet) return;
    const { target, place, reach } = aimOf(stage, event);
    const id = stage.sheet.elementAt(target, place, breaking ? 0 : reach);
    const shown = stage.sheet.isFrame(id) ? "" : id;
    stage.sheet.point(shown);
    stage.host.classList.toggle("over", shown !== "");
  };

  return (
    <div class="stage-frame">
      <div
        class={`stage${breaking ? " breaking" : ""}`}
        ref={host as Ref<HTMLDivElement>}
        tabIndex={0}
        role="group"
        aria-label={`Picture: ${scene.view.title}. Arrow keys go from element to element, Enter shows one.`}
        onKeyDown={keys}
        onPointerMove={(event) => event.pointerType === "mouse" && event.buttons === 0 && point(event)}
        onPointerLeave={() => stageRef.current?.sheet?.point("")}
        onFocusIn={(event) => setFocused(stageRef.current?.sheet?.elementAt(event.target) ?? "")}
        onFocusOut={() => setFocused("")}
      />
      <Controls stageRef={stageRef} />
    </div>
  );
}

function Controls({ stageRef }: { stageRef: { current: Stage | null } }): JSX.Element {
  const zoom = (factor: number) => (): void => stageRef.current?.zoom(factor, undefined, undefined, true);
  return (
    <div class="controls" role="group" aria-label="Zoom">
      <button type="button" onClick={zoom(1.35)} aria-label="Zoom in" title="Zoom in (+)"><Icon name="plus" /></button>
      <button type="button" onClick={zoom(1 / 1.35)} aria-label="Zoom out" title="Zoom out (−)">
        <Icon name="minus" />
      </button>
      <button type="button" onClick={() => stageRef.current?.fit()} aria-label="Show all" title="Show all (0)">
        <Icon name="fit" />
      </button>
    </div>
  );
}
