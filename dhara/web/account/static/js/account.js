// Passkeys, the check of a studio's address, printing. Every page of the account works without it but for passkeys.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (items) => items?.map((item) => ({ ...item, id: bytes(item.id) }));

async function create(options) {
  const key = options.publicKey;
  const made = await navigator.credentials.create({
    publicKey: {
      ...key,
      challenge: bytes(key.challenge),
      user: { ...key.user, id: bytes(key.user.id) },
      excludeCredentials: withBytes(key.excludeCredentials),
      authenticatorSelection: {
        ...key.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  return packed(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function get(options) {
  const key = options.publicKey;
  const shown = await navigator.credentials.get({
    publicKey: { ...key, challenge: bytes(key.challenge), allowCredentials: withBytes(key.allowCredentials) },
  });
  const { authenticatorData, signature, userHandle } = shown.response;
  return packed(shown, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

function packed(credential, response) {
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { ...response, clientDataJSON: text(credential.response.clientDataJSON) },
  };
}

const ceremonies = {
  create: async (form) => create(optionsOf(form).creation_options),
  get: async (form) => get(optionsOf(form).request_options),
  login: async (form) => {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return get((await answer.json()).request_options);
  },
};

const optionsOf = (form) => JSON.parse(document.getElementById(form.dataset.options).textContent);

// <form data-passkey="create|get|login" data-options="id">, with an <input name="credential"> and a [data-trouble].
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const trouble = form.querySelector("[data-trouble]");
  if (!window.PublicKeyCredential) {
    form.hidden = form.dataset.passkey === "login";
    if (trouble) trouble.hidden = false;
    continue;
  }
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    if (trouble) trouble.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ceremonies[form.dataset.passkey](form));
      form.submit();
    } catch {
      if (trouble) trouble.hidden = false;
    }
  });
}

// <input data-check="/address/">: says beside the field whether a studio's address is free.
for (const input of document.querySelectorAll("input[data-check]")) {
  const says = document.getElementById(input.dataset.says);
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    says.textContent = "";
    if (input.value.trim().length < 3) return;
    waiting = setTimeout(async () => {
      const asked = input.value;
      try {
        const answer = await fetch(`${input.dataset.check}?handle=${encodeURIComponent(asked)}`);
        if (!answer.ok || asked !== input.value) return;
        const { free, message } = await answer.json();
        says.textContent = message;
        says.className = free ? "field-help stat-up" : "field-error";
      } catch {
        // offline: the form itself will tell
      }
    }, 350);
  });
}

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
for (const select of document.querySelectorAll("select[data-device-zone]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = [...select.options].some((option) => option.value === zone);
  const hint = document.getElementById(select.dataset.deviceZone);
  if (!known || !hint || select.value === zone) continue;
  hint.hidden = false;
  hint.addEventListener("click", () => {
    select.value = zone;
    hint.hidden = true;
  });
}
