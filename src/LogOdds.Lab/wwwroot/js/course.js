// The chapters in their order.
export const course = [
  'sigmoid',
  'threshold',
  'split',
  'features',
  'separation',
  'certainty',
  'meaning',
];
