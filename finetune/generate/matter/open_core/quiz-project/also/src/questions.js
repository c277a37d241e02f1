export const QUESTIONS = [
  { text: "Which planet has the shortest day?", options: ["Mars", "Jupiter", "Venus", "Earth"], right: 1 },
  { text: "What do you call a group of owls?", options: ["a parliament", "a crowd", "a herd", "a choir"], right: 0 },
];
