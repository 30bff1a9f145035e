// The table: a file that is dropped or chosen, a built-in data set, or what the command was given.
import { ask, send } from '../js/ask.js';
import { el, fill } from '../js/dom.js';
import { figure, percent } from '../js/format.js';
import { workbench } from '../text/en.js';
import { dataTable, field, options, problemPlace } from './parts.js';
import { upload } from './upload.js';

const text = workbench.data;

// From here on a column of categories has a word said about it.
const ManyLevels = 30;

export function datasetSection(bench, body) {
  const problem = problemPlace('data-problem');
  const progress = el('progress', { id: 'upload-progress', max: '1', 'aria-label': text.reading });
  const saying = el('p', { id: 'data-status', role: 'status' });
  const cancel = el('button', { type: 'button', id: 'upload-cancel' }, text.cancel);
  const busy = el('div', { class: 'busy', hidden: true }, progress, saying, cancel);
  const input = el('input', { type: 'file', id: 'file', accept: '.csv,.tsv,.txt,.gz,text/csv', onchange: () => input.files[0] && sendFile(input.files[0]) });
  const drop = el('div', { class: 'drop' }, el('label', { for: 'file' }, text.drop), input, el('p', { class: 'remark' }, text.file));
  const samples = el('select', { onchange: () => samples.value && openSample(samples.value) });
  const given = el('button', { type: 'button', id: 'open-given', hidden: true });
  const overview = el('div', { id: 'overview' });
  let limits;
  let running;

  for (const kind of ['dragover', 'dragenter']) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add('over'); });
  for (const kind of ['dragleave', 'drop']) drop.addEventListener(kind, () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => { event.preventDefault(); const file = event.dataTransfer.files[0]; if (file) sendFile(file); });
  cancel.addEventListener('click', () => running?.abort());
  bench.ended.signal.addEventListener('abort', () => running?.abort());

  fill(body, el('div', { class: 'sources' }, drop, el('div', {}, field('sample', text.sample, samples), given)), busy, problem.element, overview);

  async function take(what, data = '', isFromAddress = false) {
    running?.abort();
    running = new AbortController();
    problem.show(null);
    busy.hidden = false;
    progress.removeAttribute('value');
    saying.textContent = text.reading;
    try {
      await bench.open(await what(running.signal), data, isFromAddress);
    } catch (error) {
      if (error.name !== 'AbortError') problem.show(error);
    } finally {
      busy.hidden = true;
      input.value = '';
    }
  }

  function sendFile(file) {
    samples.value = '';
    if (file.size > limits.maxUploadBytes) {
      problem.show({ message: text.tooLarge(file.name, file.size, limits.maxUploadBytes) });
      return undefined;
    }
    return take((signal) => {
      saying.textContent = text.uploading(file.name);
      return upload(file, (share) => {
        progress.value = share;
        if (share === 1) {
          progress.removeAttribute('value');
          saying.textContent = text.reading;
        }
      }, signal);
    });
  }

  const openSample = (name, isFromAddress) => take(() => send(`workbench/samples/${encodeURIComponent(name)}`, {}), name, isFromAddress);

  bench.onTable((table) => fill(overview, describe(table)));

  bench.onStart(async () => {
    limits = await ask('workbench/');
    fill(samples, options([['', text.choose], ...limits.samples.map((sample) => [sample.name, text.sampleName(sample)])]));
    const openGiven = (isFromAddress) => take(() => ask(`workbench/tables/${limits.given.id}`), '', isFromAddress);
    if (limits.given) {
      given.hidden = false;
      given.textContent = text.given(limits.given.file);
      given.onclick = () => openGiven(false);
    }
    const kept = sessionStorage.getItem('workbench-table');
    if (limits.samples.some((sample) => sample.name === bench.state.data)) {
      samples.value = bench.state.data;
      await openSample(bench.state.data, true);
    } else if (kept && kept !== limits.given?.id) {
      await take(() => ask(`workbench/tables/${kept}`), '', true);
      if (!bench.table) {
        sessionStorage.removeItem('workbench-table');
        if (limits.given) await openGiven(false);
        else problem.show({ message: text.gone });
      }
    } else if (limits.given) await openGiven(true);
  });
}

function describe(table) {
  const rows = table.columns.map((column) => [
    column.name,
    column.isNumeric ? text.numbers : text.categories,
    column.missing ? `${column.missing.toLocaleString('en')} (${percent(column.missing / table.rows)})` : '0',
    values(column),
    remarks(column, table.rows),
  ]);
  return [
    el('h3', { id: 'opened' }, text.opened(table.file, table.rows, table.columnCount)),
    table.columns.length < table.columnCount ? el('p', { class: 'remark' }, text.shown(table.columns.length, table.columnCount)) : '',
    dataTable({ id: 'columns', caption: text.caption, head: text.head, rows, isText: (j) => j !== 2 }),
  ];
}

function values(column) {
  if (column.values.length > 0 && (column.values.length <= 4 || !column.isNumeric)) {
    const shown = column.values.slice(0, 6).map((value) => text.count(value.value, value.rows)).join(', ');
    return column.distinct > 6 ? `${shown}, … ${text.distinct(column.distinct, false)}` : shown;
  }
  return column.low === null ? '' : `${text.range(figure(column.low), figure(column.high))}, ${text.distinct(column.distinct, column.isMore)}`;
}

function remarks(column, rows) {
  const said = [];
  if (column.distinct === 0) said.push(text.empty);
  else if (column.isConstant) said.push(text.constant);
  if (column.isAllDifferent) said.push(text.different);
  else if (!column.isNumeric && column.distinct > ManyLevels) said.push(text.many);
  if (column.missing > rows / 4 && column.distinct > 0) said.push(text.missing(percent(column.missing / rows)));
  if (column.distinct === 2 && !column.isMore) said.push(text.balance(percent(column.values[1].rows / (rows - column.missing)), column.values[1].value));
  return said.join('; ');
}
