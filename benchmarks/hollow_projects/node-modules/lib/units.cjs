"use strict";

const path = require("node:path");

const STEPS = ["B", "kB", "MB", "GB"];

exports.size = function size(bytes) {
  let step = 0;
  while (bytes >= 1000 && step < STEPS.length - 1) {
    bytes /= 1000;
    step += 1;
  }
  return `${Math.round(bytes * 10) / 10} ${STEPS[step]}`;
};

function ending(file) {
  const name = path.basename(file);
  return name.startsWith(".") ? "" : path.extname(name).slice(1).toLowerCase();
}

const roman = {
  of(number) {
    const table = [[10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]];
    let made = "";
    for (const [value, sign] of table) {
      while (number >= value) {
        made += sign;
        number -= value;
      }
    }
    return made;
  },
};

module.exports.ending = ending;
module.exports.roman = roman;
