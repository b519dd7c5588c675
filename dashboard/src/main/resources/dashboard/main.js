// Where the dashboard begins.
import { askSession } from './api.js';
import { Frame } from './frame.js';
import { h, render } from './ui.js';

render(h(Frame, {}), document.getElementById('serin'));
askSession().catch(() => {
  // The frame shows that the server does not answer, and asks again.
});
