// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_WATCHED_DISK_HPP
#define DOLLR_TESTS_SUPPORT_WATCHED_DISK_HPP

#include "simulated_disk.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

/// What a put writes, so that a test can leave any part of it on the disk.
namespace samples {

/// A put as the disk saw it: the file before, the file after, and where it wrote.
struct watched_put {
    struct range {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    std::vector<std::byte> before;
    std::vector<std::byte> after;
    std::vector<range> writes;

    /// The blocks of this size that it wrote to, whole or in part.
    std::vector<std::size_t> blocks(std::size_t size) const {
        std::vector<std::size_t> out;
        for (auto const& w : writes)
            for (auto b = w.begin / size; b * size < w.end; ++b) out.push_back(b);
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    }
};

class watched_disk : public simulated_disk {
public:
    ssize_t write_at(int fd, void const* from, std::size_t size, std::uint64_t offset) noexcept override {
        auto const begin = static_cast<std::size_t>(offset);
        writes_.push_back({begin, begin + size});
        return simulated_disk::write_at(fd, from, size, offset);
    }
    /// Of what `work` does to the file "j".
    template <class Work>
    watched_put watch(Work work) {
        watched_put out;
        out.before = bytes_of("j");
        writes_.clear();
        work();
        out.after = bytes_of("j");
        out.writes = writes_;
        return out;
    }

private:
    std::vector<watched_put::range> writes_;
};

/// A block as it is on a disk that loses power while it writes it, or that fails: neither old nor new.
inline void spoil(std::vector<std::byte>& image, std::size_t block, std::size_t size) {
    for (auto at = block * size; at < std::min(image.size(), (block + 1) * size); ++at)
        image[at] = static_cast<std::byte>(0xA5u ^ (at * 31u & 0xFFu));
}
/// A block as another image has it; zeros where that has nothing.
inline void take_from(std::vector<std::byte> const& other, std::vector<std::byte>& image, std::size_t block,
                      std::size_t size) {
    for (auto at = block * size; at < std::min(image.size(), (block + 1) * size); ++at)
        image[at] = at < other.size() ? other[at] : std::byte{0};
}

}  // namespace samples

#endif
