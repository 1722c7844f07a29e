// A slider beside each number field that asks for one; the field stays the one that is sent.
document.querySelectorAll("input[data-slider]").forEach((field) => {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = field.min;
  slider.max = field.max;
  slider.step = field.step;
  slider.value = field.value;
  slider.className = "slider";
  slider.setAttribute("aria-label", field.labels.length ? field.labels[0].textContent : field.name);
  slider.addEventListener("input", () => { field.value = slider.value; });
  field.addEventListener("input", () => { slider.value = field.value; });
  field.after(slider);
});
