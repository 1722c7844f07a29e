// Counts the idle minute, asks before the end, plays sounds when they are wanted. Pages work without it.
(() => {
  "use strict";
  const box = document.querySelector("[data-kiosk-idle]");
  if (!box) return;
  const over = document.querySelector("[data-kiosk-over]").href;
  const left = box.querySelector("[data-kiosk-left]");
  const ends = document.querySelector("[data-kiosk-ends]");
  const idle = Number(ends ? ends.dataset.kioskEnds : box.dataset.kioskIdle) * 1000;
  const asked = ends ? 0 : Math.min(15000, idle / 2);
  let touched = Date.now();

  const forget = () => {
    sessionStorage.clear();
    location.replace(over);
  };
  const touch = () => {
    touched = Date.now();
    if (box.open) box.close();
  };
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) addEventListener(kind, touch, { passive: true });
  box.querySelector("[data-kiosk-stay]").addEventListener("click", touch);
  setInterval(() => {
    const rest = touched + idle - Date.now();
    if (rest <= 0) forget();
    else if (rest <= asked) {
      if (!box.open) box.showModal();
      left.textContent = String(Math.ceil(rest / 1000));
    }
  }, 500);

  for (const link of document.querySelectorAll("[data-kiosk-over]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      forget();
    });
  }
  for (const form of document.forms) form.autocomplete = "off";

  const button = document.querySelector("[data-kiosk-sound]");
  if (!button || !("AudioContext" in window)) return;
  let wanted = sessionStorage.getItem("kiosk-sound") === "on";
  let sound = null;
  const tell = () => {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(wanted));
    button.textContent = wanted ? button.dataset.on : button.dataset.off;
  };
  const ring = () => {
    if (!wanted) return;
    sound ??= new AudioContext();
    const tone = sound.createOscillator();
    const loud = sound.createGain();
    tone.frequency.value = 740;
    loud.gain.setValueAtTime(0.15, sound.currentTime);
    loud.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.12);
    tone.connect(loud).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.13);
  };
  // The heading is read aloud where the machine has a voice for the page's language.
  const speak = () => {
    const voice = speechSynthesis.getVoices().find((each) => each.lang.startsWith(document.documentElement.lang));
    const heading = document.querySelector("h1");
    if (!wanted || !voice || !heading) return;
    const words = new SpeechSynthesisUtterance(heading.textContent);
    words.voice = voice;
    speechSynthesis.speak(words);
  };
  button.addEventListener("click", () => {
    wanted = !wanted;
    sessionStorage.setItem("kiosk-sound", wanted ? "on" : "off");
    if (!wanted && "speechSynthesis" in window) speechSynthesis.cancel();
    tell();
    ring();
  });
  addEventListener("pointerdown", (event) => {
    if (event.target.closest("a, button, label, input")) ring();
  });
  tell();
  if ("speechSynthesis" in window) speak();
})();
