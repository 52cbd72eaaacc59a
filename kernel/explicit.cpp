#include "explicit.hpp"

#include <algorithm>
#include <bit>

namespace detente {

std::uint64_t units_of_work(std::size_t n_states, const Question& question) noexcept {
    const auto closures = static_cast<std::uint64_t>(std::popcount(question.concepts & ~unsigned{nash}));
    return std::max<std::uint64_t>(1, closures * n_states * (question.last - question.first));
}

std::uint64_t highest_rank(const std::vector<RankColumn>& ranks, std::size_t n_states) {
    constexpr std::int64_t most = 0xfffffffd;
    std::int64_t highest = 0, lowest = 0;
    for (const RankColumn& column : ranks) {
        with_values(column, [&]<class Value>(const Value* values) {
            Value high = 0, low = 0;
            for (std::size_t s = 0; s < n_states; ++s) {
                high = std::max(high, values[s]);
                low = std::min(low, values[s]);
            }
            highest = std::max<std::int64_t>(highest, high);
            lowest = std::min<std::int64_t>(lowest, low);
        });
    }
    if (lowest < 0 || highest > most) throw std::invalid_argument("ranks are numbers from 0 to 4294967293");
    return static_cast<std::uint64_t>(highest);
}

}  // namespace detente
