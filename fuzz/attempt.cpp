// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../tests/support/attempt_walk.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

/// The fuzzer's bytes are the dice of a walk through `attempt::handle`: they choose each event, its answer, the time
/// that passes and the crashes. After every event all invariants hold.
namespace {

class loaded_dice {
public:
    explicit loaded_dice(std::span<std::uint8_t const> bytes) : bytes_(bytes) {}

    /// As many bytes as the answer needs.
    std::uint64_t below(std::uint64_t n) {
        std::uint64_t drawn = 0;
        for (std::uint64_t covered = 1; covered < n && !over(); covered *= 256) {
            drawn = drawn * 256 + bytes_.front();
            bytes_ = bytes_.subspan(1);
        }
        return drawn % n;
    }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    [[nodiscard]] bool over() const { return bytes_.empty(); }

private:
    std::span<std::uint8_t const> bytes_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    loaded_dice d{{data, size}};
    if (!dollr::tests::walk(d, 1, 1'000).broken.empty()) std::abort();
    return 0;
}
