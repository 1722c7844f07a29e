// The control room on a large screen: one picture at a time, and fresh figures after every round.
// Space stops and goes on, the arrows turn. What cannot be fetched stays, with the time it was true.
(() => {
  "use strict";
  const wall = document.querySelector("[data-wall]");
  if (!wall) return;
  const stop = wall.querySelector("[data-stop]");
  const [goes, stands] = [stop.textContent, stop.dataset.stopped];
  let here = 0;
  let timer = 0;
  let running = true;

  const panels = () => [...wall.querySelectorAll("[data-panel]")];
  const show = () => panels().forEach((panel, place) => { panel.hidden = place !== here; });

  const refresh = async () => {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-wall]");
      if (!answer.ok || !fresh) return;
      for (const part of ["[data-panels]", ".lead"]) wall.querySelector(part).replaceChildren(...fresh.querySelector(part).childNodes);
    } catch {
      // The line is down for a moment: the next round asks again.
    }
  };

  const turn = async (by) => {
    const many = panels().length;
    if (running && here + by === many) await refresh();
    here = (here + by + many) % (panels().length || 1);
    show();
    wait();
  };
  const wait = () => {
    clearTimeout(timer);
    if (running) timer = setTimeout(() => turn(1), Number(wall.dataset.wall) * 1000);
  };
  const toggle = () => {
    running = !running;
    stop.textContent = running ? goes : stands;
    wait();
  };

  wall.querySelector("[data-turning]").hidden = false;
  stop.addEventListener("click", toggle);
  wall.querySelectorAll("[data-turn]").forEach((button) => button.addEventListener("click", () => turn(Number(button.dataset.turn))));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) turn(by);
    else if (event.key === " " && !event.target.closest("button, a")) toggle();
    else return;
    event.preventDefault();
  });
  show();
  wait();
})();
