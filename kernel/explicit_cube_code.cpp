#include "explicit_cube_code.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace detente {

namespace {

constexpr unsigned most_bits = 30;
constexpr std::size_t most_strategies = std::size_t{1} << most_width;

bool is_run(std::uint64_t bits) { return bits == 0 || std::has_single_bit((bits >> std::countr_zero(bits)) + 1); }

/// Whether the masks of all opponents fit into a row.
bool has_rows(const Axes& axes) {
    return words_of_row(axes.size() - 1, log_of_mask(widest(axes))) <= most_row_words;
}

std::vector<std::uint64_t> every_combination(unsigned n_options) {
    std::vector<std::uint64_t> all(std::size_t{1} << n_options);
    std::iota(all.begin(), all.end(), std::uint64_t{0});
    return all;
}

/// The few different values that occur, in order of appearance.
class Occurring {
  public:
    Occurring() : places_(n_places, none) {}

    /// Return the number of a value, or `most_strategies` if there are too many.
    std::size_t number(std::uint64_t value) {
        std::size_t at = (value * 0x9e3779b97f4a7c15u) >> 56;
        while (places_[at] != none && values_[places_[at]] != value) at = (at + 1) % n_places;
        if (places_[at] == none) {
            if (values_.size() == most_strategies) return most_strategies;
            places_[at] = static_cast<std::uint8_t>(values_.size());
            values_.push_back(value);
        }
        return places_[at];
    }

    const std::vector<std::uint64_t>& values() const { return values_; }

  private:
    static constexpr std::size_t n_places = 256;
    static constexpr std::uint8_t none = 255;

    std::vector<std::uint8_t> places_;
    std::vector<std::uint64_t> values_;
};

/// Number one decision maker's strategies and put them into the codes of the states; false if there are too many.
bool add_strategies(const OptionModel& model, std::size_t player, CubeCode& code, Token& token) {
    const OwnOptions own(model, player);
    if (own.number() > 64) return false;
    Occurring occurring;
    const unsigned shift = code.n_bits;
    for (std::size_t at = 0; at < model.n_states; ++at) {
        if (at % per_look == 0) token.advance(0);
        const std::size_t number = occurring.number(own.read(model.words + at * model.n_words));
        if (number == most_strategies) return false;
        code.states[at] |= static_cast<std::uint32_t>(number << shift);
    }
    const auto width = static_cast<unsigned>(std::bit_width(occurring.values().size() - 1));
    code.axes.push_back({width == 0 ? 0 : shift, width, 0});
    code.strategies.push_back(occurring.values());
    code.n_bits += width;
    return code.n_bits <= most_bits;
}

/// Whether strategies say everything about a state.
bool is_all_owned(const OptionModel& model) {
    unsigned owned = 0;
    for (std::size_t at = 0; at < model.ranks.size() * model.n_words; ++at)
        owned += static_cast<unsigned>(std::popcount(model.owned[at]));
    return owned == model.n_options;
}

}  // namespace

OwnOptions::OwnOptions(const OptionModel& model, std::size_t player) {
    for (std::size_t w = 0; w < model.n_words; ++w) {
        std::uint64_t left = model.owned[player * model.n_words + w];
        while (left != 0) {
            const auto shift = static_cast<unsigned>(std::countr_zero(left));
            const auto length = static_cast<unsigned>(std::countr_one(left >> shift));
            const std::uint64_t ones = length == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << length) - 1;
            runs_.push_back({w, shift, length, ones});
            number_ += length;
            left &= ~(ones << shift);
        }
    }
}

std::optional<CubeCode> code_by_options(const OptionModel& model) {
    if (model.n_options > most_bits || model.n_words != 1) return std::nullopt;
    CubeCode code;
    code.n_bits = model.n_options;
    for (std::size_t i = 0; i < model.ranks.size(); ++i) {
        const std::uint64_t bits = model.owned[i];
        const auto width = static_cast<unsigned>(std::popcount(bits));
        if (!is_run(bits) || width > most_width) return std::nullopt;
        code.axes.push_back({bits == 0 ? 0 : static_cast<unsigned>(std::countr_zero(bits)), width, model.n_options});
        code.strategies.push_back(every_combination(width));
    }
    if (!has_rows(code.axes)) return std::nullopt;
    return code;
}

std::optional<CubeCode> code_by_strategies(const OptionModel& model, Token& token) {
    if (model.words == nullptr || !is_all_owned(model)) return std::nullopt;
    CubeCode code;
    code.states = Buffer<std::uint32_t>::zeroed(model.n_states);
    for (std::size_t i = 0; i < model.ranks.size(); ++i)
        if (!add_strategies(model, i, code, token)) return std::nullopt;
    for (Axis& axis : code.axes) axis.n_options = code.n_bits;
    if (!has_rows(code.axes)) return std::nullopt;
    return code;
}

Mobility mobility_of(const OptionModel& model, const CubeCode& code, std::size_t player) {
    const OwnOptions own(model, player);
    const std::uint64_t up = own.read(model.only_up), down = own.read(model.only_down);
    const std::vector<std::uint64_t>& options = code.strategies[player];
    Mobility mobility;
    mobility.width = code.axes[player].width;
    mobility.rest = code.axes[player].n_rest();
    for (std::size_t s = 0; s < options.size(); ++s)
        for (std::size_t q = 0; q < options.size(); ++q) {
            const bool is_legal = ((options[s] & up & ~options[q]) | (options[q] & down & ~options[s])) == 0;
            if (is_legal) mobility.legal[s] |= std::uint64_t{1} << q;
            mobility.is_free = mobility.is_free && is_legal;
        }
    return mobility;
}

}  // namespace detente
