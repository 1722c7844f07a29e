// The screen above the counters: asks for the board again and again, sounds when somebody is called.
// One's own place on a telephone is asked for anew as well; a machine goes back to its start for the next person.
// Without this file the pages turn by themselves (meta refresh in noscript).
(() => {
  "use strict";
  const back = document.querySelector("[data-back-after]");
  if (back) setTimeout(() => location.assign(back.href), Number(back.dataset.backAfter) * 1000);

  const place = document.querySelector("[data-place]");
  const ask = async () => {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-place]");
      if (answer.ok && fresh) {
        place.replaceChildren(...fresh.childNodes);
        if (!("turns" in fresh.dataset)) return;
      }
    } catch {
      // The line is down: what is shown stays, with the time it was true.
    }
    setTimeout(ask, 20000);
  };
  if (place && "turns" in place.dataset) setTimeout(ask, 20000);

  const board = document.querySelector("[data-board]");
  if (!board) return;
  const button = document.querySelector("[data-sound]");
  let sound = null;
  let mark = board.querySelector("[data-call]")?.dataset.call || "";

  const ring = () => {
    if (!sound) return;
    [0, 0.28].forEach((after, place) => {
      const tone = sound.createOscillator();
      const loud = sound.createGain();
      tone.frequency.value = place ? 660 : 880;
      loud.gain.setValueAtTime(0.25, sound.currentTime + after);
      loud.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + after + 0.25);
      tone.connect(loud).connect(sound.destination);
      tone.start(sound.currentTime + after);
      tone.stop(sound.currentTime + after + 0.26);
    });
  };

  if (button && "AudioContext" in window) {
    button.hidden = false;
    button.addEventListener("click", () => {
      sound = sound ? null : new AudioContext();
      button.setAttribute("aria-pressed", String(Boolean(sound)));
      button.textContent = sound ? button.dataset.on : button.dataset.off;
      ring();
    });
  }

  const turn = async () => {
    try {
      const answer = await fetch(location.href, { headers: { "HX-Request": "true" }, cache: "no-store" });
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        const said = fresh.querySelector("[data-board-content]");
        if (said) {
          // The live region stays the same element: only then do screen readers speak its new words.
          const spoken = said.querySelector("[data-spoken]");
          const live = document.querySelector("[data-live]");
          if (live && spoken && live.textContent !== spoken.textContent) live.textContent = spoken.textContent;
          board.replaceChildren(said);
          const now = said.querySelector("[data-call]")?.dataset.call || "";
          if (now && now !== mark) ring();
          mark = now;
        }
      }
      board.dataset.stale = String(!answer.ok);
    } catch {
      board.dataset.stale = "true";
    }
    setTimeout(turn, 3000);
  };
  setTimeout(turn, 3000);
})();
