import { choice, element } from './dom.js';
import { key } from './key.js';
import './parts/key-field.js';
import { RequestState } from './parts/request-state.js';
import { CompareRoom } from './rooms/compare.js';
import { ExplainRoom } from './rooms/explain.js';
import { JobsRoom } from './rooms/jobs.js';
import { ModelsRoom } from './rooms/models.js';
import { model as fetchModel, models as fetchModels } from './service.js';
import { Session } from './session.js';
import { taskOf } from './tasks/table.js';

/**
 * @typedef {import('./service.js').Model} Model
 * @typedef {import('./service.js').ModelSummary} ModelSummary
 * @typedef {{ session: Session, models: readonly ModelSummary[], model: Model | null, choice: HTMLElement }} Found
 */

/** The rooms: a name in the address, a title, and what is in it. Those of one model are closed until one is ready. */
const rooms = /** @type {readonly { name: string, title: string, needsModel: boolean, open: (found: any) => HTMLElement }[]} */ ([
  { name: 'explain', title: 'Explain', needsModel: true, open: ({ session, model, choice: chooser }) => new ExplainRoom(session, model, chooser) },
  { name: 'compare', title: 'Compare', needsModel: true, open: ({ session, model, models }) => new CompareRoom(session, model, models) },
  { name: 'models', title: 'Models', needsModel: false, open: ({ session, models }) => new ModelsRoom(session, models) },
  { name: 'jobs', title: 'Jobs', needsModel: false, open: ({ session, model }) => new JobsRoom(session, model) },
]);

const session = new Session();
const nav = /** @type {HTMLElement} */ (document.querySelector('nav'));
const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const state = new RequestState();
let models = /** @type {readonly ModelSummary[]} */ ([]);
let opening = 0;

async function open() {
  const turn = ++opening;
  const room = rooms.find(each => each.name === session.room) ?? rooms[0];
  document.title = `${room.title} – GradCamService`;
  drawNav(room.name);
  const chosen = models.find(each => each.name === session.settings.model);
  if (!chosen && session.settings.model === '' || chosen && !chosen.ready && room.needsModel)
    session.settings.model = (models.find(each => each.ready && each.task === 'classification') ?? models.find(each => each.ready))?.name ?? '';
  const { model: name } = session.settings;
  const model = name && (room.needsModel || room.name === 'jobs') ? await ready(name) : null;
  if (turn !== opening)
    return;
  if (room.needsModel && !model)
    return main.replaceChildren(state, element('p', { class: 'problem' }, 'No model is ready. ', element('a', { href: '#/models' }, 'See why')));
  main.replaceChildren(room.open({ session, models, model, choice: modelChoice(name) }));
}

/** @param {string} name */
function ready(name) {
  main.replaceChildren(state);
  return state.run('Reading the model', () => fetchModel(name), main);
}

/** @param {string} chosen */
function modelChoice(chosen) {
  return choice('Model', 'model', models.filter(each => each.ready).map(each => [each.name, `${taskOf(each.task).title}: ${each.title ?? each.name}`]), chosen, name => {
    session.photos = taskOf(models.find(each => each.name === name)?.task ?? null) === taskOf(models.find(each => each.name === chosen)?.task ?? null) ? session.photos : session.photos.slice(-1);
    session.set({ model: name });
    open();
  });
}

/** @param {string} [current] */
function drawNav(current = session.room) {
  nav.replaceChildren(...rooms.map(room => element('a', { href: session.addressOf(room.name), 'aria-current': room.name === current ? 'page' : null }, room.title)),
    element('a', { href: 'swagger/' }, 'API'));
}

async function start() {
  main.replaceChildren(state);
  const found = await state.run('Looking what is served', fetchModels, main);
  if (!found)
    return;
  models = found;
  await open();
}

state.addEventListener('again', () => start());
key.addEventListener('changed', () => start());
session.addEventListener('moved', () => open());
session.addEventListener('written', () => drawNav());
await start();
