// The words of the charts, which the report carries along.
export const charts = {
  forest: { label: (n) => `Odds ratios of ${n} terms with their intervals, on a logarithmic axis. The table has the same figures.`, axis: 'odds ratio (log scale)', plus: 'infinite →', minus: '← zero', leftOut: 'left out', more: (shown, all) => `The first ${shown} of ${all} terms are drawn.`, none: 'There is no term but the intercept.' },
  roc: { label: (auc) => `ROC curve, area ${auc}`, x: 'false positive rate', y: 'recall (true positive rate)' },
  precisionRecall: { label: (average) => `Precision–recall curve, average precision ${average}`, x: 'recall', y: 'precision' },
  calibration: { label: (n) => `Calibration in ${n} groups of rising probability: the share that happened against what was predicted, with intervals.`, x: 'predicted probability', y: 'share observed' },
  histogram: { label: (one, zero) => `Histogram of probabilities: rows of ${one} upwards, rows of ${zero} downwards.`, x: 'predicted probability', y: 'rows', up: (label) => `▲ ${label}`, down: (label) => `▼ ${label}` },
  influence: { label: (n) => `${n} rows by leverage and studentized residual; the area of a bubble is Cook’s distance.`, x: 'leverage', y: 'studentized residual', point: (where, cook) => `${where}, Cook’s distance ${cook}`, sampled: (shown, all) => `${shown.toLocaleString('en')} of ${all.toLocaleString('en')} rows are drawn: the most influential, and a random choice of the others.` },
  probability: { label: (name) => `Probability along ${name}, with its interval`, y: 'probability' },
  objective: { label: 'The objective after each iteration', x: 'iteration', y: 'objective F' },
};
