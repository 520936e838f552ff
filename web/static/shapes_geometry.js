// The arithmetic of shapes, in whole millionths of a percent of the picture, so that nothing drifts between screen and file.
// A box is {x, y, width, height, turn}, turned clockwise about its first corner; a polygon {points}; a point {x, y, size}.
const ShapeGeometry = (() => {
  "use strict";
  const WHOLE = 100_000_000;
  const PART = 1_000_000;
  const REST = 2; // what a turned corner keeps from the edge, because its place is no whole number of parts
  const FEWEST = 3;

  const within = (number, least, most) => Math.max(least, Math.min(most, number));
  const onPicture = (number) => within(Math.round(number), 0, WHOLE);
  const onPlane = (place) => ({ x: onPicture(place.x), y: onPicture(place.y) });
  const toPixels = (place, plane) => ({ x: (place.x * plane.width) / WHOLE, y: (place.y * plane.height) / WHOLE });
  const toParts = (place, plane) => ({ x: (place.x * WHOLE) / plane.width, y: (place.y * WHOLE) / plane.height });
  const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
  const middle = (one, other) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });

  // Two opposite corners in any order make a box.
  const between = (one, other) => ({
    x: Math.min(one.x, other.x), y: Math.min(one.y, other.y), width: Math.abs(one.x - other.x), height: Math.abs(one.y - other.y), turn: 0,
  });

  const turned = (way, degrees) => {
    const angle = (degrees * Math.PI) / 180;
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    return { x: way.x * cosine - way.y * sine, y: way.x * sine + way.y * cosine };
  };
  const plus = (one, other) => ({ x: one.x + other.x, y: one.y + other.y });
  const minus = (one, other) => ({ x: one.x - other.x, y: one.y - other.y });

  const cornersOf = (box, plane) => {
    const [start, size] = [toPixels(box, plane), toPixels({ x: box.width, y: box.height }, plane)];
    return [[0, 0], [size.x, 0], [size.x, size.y], [0, size.y]].map(([x, y]) => plus(start, turned({ x, y }, box.turn)));
  };

  // The corners of a shape in pixels of the picture; a point has one.
  const outlineOf = (shape, plane) => {
    if (shape.points) return shape.points.map((point) => toPixels(point, plane));
    return "turn" in shape ? cornersOf(shape, plane) : [toPixels(shape, plane)];
  };

  const around = (places) => {
    const [across, down] = [places.map((place) => place.x), places.map((place) => place.y)];
    return { left: Math.min(...across), top: Math.min(...down), right: Math.max(...across), bottom: Math.max(...down) };
  };

  const boundsOf = (shape, plane) => {
    if (shape.points) return around(shape.points);
    if (!("turn" in shape)) return around([shape]);
    if (shape.turn === 0) return { left: shape.x, top: shape.y, right: shape.x + shape.width, bottom: shape.y + shape.height };
    const found = around(cornersOf(shape, plane).map((corner) => toParts(corner, plane)));
    return { left: Math.floor(found.left) - REST, top: Math.floor(found.top) - REST, right: Math.ceil(found.right) + REST, bottom: Math.ceil(found.bottom) + REST };
  };

  const isInside = (shape, plane) => {
    const { left, top, right, bottom } = boundsOf(shape, plane);
    return left >= 0 && top >= 0 && right <= WHOLE && bottom <= WHOLE;
  };

  // What is said of a shape: where it begins and how large it is, in whole pixels.
  const sidesOf = (shape, plane) => {
    const { left, top, right, bottom } = around(outlineOf(shape, plane));
    return { x: Math.round(left), y: Math.round(top), width: Math.round(right - left), height: Math.round(bottom - top) };
  };

  const sizeOf = (box, plane) => { const size = toPixels({ x: box.width, y: box.height }, plane); return [size.x, size.y]; };

  const shifted = (shape, x, y) => {
    if (shape.points) return { ...shape, points: shape.points.map((point) => ({ x: point.x + x, y: point.y + y })) };
    return { ...shape, x: shape.x + x, y: shape.y + y };
  };

  const moved = (shape, x, y, plane) => {
    const bounds = boundsOf(shape, plane);
    return shifted(shape, within(Math.round(x), -bounds.left, WHOLE - bounds.right), within(Math.round(y), -bounds.top, WHOLE - bounds.bottom));
  };

  const grownBox = (box, x, y, least, plane) => {
    const [widest, highest] = box.turn === 0 ? [WHOLE - box.x, WHOLE - box.y] : [WHOLE, WHOLE];
    const grown = { ...box, width: within(Math.round(box.width + x), least, widest), height: within(Math.round(box.height + y), least, highest) };
    return isInside(grown, plane) ? grown : box;
  };

  const grownPolygon = (shape, x, y, least, plane) => {
    const { left, top, right, bottom } = boundsOf(shape, plane);
    const stretched = (number, start, before, more) => (before ? start + Math.round(((number - start) * within(before + more, least, WHOLE - start)) / before) : number);
    return { ...shape, points: shape.points.map((point) => ({ x: stretched(point.x, left, right - left, x), y: stretched(point.y, top, bottom - top, y) })) };
  };

  const resized = (shape, x, y, least, plane) => {
    if (shape.points) return grownPolygon(shape, x, y, least, plane);
    if ("turn" in shape) return grownBox(shape, x, y, least, plane);
    return { ...shape, size: within(Math.round(shape.size + Math.sign(x + y) * (PART / 4)), PART / 4, 20 * PART) };
  };

  // Tenths of a degree are as fine as a hand can turn, and are written without a tail.
  const cleanTurn = (degrees) => { const tenths = ((Math.round(degrees * 10) % 3600) + 3600) % 3600; return tenths / 10; };

  // Turned about its middle, and pushed back onto the picture; where there is no room it stays as it was.
  const turnedTo = (box, degrees, plane) => {
    const corners = cornersOf(box, plane);
    const turn = cleanTurn(degrees);
    const half = turned(toPixels({ x: box.width / 2, y: box.height / 2 }, plane), turn);
    const start = toParts(minus(middle(corners[0], corners[2]), half), plane);
    const after = { ...box, x: Math.round(start.x), y: Math.round(start.y), turn };
    const bounds = boundsOf(after, plane);
    if (bounds.right - bounds.left > WHOLE || bounds.bottom - bounds.top > WHOLE) return box;
    return moved(after, 0, 0, plane);
  };

  const turnTowards = (box, place, plane) => {
    const corners = cornersOf(box, plane);
    const way = minus(toPixels(place, plane), middle(corners[0], corners[2]));
    return turnedTo(box, (Math.atan2(way.y, way.x) * 180) / Math.PI + 90, plane);
  };

  // One corner goes to a place and the opposite one stays.
  const cornerTo = (box, index, place, plane) => {
    const fixed = cornersOf(box, plane)[(index + 2) % 4];
    if (box.turn === 0) return { ...box, ...between(onPlane(toParts(fixed, plane)), place) };
    const way = turned(minus(toPixels(place, plane), fixed), -box.turn);
    const start = toParts(plus(fixed, turned({ x: Math.min(0, way.x), y: Math.min(0, way.y) }, box.turn)), plane);
    const size = toParts({ x: Math.abs(way.x), y: Math.abs(way.y) }, plane);
    const after = { ...box, x: Math.round(start.x), y: Math.round(start.y), width: Math.round(size.x), height: Math.round(size.y) };
    return isInside(after, plane) ? after : box;
  };

  const vertexTo = (shape, index, place) => ({ ...shape, points: shape.points.map((point, at) => (at === index ? place : point)) });
  const withVertex = (shape, after, place) => ({ ...shape, points: [...shape.points.slice(0, after + 1), place, ...shape.points.slice(after + 1)] });
  const withoutVertex = (shape, index) => (shape.points.length > FEWEST ? { ...shape, points: shape.points.filter((point, at) => at !== index) } : shape);
  const edgeMiddle = (shape, index) => onPlane(middle(shape.points[index], shape.points[(index + 1) % shape.points.length]));

  const triangle = ({ x, y, width, height }) => ({
    points: [{ x: Math.round(x + width / 2), y }, { x: x + width, y: y + height }, { x, y: y + height }],
  });

  const areaOf = (outline) => Math.abs(outline.reduce((sum, corner, index) => {
    const next = outline[(index + 1) % outline.length];
    return sum + corner.x * next.y - next.x * corner.y;
  }, 0)) / 2;

  const holds = (outline, place) => outline.reduce((inside, corner, index) => {
    const next = outline[(index + 1) % outline.length];
    const isCrossed = corner.y > place.y !== next.y > place.y && place.x < ((next.x - corner.x) * (place.y - corner.y)) / (next.y - corner.y) + corner.x;
    return isCrossed ? !inside : inside;
  }, false);

  // The smallest shape under a place: what lies inside of another can be reached. A point reaches a few pixels around itself.
  const smallestAt = (shapes, place, plane, reach) => {
    const spot = toPixels(place, plane);
    const found = shapes.map((shape) => ({ shape, outline: outlineOf(shape, plane) }))
      .filter(({ outline }) => (outline.length === 1 ? distance(outline[0], spot) <= reach : holds(outline, spot)));
    return found.sort((one, other) => areaOf(one.outline) - areaOf(other.outline))[0]?.shape;
  };

  const turnHandle = (outline, box, plane, unit) => {
    const reach = (start, end, way) => plus(middle(outline[start], outline[end]), turned({ x: 0, y: way * 30 * unit }, box.turn));
    const isSeen = (place) => place.x > 0 && place.y > 0 && place.x < plane.width && place.y < plane.height;
    return [reach(0, 1, -1), reach(2, 3, 1), reach(0, 1, 1)].find(isSeen) ?? middle(outline[0], outline[2]);
  };

  // What a shape can be held by, in pixels of the picture; `unit` is one pixel of the screen.
  const handlesOf = (shape, plane, unit) => {
    const outline = outlineOf(shape, plane);
    const each = (kind) => outline.map((place, index) => ({ kind, index, ...place }));
    if (shape.kind === "keypoints") return [{ kind: "spot", index: 0, ...outline[0] }];
    if (shape.kind === "boxes") return each("corner");
    if (shape.kind === "rotated_boxes") return [...each("corner"), { kind: "turn", index: 0, ...turnHandle(outline, shape, plane, unit) }];
    const edges = outline.map((place, index) => ({ from: place, to: outline[(index + 1) % outline.length], index }))
      .filter(({ from, to }) => distance(from, to) > 44 * unit).map(({ from, to, index }) => ({ kind: "edge", index, ...middle(from, to) }));
    return [...each("vertex"), ...edges];
  };

  return {
    WHOLE, PART, FEWEST, onPicture, onPlane, toPixels, toParts, distance, middle, between, turned, plus, outlineOf, boundsOf, sidesOf, sizeOf, moved, resized,
    turnedTo, turnTowards, cornerTo, vertexTo, withVertex, withoutVertex, edgeMiddle, triangle, areaOf, smallestAt, handlesOf,
  };
})();
