// What went wrong is where the reader is: the error summary takes the focus, its links take it to the field;
// a request that failed on the way says so instead of leaving the page still.
(() => {
  "use strict";
  const focusSummary = (root) => {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    if (!link) return;
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const field = target.closest(".field") || target;
    field.scrollIntoView({ block: "center" });
    const input = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
    (input || target).focus({ preventScroll: true });
  });

  const say = (words) => {
    const place = document.getElementById("notices");
    if (!place) return;
    const notice = document.createElement("div");
    notice.className = "notice error";
    notice.setAttribute("role", "alert");
    notice.textContent = words;
    place.replaceChildren(notice);
    notice.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("htmx:sendError", () =>
    say("Không kết nối được với máy chủ. Dữ liệu đang nhập vẫn còn trên màn hình; hãy kiểm tra mạng rồi thử lại."));
  document.addEventListener("htmx:responseError", () =>
    say("Máy chủ chưa thực hiện được yêu cầu này. Hãy tải lại trang rồi thử lại."));
  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));

  // A page that was told to go elsewhere asks for nothing more: a look at progress every two seconds would begin the way
  // anew each time, and a page that takes longer to come would never come.
  const LEAVING_MS = 60000;
  let leaving = false;
  const stay = () => (leaving = false);
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (leaving) event.preventDefault();
    const told = (name) => event.detail.xhr.getResponseHeader(name) !== null;
    if (leaving || !(told("HX-Redirect") || told("HX-Refresh"))) return;
    leaving = true;
    setTimeout(stay, LEAVING_MS);
  });
  document.addEventListener("htmx:beforeRequest", (event) => leaving && event.preventDefault());
  window.addEventListener("pageshow", stay);
  focusSummary(document);
})();
