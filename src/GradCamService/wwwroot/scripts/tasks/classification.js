import { chips, conceptControls } from './concepts.js';

/** @type {import('./table.js').Task} */
export const classification = {
  name: 'classification',
  title: 'Classify',
  samples: [
    { name: 'cat', files: ['samples/chelsea.jpg'] },
    { name: 'coffee', files: ['samples/coffee.jpg'] },
    { name: 'rocket', files: ['samples/rocket.jpg'] },
  ],
  fields: ['concept', 'against', 'counterfactual'],
  needs: () => null,
  controls: conceptControls,
  listing: chips,
  entryName: entry => `${entry.concept.label}${entry.against ? ` rather than ${entry.against.label}` : ''}`,
};
