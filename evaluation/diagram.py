"""The reliability diagram of the score, as SVG: of the statements given .8, how many are right?"""

from collections.abc import Iterator, Sequence

BINS = 10
_SIZE, _LEFT, _TOP = 300, 46, 20


def draw_reliability(scored: Sequence[tuple[float, bool]]) -> str:
    """The diagram of (score, whether it is right) pairs: a bar for each tenth, and the line of a score that is true."""
    rows = list(bin_scores(scored))
    error = sum(number * abs(said - was) for number, said, was in rows) / max(1, len(scored))
    bars = "".join(_draw_bar(said, was, number, len(scored)) for number, said, was in rows)
    marks = "".join(
        f'<text x="{_LEFT + _SIZE * n / 5:.0f}" y="{_TOP + _SIZE + 16}" text-anchor="middle">{n / 5:.1f}</text>'
        f'<text x="{_LEFT - 6}" y="{_TOP + _SIZE * (1 - n / 5) + 4:.0f}" text-anchor="end">{n / 5:.1f}</text>'
        for n in range(6)
    )
    width, height = _LEFT + _SIZE + 20, _TOP + _SIZE + 40
    label = f"{len(scored):,} statements, expected calibration error {error:.3f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="11" role="img" aria-label="{label}">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{bars}'
        f'<path d="M{_LEFT} {_TOP + _SIZE}L{_LEFT + _SIZE} {_TOP}" stroke="#999" stroke-dasharray="4 3"/>'
        f'<path d="M{_LEFT} {_TOP}V{_TOP + _SIZE}H{_LEFT + _SIZE}" stroke="#444" fill="none"/>{marks}'
        f'<text x="{_LEFT + _SIZE / 2:.0f}" y="{height - 6}" text-anchor="middle">score given</text>'
        f'<text x="{_LEFT + 8}" y="{_TOP - 6}">share that is right; {label}</text></svg>\n'
    )


def bin_scores(scored: Sequence[tuple[float, bool]]) -> Iterator[tuple[int, float, float]]:
    """For each tenth that has any: how many statements, their mean score, and the share that is right."""
    for low in range(BINS):
        inside = [pair for pair in scored if min(BINS - 1, int(pair[0] * BINS)) == low]
        if inside:
            yield (
                len(inside),
                sum(said for said, _ in inside) / len(inside),
                sum(was for _, was in inside) / len(inside),
            )


def _draw_bar(said: float, was: float, number: int, total: int) -> str:
    width = max(4.0, _SIZE / BINS * 0.8 * min(1.0, 4 * number / total))
    x, y = _LEFT + _SIZE * said, _TOP + _SIZE * (1 - was)
    return (
        f'<rect x="{x - width / 2:.1f}" y="{y:.1f}" width="{width:.1f}" height="{_SIZE * was:.1f}" fill="#9db8d2">'
        f"<title>{number} statements, score {said:.2f}, right {was:.2f}</title></rect>"
    )
