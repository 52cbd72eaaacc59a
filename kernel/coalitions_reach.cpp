#include "coalitions_reach.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

#include "hashing.hpp"

namespace detente::coalitions {

namespace {

constexpr std::size_t slice = 1 << 14;  // states between two looks at the token

std::vector<std::size_t> players_of(Group coalition) {
    std::vector<std::size_t> found;
    for (; coalition; coalition &= coalition - 1) found.push_back(static_cast<std::size_t>(std::countr_zero(coalition)));
    return found;
}

/// Numbers the different keys that it is shown, in the order of their first appearance.
class Numbering {
  public:
    Numbering(std::size_t n_keys, std::size_t width) : width_(width) {
        std::size_t size = 16;
        while (size < 2 * n_keys) size *= 2;
        slots_.assign(size, nowhere);
    }

    template <class Same>
    State number(const std::uint64_t* key, Same&& same) {
        std::uint64_t hash = 0;
        for (std::size_t w = 0; w < width_; ++w) hash = mixed(hash, key[w]);
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t at = static_cast<std::size_t>(hash) & mask;; at = (at + 1) & mask) {
            if (slots_[at] == nowhere) return slots_[at] = next_++;
            if (same(slots_[at])) return slots_[at];
        }
    }
    State count() const noexcept { return next_; }

  private:
    std::size_t width_;
    State next_ = 0;
    std::vector<State> slots_;
};

std::uint64_t word_of(const OptionModel& model, std::size_t s, std::size_t w) noexcept {
    return model.words ? model.words[s * model.n_words + w] : (w == 0 ? s : 0);
}

std::vector<State> groups_of(const OptionModel& model, const std::uint64_t* own, Token& token) {
    const std::size_t width = model.n_words;
    std::vector<State> group(model.n_states);
    std::vector<std::uint64_t> keys, key(width);
    Numbering numbering(model.n_states, width);
    for (std::size_t s = 0; s < model.n_states; ++s) {
        if (s % slice == 0) token.advance(0);
        for (std::size_t w = 0; w < width; ++w) key[w] = word_of(model, s, w) & ~own[w];
        group[s] = numbering.number(
            key.data(), [&](State g) { return std::equal(key.begin(), key.end(), keys.begin() + std::size_t{g} * width); });
        if (std::size_t{group[s]} * width == keys.size()) keys.insert(keys.end(), key.begin(), key.end());
    }
    return group;
}

/// Put the bits of `mask` together.
std::uint64_t packed(const std::uint64_t* words, const std::uint64_t* mask, std::size_t width) noexcept {
    std::uint64_t made = 0;
    unsigned place = 0;
    for (std::size_t w = 0; w < width; ++w)
        for (std::uint64_t left = mask[w]; left; left &= left - 1, ++place)
            made |= (words[w] >> std::countr_zero(left) & 1) << place;
    return made;
}

}  // namespace

Lists Lists::of(const std::vector<State>& numbers, std::size_t size, Token& token) {
    Lists made{std::vector<std::uint64_t>(size + 1), std::vector<State>(numbers.size())};
    in_slices(numbers.size(), token, [&](std::size_t from, std::size_t to) {
        for (std::size_t k = from; k < to; ++k) ++made.starts[numbers[k] + 1];
    });
    std::partial_sum(made.starts.begin(), made.starts.end(), made.starts.begin());
    std::vector<std::uint64_t> next(made.starts.begin(), made.starts.end() - 1);
    in_slices(numbers.size(), token, [&](std::size_t from, std::size_t to) {
        for (std::size_t k = from; k < to; ++k) made.items[next[numbers[k]]++] = static_cast<State>(k);
    });
    return made;
}

Lists Lists::by_first(const std::vector<std::pair<State, State>>& pairs, std::size_t size, Token& token) {
    std::vector<std::uint64_t> next(size + 1);
    in_slices(pairs.size(), token, [&](std::size_t from, std::size_t to) {
        for (std::size_t k = from; k < to; ++k) ++next[pairs[k].first + 1];
    });
    std::partial_sum(next.begin(), next.end(), next.begin());
    Lists made{next, std::vector<State>(pairs.size())};
    in_slices(pairs.size(), token, [&](std::size_t from, std::size_t to) {
        for (std::size_t k = from; k < to; ++k) made.items[next[pairs[k].first]++] = pairs[k].second;
    });
    std::uint64_t kept = 0, begin = 0;
    for (std::size_t row = 0; row < size; ++row) {
        if (row % per_look == 0) token.advance(0);
        const std::uint64_t end = made.starts[row + 1], first = kept;
        for (; begin < end; ++begin)
            if (kept == first || made.items[kept - 1] != made.items[begin]) made.items[kept++] = made.items[begin];
        made.starts[row + 1] = kept;
    }
    made.items.resize(kept);
    return made;
}

// ------------------------------------------------------------------------------------------------- movers

Mover::Mover(const OptionModel& model, std::size_t player, Token& token) {
    const std::size_t width = model.n_words;
    const std::uint64_t* own = model.owned + player * width;
    unsigned n_own = 0;
    bool directed = false, frozen = false;
    for (std::size_t w = 0; w < width; ++w) {
        n_own += static_cast<unsigned>(std::popcount(own[w]));
        directed |= ((model.only_up[w] | model.only_down[w]) & own[w]) != 0;
    }
    if (model.frozen)
        for (std::size_t k = 0; k < model.n_states * width && !frozen; ++k) frozen = (model.frozen[k] & own[k % width]) != 0;
    group_ = groups_of(model, own, token);
    members_ = Lists::of(group_, group_.empty() ? 0 : std::size_t{*std::max_element(group_.begin(), group_.end())} + 1, token);
    two_way_ = !directed && !frozen;
    transitive_ = !frozen;
    if (two_way_) return;
    if (n_own > 64) throw std::invalid_argument("a decision maker with directions or freezes has more than 64 options");
    own_.resize(model.n_states);
    stopped_.resize(model.n_states);
    std::vector<std::uint64_t> here(width), stopped(width);
    for (std::size_t s = 0; s < model.n_states; ++s) {
        if (s % slice == 0) token.advance(0);
        for (std::size_t w = 0; w < width; ++w) {
            here[w] = word_of(model, s, w);
            stopped[w] = (here[w] & model.only_up[w]) | (~here[w] & model.only_down[w]);
            if (model.frozen) stopped[w] |= model.frozen[s * width + w];
        }
        own_[s] = packed(here.data(), own, width);
        stopped_[s] = packed(stopped.data(), own, width);
    }
}

Mover::Mover(const ArcModel& model, std::size_t player) : arcs_(model.moves[player]) {}

namespace {

template <class Given, class Make>
Model made_of(const Given& given, unsigned threads, const Watch& watch, Make make) {
    Model made;
    made.n_states = given.n_states;
    made.n_players = given.ranks.size();
    std::vector<std::vector<Mover>> movers(made.n_players);
    Token token;
    run_alone(threads, token, watch, [&] { made.ranks.resize(made.n_states * made.n_players); });
    run_tasks(made.n_players, threads, token, watch, [&](std::size_t i) {
        with_values(given.ranks[i], [&](const auto* values) {
            in_slices(made.n_states, token, [&](std::size_t from, std::size_t to) {
                for (std::size_t s = from; s < to; ++s) made.ranks[s * made.n_players + i] = static_cast<Value>(values[s]);
            });
        });
        movers[i].push_back(make(i, token));
    });
    for (auto& mover : movers) made.movers.push_back(std::move(mover.front()));
    return made;
}

}  // namespace

Model model_of(const OptionModel& given, unsigned threads, const Watch& watch) {
    return made_of(given, threads, watch, [&](std::size_t i, Token& token) { return Mover(given, i, token); });
}

Model model_of(const ArcModel& given, unsigned threads, const Watch& watch) {
    return made_of(given, threads, watch, [&](std::size_t i, Token&) { return Mover(given, i); });
}

// --------------------------------------------------------------------------------------------- components

namespace {

State root(std::vector<State>& parent, State x) noexcept {
    while (parent[x] != x) x = parent[x] = parent[parent[x]];
    return x;
}

}  // namespace

Components components(const Model& model, Group coalition, Token& token) {
    auto members = players_of(coalition);
    std::sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(model.movers[a].n_groups(), a) < std::pair(model.movers[b].n_groups(), b);
    });
    const Mover& few = model.movers[members.front()];
    std::vector<State> parent(few.n_groups());  // of groups of the member that has the fewest
    std::iota(parent.begin(), parent.end(), State{0});
    for (std::size_t k = 1; k < members.size(); ++k) {
        const Mover& other = model.movers[members[k]];
        std::vector<State> seen(other.n_groups(), nowhere);
        for (std::size_t s = 0; s < model.n_states; ++s) {
            if (s % slice == 0) token.advance(0);
            State& first = seen[other.group()[s]];
            const State here = few.group()[s];
            if (first == nowhere) {
                first = here;
            } else if (parent[first] != parent[here]) {
                const State a = root(parent, first), b = root(parent, here);
                if (a != b) parent[std::max(a, b)] = std::min(a, b);
            }
        }
    }
    Components made;
    std::vector<State> number(parent.size(), nowhere);
    made.of.resize(model.n_states);
    State next = 0;
    for (State g = 0; g < parent.size(); ++g) {
        const State top = root(parent, g);
        if (number[top] == nowhere) number[top] = next++;
        number[g] = number[top];
    }
    in_slices(model.n_states, token, [&](std::size_t from, std::size_t to) {
        for (std::size_t s = from; s < to; ++s) made.of[s] = number[few.group()[s]];
    });
    made.members = Lists::of(made.of, next, token);
    return made;
}

// ------------------------------------------------------------------------------------------------- graphs

Graph::Graph(const Model& model, Group coalition, Token& token) : model_(&model), members_(players_of(coalition)) {
    labelled_ = !std::all_of(members_.begin(), members_.end(), [&](std::size_t i) { return model.movers[i].transitive(); });
    const std::size_t labels = labelled_ ? members_.size() : 1;
    if (labels * model.n_states >= nowhere) throw TooMuch();
    part_.assign(labels * model.n_states, nowhere);
    find_parts(token);
}

/// Tarjan's algorithm, without recursion.
void Graph::find_parts(Token& token) {
    struct Frame {
        State node;
        std::uint32_t member;
        std::uint64_t place;
    };
    const std::size_t n = model_->n_states;
    std::vector<State> index(part_.size(), nowhere), low(part_.size());
    std::vector<State> open;
    std::vector<Frame> frames;
    State next = 0, n_parts = 0;
    std::size_t looks = 0;
    const auto enter = [&](State node) {
        index[node] = low[node] = next++;
        open.push_back(node);
        frames.push_back({node, 0, std::numeric_limits<std::uint64_t>::max()});
    };
    for (std::size_t begin = 0; begin < part_.size(); ++begin) {
        if (index[begin] != nowhere) continue;
        enter(static_cast<State>(begin));
        while (!frames.empty()) {
            Frame& top = frames.back();
            const State node = top.node, s = state_of(node);
            State went = nowhere;
            while (went == nowhere && top.member < members_.size()) {
                const Mover& mover = model_->movers[members_[top.member]];
                if (top.place == std::numeric_limits<std::uint64_t>::max()) top.place = mover.first(s);
                if (top.place == mover.last(s) || (labelled_ && top.member == node / n)) {
                    ++top.member;
                    top.place = std::numeric_limits<std::uint64_t>::max();
                    continue;
                }
                if (++looks % slice == 0) token.advance(0);
                const State t = mover.target(s, top.place++);
                if (t == nowhere) continue;
                const State after = labelled_ ? static_cast<State>(top.member * n + t) : t;
                if (index[after] == nowhere) went = after;
                else if (part_[after] == nowhere) low[node] = std::min(low[node], index[after]);
            }
            if (went != nowhere) {
                enter(went);
                continue;
            }
            frames.pop_back();
            if (!frames.empty()) low[frames.back().node] = std::min(low[frames.back().node], low[node]);
            if (low[node] != index[node]) continue;
            State member;
            do {
                member = open.back();
                open.pop_back();
                part_[member] = n_parts;
            } while (member != node);
            ++n_parts;
        }
    }
    parts_ = Lists::of(part_, n_parts, token);
}

Fronts::Fronts(const Graph& graph, const Rows& points, unsigned columns, std::size_t most_bytes, Token& token)
    : graph_(&graph), of_(graph.n_parts()) {
    std::vector<State> seen;  // the last part that looked at a front
    std::vector<State> after;
    std::uint64_t work = 0;
    std::size_t bytes = 0;
    std::vector<Value> point(columns);
    for (State part = 0; part < graph.n_parts(); ++part) {
        after.clear();
        for (const State* node = graph.parts().begin(part); node != graph.parts().end(part); ++node) {
            token.advance(0);
            graph.any_after(*node, [&](State next) {
                if (const State p = graph.part(next); p != part && seen[of_[p]] != part) {
                    seen[of_[p]] = part;
                    after.push_back(of_[p]);
                }
                return false;
            });
        }
        const auto own = [&](const State* node) { return points.data() + std::size_t{graph.state_of(*node)} * columns; };
        bool fresh = after.size() != 1;
        for (const State* node = graph.parts().begin(part); !fresh && node != graph.parts().end(part); ++node)
            fresh = !fronts_[after.front()].has(own(node), work);
        token.advance(0);
        if (!fresh) {
            of_[part] = after.front();
            continue;
        }
        std::sort(after.begin(), after.end(), [&](State a, State b) {
            return std::pair(fronts_[b].size(), b) < std::pair(fronts_[a].size(), a);
        });
        Front made = after.empty() ? Front(columns) : fronts_[after.front()];
        for (std::size_t k = 1; k < after.size(); ++k)
            for (std::size_t place = 0; place < fronts_[after[k]].size(); ++place) {
                if (place % 64 == 0) token.advance(0);
                fronts_[after[k]].read(place, point.data());
                made.offer(point.data(), work, token);
            }
        for (const State* node = graph.parts().begin(part); node != graph.parts().end(part); ++node) {
            token.advance(0);
            made.offer(own(node), work, token);
        }
        made.tidy(work, token);
        made.shrink();
        bytes += made.bytes() + sizeof(Front);
        if (bytes > most_bytes) throw TooMuch();
        of_[part] = static_cast<State>(fronts_.size());
        fronts_.push_back(std::move(made));
        seen.push_back(nowhere);
    }
}

// -------------------------------------------------------------------------------------------------- reach

Reach::Reach(const Model& model, Group coalition, std::size_t most_bytes, Token& token)
    : model_(&model), most_bytes_(most_bytes) {
    const auto members = players_of(coalition);
    const auto two_way = [&](std::size_t i) { return model.movers[i].two_way(); };
    if (members.empty()) {
        way_ = Way::nowhere;
    } else if (std::all_of(members.begin(), members.end(), two_way)) {
        way_ = Way::components;
        components_ = components(model, coalition, token);
    } else if (members.size() == 1) {
        way_ = Way::one_move;
        mover_ = members.front();
    } else {
        way_ = Way::searched;
        graphs_.emplace_back(model, coalition, token);
    }
}

void Reach::least(Rows& rows, unsigned columns, Token& token) const {
    const std::size_t n = model_->n_states;
    if (way_ == Way::nowhere) return;
    if (way_ == Way::searched) return least_in_graph(rows, columns, token);
    std::vector<Value> low(columns);
    if (way_ == Way::one_move) {
        const Rows before = rows;
        for (State s = 0; s < n; ++s) {
            token.advance(0);
            as_mover().any(s, [&](State t) {
                for (unsigned c = 0; c < columns; ++c)
                    rows[s * std::size_t{columns} + c] = std::min(rows[s * std::size_t{columns} + c], before[t * std::size_t{columns} + c]);
                return false;
            });
        }
        return;
    }
    const Lists& members = components_.members;
    for (std::size_t part = 0; part < components_.size(); ++part) {
        std::fill(low.begin(), low.end(), std::numeric_limits<Value>::max());
        for (const State* s = members.begin(part); s != members.end(part); ++s)
            for (unsigned c = 0; c < columns; ++c) low[c] = std::min(low[c], rows[*s * std::size_t{columns} + c]);
        for (const State* s = members.begin(part); s != members.end(part); ++s)
            std::copy(low.begin(), low.end(), rows.begin() + static_cast<std::ptrdiff_t>(*s * std::size_t{columns}));
        token.advance(0);
    }
}

void Reach::least_in_graph(Rows& rows, unsigned columns, Token& token) const {
    const Graph& graph = as_graph();
    Rows low(graph.n_parts() * columns, std::numeric_limits<Value>::max());
    const auto lower = [&](Value* to, const Value* from) {
        for (unsigned c = 0; c < columns; ++c) to[c] = std::min(to[c], from[c]);
    };
    for (std::size_t part = 0; part < graph.n_parts(); ++part) {
        Value* here = low.data() + part * columns;
        for (const State* node = graph.parts().begin(part); node != graph.parts().end(part); ++node) {
            token.advance(0);
            lower(here, rows.data() + std::size_t{graph.state_of(*node)} * columns);
            graph.any_after(*node, [&](State next) {
                lower(here, low.data() + std::size_t{graph.part(next)} * columns);
                return false;
            });
        }
    }
    for (State s = 0; s < model_->n_states; ++s) {
        token.advance(0);
        graph.any_entry(s, [&](State node) {
            lower(rows.data() + s * std::size_t{columns}, low.data() + std::size_t{graph.part(node)} * columns);
            return false;
        });
    }
}

void Reach::greatest(Rows& values, Token& token) const {
    if (way_ == Way::components) {
        for (std::size_t part = 0; part < components_.size(); ++part) {
            const State *begin = components_.members.begin(part), *end = components_.members.end(part);
            Value best = std::numeric_limits<Value>::min();
            for (const State* s = begin; s != end; ++s) best = std::max(best, values[*s]);
            for (const State* s = begin; s != end; ++s) values[*s] = best;
            token.advance(0);
        }
        return;
    }
    const Rows before = values;
    for (State s = 0; s < model_->n_states; ++s) {
        token.advance(0);
        as_mover().any(s, [&](State t) {
            values[s] = std::max(values[s], before[t]);
            return false;
        });
    }
}

void Reach::outdone(const Rows& points, const Rows& needed, unsigned columns, std::uint8_t* out, Token& token) const {
    const std::size_t n = model_->n_states;
    std::fill(out, out + n, std::uint8_t{0});
    if (way_ == Way::components) return outdone_in_components(points, needed, columns, out, token);
    if (way_ == Way::one_move) {
        for (State s = 0; s < n; ++s) {
            token.advance(0);
            out[s] = as_mover().any(s, [&](State t) {
                bool enough = true;
                for (unsigned c = 0; c < columns; ++c)
                    enough &= points[t * std::size_t{columns} + c] >= needed[s * std::size_t{columns} + c];
                return enough;
            });
        }
    } else if (way_ == Way::searched) {
        const Fronts fronts(as_graph(), points, columns, most_bytes_, token);
        std::uint64_t work = 0;
        for (State s = 0; s < n; ++s) {
            token.advance(0);
            out[s] = as_graph().any_entry(
                s, [&](State node) { return fronts.has(node, needed.data() + s * std::size_t{columns}, work); });
        }
    }
}

void Reach::outdone_in_components(const Rows& points, const Rows& needed, unsigned columns, std::uint8_t* out,
                                  Token& token) const {
    Rows local_points, local_needed;
    std::vector<std::uint8_t> local_out;
    std::size_t looked = 0;
    for (std::size_t part = 0; part < components_.size(); ++part) {
        const State *begin = components_.members.begin(part), *end = components_.members.end(part);
        const auto size = static_cast<std::size_t>(end - begin);
        if (size < 2) continue;
        local_points.resize(size * columns);
        local_needed.resize(size * columns);
        local_out.resize(size);
        for (std::size_t k = 0; k < size; ++k)
            for (unsigned c = 0; c < columns; ++c) {
                local_points[k * columns + c] = points[begin[k] * std::size_t{columns} + c];
                local_needed[k * columns + c] = needed[begin[k] * std::size_t{columns} + c];
            }
        coalitions::outdone(local_points.data(), local_needed.data(), size, columns, local_out.data(), token);
        for (std::size_t k = 0; k < size; ++k) out[begin[k]] = local_out[k];
        if ((looked += size) >= slice) token.advance(looked = 0);
    }
}

}  // namespace detente::coalitions
