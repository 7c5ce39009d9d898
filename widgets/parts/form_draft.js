// What was typed and not submitted, kept for this tab alone: it may be about a person, so it never outlives it.

class FormDraft {
  constructor({ owner, key, basis } = {}) {
    this.basis = basis ?? "";
    this.name = key ? `workbench-draft:${owner}:${key}` : "";
    if (this.name) this.forgetOthers(`workbench-draft:${owner}:`);
  }

  // The browser of a shared desk: what another account typed in this tab is gone with its login.
  forgetOthers(own) {
    this.try((storage) => {
      for (const name of Object.keys(storage)) if (name.startsWith("workbench-draft:") && !name.startsWith(own)) storage.removeItem(name);
    });
  }

  read() { return this.name ? this.try((storage) => JSON.parse(storage.getItem(this.name))) ?? null : null; }

  write(values) { if (this.name) this.try((storage) => storage.setItem(this.name, JSON.stringify({ values, basis: this.basis, at: Date.now() }))); }

  clear() { if (this.name) this.try((storage) => storage.removeItem(this.name)); }

  try(action) {
    try {
      return action(sessionStorage);
    } catch {
      return null; // a browser that keeps nothing: the form works without
    }
  }
}
