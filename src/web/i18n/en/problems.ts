/** By the server's stable codes: what happened, and what to do. */
export const problems = {
  unknown: {
    what: 'The server answered with an unexpected error ({{status}})',
    todo: 'Try again. If it happens again, tell the person who administers Paraphe.',
  },
  network: { what: 'The server does not answer', todo: 'Check the network. Nothing on this page is lost.' },
};
