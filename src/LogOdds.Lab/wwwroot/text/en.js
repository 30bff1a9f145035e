// Every text of the Lab, in English. Marks: *emphasis*, `code`, _variable_, ^{above}, _{below}, [link](address).

export const ui = {
  name: 'LogOdds Lab',
  workbench: 'Workbench: your own data',
  chapters: 'Chapters',
  skip: 'Skip to the content',
  theme: 'Switch between light and dark',
  privacy: 'Everything on this page is computed by the LogOdds engine on this machine. No data leave it.',
  chapterOf: (n, all) => `Chapter ${n} of ${all}`,
  formulas: 'Formulas',
  tries: 'Try this',
  previous: (title) => `← ${title}`,
  next: (title) => `${title} →`,
  copyLink: 'Copy a link to this picture',
  copied: 'Copied',
  reset: 'Start over',
  run: 'The same run outside this page',
  asCommand: 'As a command',
  asCode: 'As C#',
  downloadPoints: 'Download these points as points.csv',
  exactly: 'exact value',
  none: '–',
  pointKeys: 'Arrow keys move it, Enter flips its class, Delete removes it, N and P go to the next and the previous point.',
  descent: 'Steps of the descent',
  step: 'Step',
  stepOf: (step, all) => `step ${step} of ${all}`,
  player: { rewind: 'Rewind to the start', back: 'One step back', play: 'Play', pause: 'Pause', one: 'One step', ten: 'Ten steps', hundred: 'A hundred steps', end: 'To the end' },
  playerSigns: { rewind: '⏮', back: '−1', play: '▶', pause: '⏸', one: '+1', ten: '+10', hundred: '+100', end: '⏭' },
  labels: { data: 'Data', add: 'A click adds a point of class' },
  choices: {
    data: {
      hours: 'hours of study, 16 students', hours12: 'hours of study, 12 students', exams: 'two exam marks, 100 applicants', blobs: 'two clouds, 1000 points',
      rings: 'a ring around a core', moons: 'two moons', corners: 'opposite corners',
    },
    add: { 0: '0 (triangle)', 1: '1 (circle)' },
  },
};

export const chapters = {
  sigmoid: {
    title: 'The sigmoid by hand',
    lead: 'Two numbers make the curve: a weight _w_ and a bias _b_. Move them until the curve runs through the students.',
    prose: [
      'Sixteen students said how long they had studied; those who passed stand at 1, the others at 0. A line of log-odds, _z_ = _w_·_x_ + _b_, says how much speaks for passing. The sigmoid bends that line into a probability.',
      'The weight sets how steeply the curve climbs: at the boundary its slope is _w_/4. The bias moves it sideways. Where _z_ is 0 the probability is ½, and that is at _x_ = −_b_/_w_: the *decision boundary*.',
      'Each thin stroke reaches from a student to the curve. The cost turns all of them into one number; its lowest value is what a fit looks for.',
    ],
    formulas: ['_z_ = _w_ · _x_ + _b_', 'σ(_z_) = 1 / (1 + _e_^{−_z_})', 'boundary: _x_ = −_b_ / _w_', 'slope of σ at the boundary: _w_ / 4'],
    tries: [
      'Shift the curve to the right *without changing its slope*: only _b_ has moved, and the boundary with it.',
      'Make the curve *steep*. It is sure of itself everywhere but near the boundary. Does the cost fall?',
      'Turn it round with a *negative weight*: more hours now speak against passing. Then let the engine find the best fit.',
    ],
    figures: {
      line: 'Log-odds as a straight line over hours of study. The handle on the line shows the log-odds of one student.',
      curve: 'Probability of passing as a sigmoid over hours of study, with the students as points. The handle at one half moves the boundary.',
    },
    axes: { logOdds: 'log-odds z', probability: 'probability of passing' },
    boundary: '−b/w',
    labels: { w: 'Weight w', b: 'Bias b', at: 'A student’s hours', boundary: 'Boundary −b/w', best: 'Let the engine fit' },
    numbers: { boundary: 'Boundary −b/w', steepness: 'Slope at the boundary, w/4', z: 'This student’s log-odds', p: 'This student’s probability', cost: 'Cost (mean log loss)', right: 'On the right side' },
  },
};
