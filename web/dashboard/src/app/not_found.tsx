import { Link } from '@tanstack/react-router';
import { Empty } from '@/ui/notice';

export function NotFound() {
  return (
    <Empty title="There is no such page">
      <p>
        <Link to="/cases">Go to your cases</Link>
      </p>
    </Empty>
  );
}
