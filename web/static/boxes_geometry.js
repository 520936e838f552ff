// The arithmetic of boxes, in whole millionths of a percent of the picture, so that nothing drifts between screen and file.
const BoxGeometry = (() => {
  "use strict";
  const WHOLE = 100_000_000;
  const PART = 1_000_000;

  const within = (number, least, most) => Math.max(least, Math.min(most, number));
  const onPicture = (number) => within(Math.round(number), 0, WHOLE);

  // Two opposite corners in any order make a box.
  const between = (one, other) => ({
    left: Math.min(one.x, other.x), top: Math.min(one.y, other.y),
    right: Math.max(one.x, other.x), bottom: Math.max(one.y, other.y),
  });

  const moved = (box, x, y) => {
    const across = within(Math.round(x), -box.left, WHOLE - box.right);
    const down = within(Math.round(y), -box.top, WHOLE - box.bottom);
    return { ...box, left: box.left + across, right: box.right + across, top: box.top + down, bottom: box.bottom + down };
  };

  const resized = (box, x, y, least) => ({
    ...box,
    right: within(Math.round(box.right + x), box.left + least, WHOLE),
    bottom: within(Math.round(box.bottom + y), box.top + least, WHOLE),
  });

  const CORNERS = ["left top", "right top", "left bottom", "right bottom"];
  const cornerOf = (box, corner) => { const [side, end] = corner.split(" "); return { x: box[side], y: box[end] }; };
  const opposite = (box, corner) => cornerOf(box, CORNERS[3 - CORNERS.indexOf(corner)]);

  const holds = (box, place) => box.left <= place.x && place.x <= box.right && box.top <= place.y && place.y <= box.bottom;
  const area = (box) => (box.right - box.left) * (box.bottom - box.top);
  const smallestAt = (boxes, place) => boxes.filter((box) => holds(box, place)).sort((one, other) => area(one) - area(other))[0];

  const toRegion = (box, width, height) => ({
    id: box.id, from_name: "label", to_name: "image", type: "rectanglelabels",
    original_width: width, original_height: height, image_rotation: 0,
    value: {
      x: box.left / PART, y: box.top / PART, width: (box.right - box.left) / PART, height: (box.bottom - box.top) / PART,
      rotation: 0, rectanglelabels: [box.label],
    },
  });

  const fromRegion = (region) => {
    const { x, y, width, height, rectanglelabels } = region.value;
    const [left, top] = [Math.round(x * PART), Math.round(y * PART)];
    return { id: String(region.id), label: rectanglelabels[0], left, top, right: left + Math.round(width * PART), bottom: top + Math.round(height * PART) };
  };

  return { WHOLE, CORNERS, onPicture, between, moved, resized, cornerOf, opposite, smallestAt, toRegion, fromRegion };
})();
