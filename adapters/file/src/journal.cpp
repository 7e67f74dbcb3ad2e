// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/file/journal.hpp>

#include "file_error.hpp"
#include "journal_file.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace dollr {
namespace {

file_ops& ops_of(file_journal_options const& options) noexcept {
    return options.ops != nullptr ? *options.ops : system_file_ops();
}

std::uint64_t rounded_up(std::uint64_t size, std::uint64_t unit) noexcept { return (size + unit - 1) / unit * unit; }

std::uint64_t growth_unit(file_journal_options const& options) noexcept {
    return rounded_up(std::max<std::uint64_t>(options.preallocation, 1), journal_block);
}

}  // namespace

struct file_journal::state {
    file::journal_file file;
    file_journal_options options;
    pid_t owner = 0;
    journal_image image{};  ///< its index, its chain and where the next frame goes
    std::optional<error> failure{};
    opening opened{};
    counters counts{};
    std::vector<std::byte> buffer{};

    /// Behind a torn tail: one tear where the bad frame began, zeros over the rest, in one write. Until the tear is
    /// durable the bad frame's bytes stay, so a crash in between finds the same torn tail again.
    result<void> mend();
    /// Makes durable what was read. The last records may be in the page cache only, and if a sync of an earlier process
    /// failed, the kernel takes them for written: no sync would ever store them. So those that no mark proves are
    /// written again. The name may be as young.
    result<void> settle();
    result<void> store(std::span<std::byte const> bytes);
    put_result fail(error e);
};

result<void> file_journal::state::mend() {
    std::vector<std::byte> bytes;
    image.chain.append_tear(bytes);
    auto const tear = bytes.size();
    auto const behind = std::max({image.end + tear, image.end + image.dropped, image.size});
    bytes.resize(static_cast<std::size_t>(rounded_up(behind, journal_block) - image.end));
    if (auto const done = file.write(bytes, image.end); !done) return done;
    image.size = image.end + bytes.size();
    image.end += tear;
    ++image.tears;
    return {};
}

result<void> file_journal::state::settle() {
    buffer.resize(static_cast<std::size_t>(image.end - image.proven));
    if (auto const done = file.read(buffer, image.proven); !done) return done;
    if (auto const done = file.write(buffer, image.proven); !done) return done;
    if (image.torn) {
        if (auto const mended = mend(); !mended) return mended;
    }
    if (auto const synced = file.sync_data(); !synced) return synced;
    if (auto const synced = file.sync_name(); !synced) return synced;
    image.chain.durable = image.chain.sequence;
    image.proven = image.end;
    return {};
}

result<void> file_journal::state::store(std::span<std::byte const> bytes) {
    auto const behind = image.end + bytes.size();
    if (behind > image.size) {
        auto const size = rounded_up(behind, growth_unit(options));
        if (auto const grown = file.write_zeros(image.size, size); !grown) return grown;
        image.size = size;
    }
    if (auto const done = file.write(bytes, image.end); !done) return done;
    ++counts.syncs;
    return file.sync_data();
}

put_result file_journal::state::fail(error e) {
    failure = std::move(e);
    failure->moved = money_moved::unknown;  // what was acknowledged before may have been sent
    return put_result::failed;
}

result<file_journal> file_journal::create(std::string const& path, journal_header const& header,
                                          file_journal_options options) {
    auto const block = encode_header(header);
    if (!block) return block.error();
    auto image = dollr::scan(*block);
    if (!image) return image.error();
    auto& ops = ops_of(options);
    struct stat found{};
    if (ops.stat_name(path.c_str(), found) >= 0) return file::call_error(path, "made", EEXIST);
    auto begun = file::journal_file::begin(path, ".new", ops);
    if (!begun) return begun.error();
    image->size = rounded_up(journal_block + 1, growth_unit(options));
    if (auto const done = begun->write(*block, 0); !done) return done.error();
    if (auto const done = begun->write_zeros(block->size(), image->size); !done) return done.error();
    if (auto const done = begun->sync_all(); !done) return done.error();
    if (auto const done = begun->publish(); !done) return done.error();
    return file_journal{std::make_unique<state>(
        state{.file = *std::move(begun), .options = options, .owner = ops.process(), .image = *std::move(image)})};
}

result<file_journal> file_journal::open(std::string const& path, journal_binding const& expected,
                                        file_journal_options options) {
    auto& ops = ops_of(options);
    auto file = file::journal_file::open(path, file::journal_file::access::own, ops);
    if (!file) return file.error();
    auto image = file->scan();
    if (!image) return image.error();
    if (auto const bound = check_binding(image->header, expected); !bound) return bound.error();
    auto s = std::make_unique<state>(
        state{.file = *std::move(file), .options = options, .owner = ops.process(), .image = *std::move(image)});
    s->opened = {s->image.torn, s->image.dropped, s->image.records, s->image.tears};
    if (auto const settled = s->settle(); !settled) return settled.error();
    return file_journal{std::move(s)};
}

result<file_journal> file_journal::open_or_create(std::string const& path, journal_header const& header,
                                                  file_journal_options options) {
    struct stat found{};
    if (ops_of(options).stat_name(path.c_str(), found) < 0) return create(path, header, options);
    return open(path, {header.origin, header.client}, options);
}

result<journal_image> file_journal::read(std::string const& path, file_journal_options options) {
    auto const file = file::journal_file::open(path, file::journal_file::access::read, ops_of(options));
    if (!file) return file.error();
    return file->scan();
}

file_journal::file_journal(std::unique_ptr<state> s) noexcept : state_(std::move(s)) {}
file_journal::file_journal(file_journal&&) noexcept = default;
file_journal& file_journal::operator=(file_journal&&) noexcept = default;
file_journal::~file_journal() = default;

put_result file_journal::put(std::span<record> records) {
    auto& s = *state_;
    if (s.failure) return put_result::failed;
    if (records.empty()) return put_result::durable;
    if (ops_of(s.options).process() != s.owner)
        return s.fail(journal_error(s.file.path(), "belongs to the process that opened it",
                                    "open a journal after fork, not before"));
    if (!s.image.index.admits(records)) return put_result::refused;
    auto chain = s.image.chain;
    s.buffer.clear();
    for (auto& r : records) chain.append(r, s.buffer);
    if (auto stored = s.store(s.buffer); !stored) {
        for (auto& r : records) r.sequence = 0;
        return s.fail(std::move(stored).error());
    }
    s.image.end += s.buffer.size();
    s.image.chain = chain;
    s.image.chain.durable = chain.sequence;
    for (auto const& r : records) s.image.index.apply(r);
    ++s.counts.puts;
    s.counts.records += records.size();
    s.counts.bytes += s.buffer.size();
    return put_result::durable;
}

result<void> file_journal::compact() {
    auto& s = *state_;
    if (s.failure) return *s.failure;
    auto bytes = dollr::compact(s.image);
    if (!bytes) return bytes.error();
    bytes->resize(static_cast<std::size_t>(rounded_up(bytes->size(), growth_unit(s.options))));
    auto image = dollr::scan(*bytes);
    if (!image) return image.error();
    auto begun = file::journal_file::begin(s.file.path(), ".compact", ops_of(s.options));
    if (!begun) return begun.error();
    if (auto const done = begun->write(*bytes, 0); !done) return done;
    if (auto const done = begun->sync_all(); !done) return done;
    if (auto const done = begun->replace(); !done) {
        if (!s.file.is_named(s.file.path())) static_cast<void>(s.fail(done.error()));
        return done;
    }
    s.file = *std::move(begun);
    image->chain.durable = image->chain.sequence;
    s.image = *std::move(image);
    if (auto const done = s.file.sync_name(); !done) {
        static_cast<void>(s.fail(done.error()));
        return done;
    }
    return {};
}

std::vector<record> file_journal::latest() const {
    auto const newest = state_->image.index.newest();
    return {newest.begin(), newest.end()};
}
std::vector<record> file_journal::unfinished() const { return state_->image.index.unfinished(); }

std::vector<record> file_journal::due_for_audit(server_time by, std::size_t most) const {
    return state_->image.index.due_for_audit(by, most);
}
record const* file_journal::find(intent_key const& key) const noexcept { return state_->image.index.find(key); }
journal_index const& file_journal::index() const noexcept { return state_->image.index; }
journal_header const& file_journal::header() const noexcept { return state_->image.header; }
file_journal::opening const& file_journal::opened() const noexcept { return state_->opened; }
file_journal::counters const& file_journal::counts() const noexcept { return state_->counts; }
error const* file_journal::failure() const noexcept { return state_->failure ? &*state_->failure : nullptr; }

}  // namespace dollr
