/** One bar whose parts add up to a whole. Told in words for those who do not see it; readable in black and white by pattern. */
import './segment-bar.css';

export interface Segment {
  name: string;
  label: string;
  count: number;
}

export function SegmentBar({
  segments,
  label,
  size = 'thin',
}: {
  segments: Segment[];
  label: string;
  size?: 'thin' | 'tall';
}) {
  const shown = segments.filter((segment) => segment.count > 0);
  return (
    <div className="segment-bar" data-size={size} role="img" aria-label={label}>
      {shown.map((segment) => (
        <i key={segment.name} data-part={segment.name} style={{ flexGrow: segment.count }} title={segment.label} />
      ))}
    </div>
  );
}
