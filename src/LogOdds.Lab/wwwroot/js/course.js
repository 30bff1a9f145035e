// The chapters in their order.
export const course = [
  'line',
  'sigmoid',
  'odds',
  'loss',
  'overflow',
  'landscapes',
  'gradient',
  'descent',
  'scaling',
  'boundary',
  'threshold',
  'split',
  'features',
  'separation',
  'race',
];
