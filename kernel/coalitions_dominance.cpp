#include "coalitions_dominance.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "coalitions_boxes.hpp"
#include "dispatch.hpp"

namespace detente::coalitions {

namespace {

std::size_t first_block_with(const Value* blocks, std::size_t n_blocks, unsigned columns, const Value* needed) {
    return DETENTE_DISPATCH(first_block_with(blocks, n_blocks, columns, needed));
}

constexpr Value nothing = std::numeric_limits<Value>::min();

}  // namespace

bool Front::has(const Value* needed, std::uint64_t& work) const noexcept {
    const std::size_t n_blocks = (size_ + lanes - 1) / lanes;
    const std::size_t found = first_block_with(blocks_.data(), n_blocks, columns_, needed);
    work += found + 1;
    return found < n_blocks;
}

void Front::add(const Value* point) {
    const std::size_t lane = size_ % lanes;
    if (lane == 0) blocks_.resize(blocks_.size() + columns_ * lanes, nothing);
    Value* block = blocks_.data() + size_ / lanes * columns_ * lanes;
    for (unsigned c = 0; c < columns_; ++c) block[c * lanes + lane] = point[c];
    ++size_;
}

void Front::read(std::size_t place, Value* point) const noexcept {
    const Value* block = blocks_.data() + place / lanes * columns_ * lanes;
    for (unsigned c = 0; c < columns_; ++c) point[c] = block[c * lanes + place % lanes];
}

bool Front::offer(const Value* point, std::uint64_t& work, Token& token, std::uint64_t most) {
    if (has(point, work)) return false;
    add(point);
    if (size_ >= 2 * tidied_ + 2 * lanes) tidy(work, token, most);
    return true;
}

void Front::tidy(std::uint64_t& work, Token& token, std::uint64_t most) {
    std::vector<Value> rows(size_ * columns_);
    std::vector<std::pair<std::int64_t, std::size_t>> order(size_);
    for (std::size_t k = 0; k < size_; ++k) {
        read(k, rows.data() + k * columns_);
        const Value* row = rows.data() + k * columns_;
        order[k] = {-std::accumulate(row, row + columns_, std::int64_t{0}), k};
    }
    std::sort(order.begin(), order.end());
    size_ = 0;
    blocks_.clear();
    std::size_t looked = 0;
    for (const auto& [sum, k] : order) {
        if (++looked % 1024 == 0) token.advance(0);
        if (work >= most || !has(rows.data() + k * columns_, work)) add(rows.data() + k * columns_);
    }
    tidied_ = size_;
}

// ------------------------------------------------------------------------------------------------- halves

namespace {

using Places = std::vector<std::uint32_t>;

/// One run of divide and conquer: columns are dropped from the last, places are rows of `points` and `needed`.
class Halves {
  public:
    Halves(const Value* points, const Value* needed, unsigned columns, std::uint8_t* out, Token& token)
        : points_(points), needed_(needed), width_(columns), out_(out), token_(token) {}

    void solve(Places points, Places asked, unsigned columns) {
        while (true) {
            token_.advance(0);
            drop_answered(asked);
            if (points.empty() || asked.empty()) return;
            if (columns == 1) return in_one(points, asked);
            if (points.size() * asked.size() * columns <= few * (points.size() + asked.size()))
                return by_looking(points, asked, columns);
            if (columns == 2) return in_two(points, asked);
            if (columns == 3) return in_three(points, asked);
            const unsigned last = columns - 1;
            const Value middle = split(points, last);
            if (middle == nothing) {  // all points have the same value
                const Value same = point(points[0], last);
                std::erase_if(asked, [&](std::uint32_t q) { return need(q, last) > same; });
                --columns;
                continue;
            }
            Places upper, lower, above, below;
            for (const auto p : points) (point(p, last) >= middle ? upper : lower).push_back(p);
            for (const auto q : asked) (need(q, last) >= middle ? above : below).push_back(q);
            Places().swap(points);
            Places().swap(asked);
            solve(upper, below, columns - 1);
            solve(std::move(upper), std::move(above), columns);
            points = std::move(lower);
            asked = std::move(below);
        }
    }

    /// Drop what is not outdone in some two columns alone: where two members want the opposite, that is everything.
    void drop_safe(const Places& points, Places& asked, unsigned columns) {
        for (unsigned a = 0; a < columns; ++a)
            for (unsigned b = a + 1; b < columns; ++b) {
                token_.advance(0);
                if (asked.empty()) return;
                Places pair_points = points, pair_asked = asked;
                in_two(pair_points, pair_asked, a, b);
                std::erase_if(asked, [&](std::uint32_t q) { return out_[q] == 0; });
                for (const auto q : asked) out_[q] = 0;
            }
    }

  private:
    static constexpr std::size_t few = 4096;

    Value point(std::uint32_t p, unsigned c) const noexcept { return points_[std::size_t{p} * width_ + c]; }
    Value need(std::uint32_t q, unsigned c) const noexcept { return needed_[std::size_t{q} * width_ + c]; }

    void drop_answered(Places& asked) const {
        std::erase_if(asked, [&](std::uint32_t q) { return out_[q] != 0; });
    }

    /// Return a value that some points reach and some do not; `nothing` if all have the same.
    Value split(const Places& points, unsigned column) const {
        std::vector<Value> values(points.size());
        for (std::size_t k = 0; k < points.size(); ++k) values[k] = point(points[k], column);
        const Value least = *std::min_element(values.begin(), values.end());
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        if (*middle > least) return *middle;
        Value next = nothing;
        for (const Value v : values)
            if (v > least && (next == nothing || v < next)) next = v;
        return next;
    }

    void in_one(const Places& points, const Places& asked) {
        Value best = nothing;
        for (const auto p : points) best = std::max(best, point(p, 0));
        for (const auto q : asked) out_[q] |= best >= need(q, 0);
    }

    void by_looking(const Places& points, const Places& asked, unsigned columns) {
        Front front(columns);
        std::uint64_t work = 0;
        for (const auto p : points) front.add(points_ + std::size_t{p} * width_);
        for (const auto q : asked) out_[q] |= front.has(needed_ + std::size_t{q} * width_, work);
    }

    void in_two(Places& points, Places& asked, unsigned first = 0, unsigned second = 1) {
        sort_down(points, points_, second);
        sort_down(asked, needed_, second);
        Value best = nothing;
        std::size_t next = 0;
        for (const auto q : asked) {
            for (; next < points.size() && point(points[next], second) >= need(q, second); ++next)
                best = std::max(best, point(points[next], first));
            out_[q] |= best >= need(q, first);
        }
    }

    /// Sort by the third column; a tree over the second holds the greatest first column.
    void in_three(Places& points, Places& asked) {
        sort_down(points, points_, 2);
        sort_down(asked, needed_, 2);
        std::vector<Value> levels(points.size());
        for (std::size_t k = 0; k < points.size(); ++k) levels[k] = point(points[k], 1);
        std::sort(levels.begin(), levels.end(), std::greater<>());
        levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
        std::vector<Value> best(levels.size() + 1, nothing);
        const auto place = [&](Value v) {  // how many levels are at least v
            return static_cast<std::size_t>(std::upper_bound(levels.begin(), levels.end(), v, std::greater<>()) -
                                            levels.begin());
        };
        std::size_t next = 0;
        for (const auto q : asked) {
            for (; next < points.size() && point(points[next], 2) >= need(q, 2); ++next) {
                const Value value = point(points[next], 0);
                for (std::size_t at = place(point(points[next], 1)); at < best.size(); at += at & (~at + 1))
                    best[at] = std::max(best[at], value);
            }
            Value found = nothing;
            for (std::size_t at = place(need(q, 1)); at > 0; at &= at - 1) found = std::max(found, best[at]);
            out_[q] |= found >= need(q, 0);
        }
    }

    void sort_down(Places& places, const Value* rows, unsigned column) const {
        std::vector<std::pair<Value, std::uint32_t>> keyed(places.size());
        for (std::size_t k = 0; k < places.size(); ++k)
            keyed[k] = {rows[std::size_t{places[k]} * width_ + column], places[k]};
        std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
        for (std::size_t k = 0; k < places.size(); ++k) places[k] = keyed[k].second;
    }

    const Value* points_;
    const Value* needed_;
    unsigned width_;
    std::uint8_t* out_;
    Token& token_;
};

constexpr std::uint64_t patience = 48;  // blocks of the front that are looked at for each row

/// How many blocks of boxes may be looked at for each row before divide and conquer takes over.
std::uint64_t patience_with_boxes(unsigned columns) noexcept {
    switch (columns) {
        case 4: return 512;
        case 5: return 1024;
        case 6: return 4096;
        default: return std::numeric_limits<std::uint32_t>::max();
    }
}

/// Put the points with the greatest sums of an even sample first.
void seed(const Value* points, std::size_t n, unsigned columns, Front& front, std::uint64_t& work, Token& token) {
    constexpr std::size_t sample = 2048, most = 64;
    if (n < 1024) return;
    const std::size_t step = (n + sample - 1) / sample;
    std::vector<std::pair<std::int64_t, std::size_t>> sums;
    for (std::size_t k = 0; k < n; k += step) {
        const Value* row = points + k * columns;
        sums.emplace_back(-std::accumulate(row, row + columns, std::int64_t{0}), k);
    }
    const auto few = sums.begin() + static_cast<std::ptrdiff_t>(std::min(most, sums.size()));
    std::partial_sort(sums.begin(), few, sums.end());
    for (auto it = sums.begin(); it != few; ++it) front.offer(points + it->second * columns, work, token);
}

}  // namespace

void outdone_by_halves(const Value* points, std::size_t n_points, const Value* needed, Places asked, unsigned columns,
                       std::uint8_t* out, Token& token) {
    Places all(n_points);
    std::iota(all.begin(), all.end(), 0u);
    Halves halves(points, needed, columns, out, token);
    if (columns > 3) halves.drop_safe(all, asked, columns);
    halves.solve(std::move(all), std::move(asked), columns);
}

void outdone_in_boxes(const Value* points, const Value* needed, std::size_t n, unsigned columns, std::uint8_t* open,
                      std::uint64_t most, std::uint8_t* out, Token& token) {
    const Boxes boxes(points, n, columns, token);
    std::uint64_t looked = 0, n_asked = 0;
    for (const std::uint32_t row : boxes.order()) {
        if (open[row] == 0) continue;
        if (looked > most * (n_asked++ + 1024)) return;
        if (n_asked % 16 == 0) token.advance(0);
        out[row] = boxes.has(needed + std::size_t{row} * columns, looked);
        open[row] = 0;
    }
}

namespace {

/// Look along a front that grows; return where it took too long, and set `open` for the rows that it leaves.
bool outdone_along_front(const Value* points, const Value* needed, std::size_t n, unsigned columns, std::uint8_t* open,
                         std::uint8_t* out, Token& token) {
    std::uint64_t work = 0;
    const std::uint64_t most = patience * n + (std::uint64_t{1} << 14);
    Front front(columns);
    seed(points, n, columns, front, work, token);
    for (std::size_t k = 0; k < n; ++k) {
        if (work > most) return false;
        if (k % 64 == 0) token.advance(0);
        if (front.has(needed + k * columns, work)) {
            out[k] = 1;
            open[k] = 0;
        } else {
            front.offer(points + k * columns, work, token, most);
        }
    }
    front.tidy(work, token, most);
    for (std::size_t k = 0; k < n; ++k) {
        if (open[k] == 0) continue;
        if (work > most) return false;
        if (k % 64 == 0) token.advance(0);
        out[k] = front.has(needed + k * columns, work);
        open[k] = 0;
    }
    return true;
}

}  // namespace

void outdone(const Value* points, const Value* needed, std::size_t n, unsigned columns, std::uint8_t* out,
             Token& token) {
    if (columns == 1) {
        const Value best = n ? *std::max_element(points, points + n) : nothing;
        for (std::size_t k = 0; k < n; ++k) out[k] = best >= needed[k];
        return;
    }
    std::fill_n(out, n, std::uint8_t{0});
    std::vector<std::uint8_t> open(n, 1);
    if (outdone_along_front(points, needed, n, columns, open.data(), out, token)) return;
    if (columns > 3) outdone_in_boxes(points, needed, n, columns, open.data(), patience_with_boxes(columns), out, token);
    Places left;
    for (std::size_t k = 0; k < n; ++k)
        if (open[k] != 0) left.push_back(static_cast<std::uint32_t>(k));
    if (!left.empty()) outdone_by_halves(points, n, needed, std::move(left), columns, out, token);
}

}  // namespace detente::coalitions
