const columns = [0, 1, 2, 3, 4];
// Beyond the edges on every screen: a board has no end.
const rows = [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
type Place = readonly [column: number, row: number];

/** Which jacks are joined: a place on the office's board, one on the contact center's. */
const cords: readonly { readonly from: Place; readonly to: Place }[] = [
  { from: [3, 0], to: [1, 1] },
  { from: [1, 2], to: [3, 1] },
  { from: [4, 3], to: [0, 4] },
];

function leftJack([column, row]: Place) {
  return { x: 100 + column * 46, y: 128 + row * 62 };
}

function rightJack([column, row]: Place) {
  return { x: 416 + column * 46, y: 128 + row * 62 };
}

function isJoined(side: 'from' | 'to', column: number, row: number): boolean {
  return cords.some((cord) => cord[side][0] === column && cord[side][1] === row);
}

function Jacks({ column, row }: { column: number; row: number }) {
  const left = leftJack([column, row]);
  const right = rightJack([column, row]);
  const quiet = 'oklch(0.96 0.01 95 / 0.2)';
  return (
    <g fill="none" strokeWidth="2">
      <circle
        cx={left.x}
        cy={left.y}
        r="9"
        stroke={isJoined('from', column, row) ? 'var(--office)' : quiet}
      />
      <rect
        x={right.x - 9}
        y={right.y - 9}
        width="18"
        height="18"
        rx="5"
        stroke={isJoined('to', column, row) ? 'var(--agent)' : quiet}
      />
    </g>
  );
}

function Cord({ from, to }: { from: Place; to: Place }) {
  const a = leftJack(from);
  const b = rightJack(to);
  const sag = Math.max(a.y, b.y) + 150;
  return (
    <g>
      <path
        d={`M${a.x} ${a.y}C${a.x} ${sag} ${b.x} ${sag} ${b.x} ${b.y}`}
        fill="none"
        stroke="url(#cord)"
        strokeWidth="4.5"
        strokeLinecap="round"
      />
      <circle cx={a.x} cy={a.y} r="4.5" fill="var(--office)" />
      <circle cx={b.x} cy={b.y} r="4.5" fill="var(--agent)" />
    </g>
  );
}

/** Two switchboards, round jacks and square jacks, and the lines that tie them. Decoration. */
export function SidePicture() {
  return (
    <div
      aria-hidden="true"
      className="relative overflow-hidden bg-[oklch(0.25_0.035_212)] [color-scheme:dark] max-lg:hidden"
    >
      <svg viewBox="0 0 700 620" preserveAspectRatio="xMidYMid slice" className="absolute inset-0 size-full">
        <defs>
          <linearGradient id="cord" gradientUnits="userSpaceOnUse" x1="240" y1="0" x2="480" y2="0">
            <stop stopColor="var(--office)" />
            <stop offset="1" stopColor="var(--agent)" />
          </linearGradient>
        </defs>
        {columns.flatMap((column) =>
          rows.map((row) => <Jacks key={`${column}-${row}`} column={column} row={row} />),
        )}
        {cords.map((cord) => (
          <Cord key={String(cord.from)} from={cord.from} to={cord.to} />
        ))}
      </svg>
    </div>
  );
}
