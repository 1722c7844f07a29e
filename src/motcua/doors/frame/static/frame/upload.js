// A file on its way from a telephone: too large is said before it is sent, and how far it has come is shown.
// Without this script the form is sent as it is and the server says the same.
(() => {
  "use strict";
  const MEGABYTE = 1024 * 1024;

  const say = (form, words) => {
    const place = form.querySelector("[data-upload-words]");
    place.textContent = words;
    place.hidden = !words;
  };

  const tooLarge = (form) => {
    for (const input of form.querySelectorAll("input[type=file]")) {
      for (const file of input.files) {
        if (file.size > Number(form.dataset.most)) {
          const size = Math.ceil(file.size / MEGABYTE);
          return form.dataset.tooLarge.replace("{name}", file.name).replace("{size}", size);
        }
      }
    }
    return "";
  };

  const show = (request) => {
    if (request.status < 400) {
      // The address the server led to; the same page is loaded anew even when only its anchor differs.
      history.replaceState(null, "", request.responseURL);
      location.reload();
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = answer.querySelector("main");
    if (!main) return location.reload();
    document.title = answer.title;
    document.querySelector("main").replaceWith(main);
    (main.querySelector("[role=alert], .error") || main).scrollIntoView();
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-upload]");
    if (form) say(form, tooLarge(form));
  });

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("form[data-upload]")) return;
      const words = tooLarge(form);
      if (words) {
        event.preventDefault();
        say(form, words);
        form.querySelector("input[type=file]").focus();
        return;
      }
      const chosen = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
      if (!chosen || form.dataset.sent) return;
      event.preventDefault();
      form.dataset.sent = "yes";
      const bar = form.querySelector("progress");
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.upload.addEventListener("progress", (part) => {
        if (!part.lengthComputable) return;
        bar.hidden = false;
        bar.value = part.loaded / part.total;
        say(form, form.dataset.sending.replace("{percent}", Math.floor((100 * part.loaded) / part.total)));
      });
      const failed = () => {
        delete form.dataset.sent;
        bar.hidden = true;
        say(form, form.dataset.failed);
      };
      request.addEventListener("load", () => (request.status === 413 ? failed() : show(request)));
      request.addEventListener("error", failed);
      request.send(new FormData(form));
    },
    true,
  );
})();
