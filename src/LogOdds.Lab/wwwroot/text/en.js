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

  threshold: {
    title: 'A threshold and its price',
    lead: 'The model gives a probability. Somebody must still say from which probability on to act, and that depends on what the two errors cost.',
    prose: [
      'The model estimates the probability of diabetes for 532 women. To decide whom to examine further, a *threshold* is drawn: from it on, a woman counts as class 1. Two errors are possible. A *false positive* alarms a healthy woman; a *false negative* misses a sick one.',
      'Moving the threshold never removes errors, it trades the one kind for the other. The ROC curve shows every trade on offer: how many of the sick are found (recall) against how many of the healthy are alarmed. ½ is nothing special there; it is right only when both errors cost the same.',
      'When the probabilities are what they say, the costs alone give the best threshold. The staircase shows what each threshold would have cost on these rows; its lowest step lies near the line from the costs, but not on it, for it follows the chances of these rows.',
      'All of this is measured on the rows that the model was fitted to, which flatters it a little. The next chapter holds rows back.',
    ],
    formulas: ['predict 1 where _p_ ≥ _t_', 'recall = TP / (TP + FN)', 'precision = TP / (TP + FP)', 'cost = _c__{FP} · FP + _c__{FN} · FN', 'least expected cost at _t_ = _c__{FP} / (_c__{FP} + _c__{FN})'],
    tries: [
      'A disease screen is often read at *0.3* rather than ½: right if missing a sick woman costs 7 where alarming a healthy one costs 3. More of the sick are found. How many more healthy women are alarmed?',
      'Let a *missed case cost ten* times as much as a false alarm, then take the cheapest threshold. Accuracy falls, and the cost falls too.',
      'An admission where a *false yes is expensive*: the threshold moves up, to the sure cases.',
    ],
    figures: {
      histogram: 'How many rows of each class have which probability. The handle moves the threshold.',
      roc: 'ROC curve: recall against the false positive rate. The handle is where the threshold stands.',
      cost: 'Total cost of the errors over the threshold, with its lowest point. The handle moves the threshold.',
    },
    axes: { probability: 'estimated probability', rows: 'rows: class 0 left, class 1 right of each pair', falsePositiveRate: 'false positive rate', recall: 'recall', threshold: 'threshold', cost: 'total cost' },
    predicted: (c) => `predicted ${c}`,
    rates: (fpr, recall) => `false positive rate ${fpr}, recall ${recall}`,
    fromCosts: 'from costs',
    lowest: 'lowest',
    confusion: { caption: (target) => `What became of the rows (${target})`, is: (c) => `is ${c}`, tp: 'true positives', fn: 'false negatives', fp: 'false positives', tn: 'true negatives' },
    labels: { threshold: 'Threshold', fp: 'Cost of a false positive', fn: 'Cost of a false negative', roc: 'Place on the ROC curve', cheapest: 'Take the cheapest threshold', fromCosts: 'Take the threshold from the costs' },
    choices: { data: { pima: 'diabetes, 532 women' } },
    numbers: {
      recall: 'Recall (sensitivity)', specificity: 'Specificity', precision: 'Precision', accuracy: 'Accuracy', errorRate: 'Error rate', cost: 'Total cost here', leastCost: 'Least total cost',
      bestThreshold: 'Threshold of the least cost', fromCosts: 'Threshold from the costs', auc: 'Area under the ROC curve',
    },
    saying: (threshold, found, positives, alarms) => `From ${threshold} on, ${found} of ${positives} rows of class 1 are found and ${positives - found} are missed; ${alarms} of class 0 are taken for class 1.`,
  },
};
