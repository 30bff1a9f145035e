// Sends a file and tells how far it has come, which fetch cannot.
import { EngineError } from '../js/ask.js';
import { workbench as text } from '../text/en.js';

export function upload(file, onProgress, signal) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/workbench/tables?${new URLSearchParams({ name: file.name })}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = (event) => onProgress(event.loaded / event.total);
    request.onerror = () => fail(new EngineError(text.data.left));
    request.onabort = () => fail(new DOMException('', 'AbortError'));
    request.onload = () => {
      let answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // Not the engine's words.
      }
      if (request.status === 200) done(answer);
      else fail(new EngineError(answer?.message ?? `${request.status} ${request.statusText}`));
    };
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
