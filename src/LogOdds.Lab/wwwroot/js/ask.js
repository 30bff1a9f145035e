// Questions to the engine. An answer depends on the question alone, so the last ones are kept.
const kept = new Map();
const Most = 60;

export class EngineError extends Error {
  constructor(message, position) {
    super(message);
    this.position = position;
  }
}

/** The address of a question, without what is empty. */
export function address(path, question = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(question)) if (value !== '' && value !== null && value !== undefined) query.set(name, value);
  const text = query.toString();
  return `/api/${path}${text ? `?${text}` : ''}`;
}

async function failure(response) {
  const problem = await response.json().catch(() => ({ message: `${response.status} ${response.statusText}` }));
  return new EngineError(problem.message, problem.position);
}

/** An answer, as JSON. */
export function ask(path, question) {
  const url = address(path, question);
  if (!kept.has(url)) {
    const answer = fetch(url).then(async (response) => {
      if (!response.ok) throw await failure(response);
      return response.json();
    });
    answer.catch(() => kept.delete(url));
    kept.set(url, answer);
    if (kept.size > Most) kept.delete(kept.keys().next().value);
  }
  return kept.get(url);
}

/** Sends something and gives the answer, as JSON unless it is of another kind. */
export async function send(path, body, options = {}) {
  const isJson = !(body instanceof FormData || body instanceof Blob);
  const response = await fetch(`/api/${path}`, {
    method: 'POST', body: isJson ? JSON.stringify(body) : body, headers: isJson ? { 'Content-Type': 'application/json' } : {}, ...options,
  });
  if (!response.ok) throw await failure(response);
  return response.headers.get('Content-Type')?.includes('json') ? response.json() : response.blob();
}

/** Events as they come, until the engine is done or the signal says that nobody listens any more. */
export async function* listen(url, signal, options = {}) {
  const response = await fetch(url, { signal, ...options });
  if (!response.ok) throw await failure(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (waiting + value).split('\n\n');
    waiting = events.pop();
    for (const event of events) {
      const kind = event.match(/^event: (.*)$/m)?.[1] ?? 'message';
      const data = [...event.matchAll(/^data: (.*)$/gm)].map((line) => line[1]).join('\n');
      const content = JSON.parse(data);
      if (kind === 'problem') throw new EngineError(content.message, content.position);
      yield { kind, content };
    }
  }
}
