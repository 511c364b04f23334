/** The middles of dots that stand alone on the live canvas, in the window's coordinates, from the top;
 * runs on the page.
 * @param {number} most */
export function dots(most) {
  const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('live'));
  const {data, width, height} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const inked = (x, y) => data[4 * (y * width + x) + 3] > 60;
  const clear = (x, y, from, to) => {
    for (let dy = -to; dy <= to; dy++) for (let dx = -to; dx <= to; dx++) {
      if (Math.hypot(dx, dy) > from && inked(x + dx, y + dy)) return false;
    }
    return true;
  };
  const box = canvas.getBoundingClientRect();
  const found = [];
  for (let y = 40; y < height - 40 && found.length < most; y++) for (let x = 40; x < width - 40 && found.length < most; x++) {
    if (inked(x, y) && inked(x, y + 2) && clear(x, y + 1, 4, 7)) found.push({x: box.left + x * box.width / width, y: box.top + (y + 1) * box.height / height});
  }
  return found;
}
