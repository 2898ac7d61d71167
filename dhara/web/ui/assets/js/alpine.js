// Alpine in its CSP build: only components named here, no code in attributes.
import Alpine from "@alpinejs/csp";

export function startAlpine() {
  // x-data="disclosure": toggle(), x-show="open"
  Alpine.data("disclosure", () => ({
    open: false,
    toggle() {
      this.open = !this.open;
    },
  }));
  // x-data="choice" on a form part: parts with data-when="a b" show while the [data-choice] field has one of the values.
  Alpine.data("choice", () => ({
    init() {
      const update = () => {
        const field = this.$root.querySelector("[data-choice]:checked, select[data-choice], :checked[name]");
        for (const part of this.$root.querySelectorAll("[data-when]")) {
          part.hidden = !part.dataset.when.split(" ").includes(field?.value);
        }
      };
      this.$root.addEventListener("change", update);
      update();
    },
  }));
  // x-data="counter": how many characters are left of a field's maxlength, in an element with x-text="left".
  Alpine.data("counter", () => ({
    left: "",
    init() {
      const field = this.$root.querySelector("[maxlength]");
      const format = new Intl.NumberFormat(document.documentElement.lang);
      const update = () => (this.left = format.format(field.maxLength - field.value.length));
      field?.addEventListener("input", update);
      if (field) update();
    },
  }));
  Alpine.start();
}
