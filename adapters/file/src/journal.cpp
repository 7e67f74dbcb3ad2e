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
    std::vector<std::byte> tail{};  ///< what the last block holds already
    std::size_t place = 0;          ///< of the next copy
    std::vector<std::byte> buffer{};

    /// Makes durable what was read. The last records may be in the page cache only, and if a sync of an earlier process
    /// failed, the kernel takes them for written: no sync would ever store them. So those that no mark proves are
    /// written again, the copy first, so that a crash in between finds them whole. The name may be as young.
    ///
    /// Behind a torn tail comes one tear where the bad frame began, and zeros over the rest. Until the tear is durable
    /// the bad frame's bytes stay, so a crash in between finds the same torn tail again.
    result<void> settle();
    /// Beside the journal, in a file of its own, because a person may find more in it than a program.
    result<void> keep_dropped();
    /// What the file has from `from` on, where a copy does not know better.
    result<std::vector<std::byte>> read_to_end(std::uint64_t from) const;
    result<void> write_copy(std::uint64_t begin, std::span<std::byte const> bytes);
    result<void> store(std::span<std::byte const> bytes);
    /// Takes the place of the file, whatever its format.
    result<void> rewrite();
    put_result fail(error e);
    /// False in a child made by fork.
    bool is_ours() const { return ops_of(options).process() == owner; }
    error not_ours() const {
        return journal_error(file.path(), "belongs to the process that opened it",
                             "open a journal after fork, not before");
    }
};

result<std::vector<std::byte>> file_journal::state::read_to_end(std::uint64_t from) const {
    std::vector<std::byte> out(static_cast<std::size_t>(image.end - from));
    auto const there = std::clamp(image.size, from, image.end) - from;
    if (auto const done = file.read(std::span{out}.first(static_cast<std::size_t>(there)), from); !done)
        return done.error();
    if (auto const& copy = image.copies.newest; copy && copy->end() > from) {
        auto const begin = std::max(copy->begin, from);
        std::ranges::copy(copy->from(begin), out.begin() + static_cast<std::ptrdiff_t>(begin - from));
    }
    return out;
}

result<void> file_journal::state::keep_dropped() {
    std::vector<std::byte> bytes(static_cast<std::size_t>(image.dropped));
    if (auto const done = file.read(bytes, image.end); !done) return done;
    if (image.copies.spoilt) {
        bytes.resize(bytes.size() + frames_begin(image.format) - journal_block);
        auto const copies = std::span{bytes}.subspan(static_cast<std::size_t>(image.dropped));
        if (auto const done = file.read(copies, journal_block); !done) return done;
    }
    opened.dropped = bytes.size();
    if (bytes.empty()) return {};
    auto kept = file::journal_file::begin_beside(file.path(), ".torn-" + std::to_string(image.chain.sequence + 1),
                                                 ops_of(options));
    if (!kept) return kept.error();
    if (auto const done = kept->write(bytes, 0); !done) return done;
    if (auto const done = kept->sync_all(); !done) return done;
    opened.kept = kept->keep();
    return file.sync_name();
}

result<void> file_journal::state::settle() {
    auto const from = image.proven / journal_block * journal_block;
    auto bytes = read_to_end(from);
    if (!bytes) return bytes.error();
    auto behind = std::max(image.end, image.size);
    if (image.torn) {
        image.chain.durable = image.chain.sequence;  // once the tear can be read, for the copy came first
        image.chain.append_tear(*bytes);
        behind = std::max({behind, from + bytes->size(), image.end + image.dropped});
        ++image.tears;
    }
    image.end = from + bytes->size();
    // What was read may not be durable: it came from whoever was killed before their sync ended. And where that sync
    // failed, another says nothing. So the place of the newest copy is taken, unless it is the only one that is whole:
    // the older copy is of an earlier put, and stays until all of this is durable.
    if (auto const synced = file.sync_data(); !synced) return synced;
    if (auto const& newest = image.copies.newest)
        place = image.copies.whole == journal_copy_places ? newest->place : 1 - newest->place;
    if (auto const done = write_copy(from, *bytes); !done) return done;
    if (auto const synced = file.sync_data(); !synced) return synced;
    tail.assign(bytes->begin() + static_cast<std::ptrdiff_t>((image.end / journal_block * journal_block) - from),
                bytes->end());
    if (image.torn || behind > image.size)
        bytes->resize(static_cast<std::size_t>(rounded_up(behind, journal_block) - from));
    if (auto const done = file.write(*bytes, from); !done) return done;
    if (auto const synced = file.sync_data(); !synced) return synced;
    if (auto const synced = file.sync_name(); !synced) return synced;
    image.size = std::max(image.size, from + bytes->size());
    image.chain.durable = image.chain.sequence;
    return {};
}

result<void> file_journal::state::write_copy(std::uint64_t begin, std::span<std::byte const> bytes) {
    auto const copy = encode_copy(begin, bytes, image.chain.salt);
    auto const done = file.write(copy, copy_offset(place));
    place = 1 - place;
    return done;
}

result<void> file_journal::state::store(std::span<std::byte const> bytes) {
    auto const behind = image.end + bytes.size();
    if (behind > image.size) {
        auto const size = rounded_up(behind, growth_unit(options));
        if (auto const grown = file.write_zeros(image.size, size); !grown) return grown;
        image.size = size;
    }
    auto const begin = image.end - tail.size();
    tail.insert(tail.end(), bytes.begin(), bytes.end());
    if (auto const done = write_copy(begin, tail); !done) return done;
    if (auto const done = file.write(bytes, image.end); !done) return done;
    ++counts.syncs;
    if (auto const synced = file.sync_data(); !synced) return synced;
    image.end = behind;
    tail.erase(tail.begin(), tail.begin() + static_cast<std::ptrdiff_t>(tail.size() / journal_block * journal_block));
    return {};
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
    auto bytes = *block;
    bytes.resize(frames_begin(journal_version));
    auto image = dollr::scan(bytes);
    if (!image) return image.error();
    auto& ops = ops_of(options);
    struct stat found{};
    if (ops.stat_name(path.c_str(), found) >= 0) return file::call_error(path, "made", EEXIST);
    auto begun = file::journal_file::begin(path, ".new", ops);
    if (!begun) return begun.error();
    image->size = rounded_up(frames_begin(journal_version) + 1, growth_unit(options));
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
    if (s->image.torn) {
        if (auto const kept = s->keep_dropped(); !kept) return kept.error();
    }
    auto const ready = s->image.format == journal_version ? s->settle() : s->rewrite();
    if (!ready) return ready.error();
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
    if (!s.is_ours()) return s.fail(s.not_ours());
    if (!s.image.index.admits(records)) return put_result::refused;
    auto chain = s.image.chain;
    s.buffer.clear();
    for (std::size_t i = 0; i < records.size(); ++i) {
        chain.append(records[i], s.buffer);
        if (i + 1 < records.size() && s.buffer.size() + frame_size_max <= journal_write_max) continue;
        if (auto stored = s.store(s.buffer); !stored) {
            for (auto& r : records) r.sequence = 0;
            return s.fail(std::move(stored).error());
        }
        s.counts.bytes += s.buffer.size();
        s.buffer.clear();
        chain.durable = chain.sequence;
    }
    s.image.chain = chain;
    for (auto const& r : records) s.image.index.apply(r);
    ++s.counts.puts;
    s.counts.records += records.size();
    return put_result::durable;
}

result<void> file_journal::compact() {
    auto& s = *state_;
    if (!s.failure && !s.is_ours()) static_cast<void>(s.fail(s.not_ours()));
    if (s.failure) return *s.failure;
    return s.rewrite();
}

result<void> file_journal::state::rewrite() {
    auto bytes = dollr::compact(image);
    if (!bytes) return bytes.error();
    bytes->resize(static_cast<std::size_t>(rounded_up(bytes->size(), growth_unit(options))));
    auto found = dollr::scan(*bytes);
    if (!found) return found.error();
    auto begun = file::journal_file::begin(file.path(), ".compact", ops_of(options));
    if (!begun) return begun.error();
    if (auto const done = begun->write(*bytes, 0); !done) return done;
    if (auto const done = begun->sync_all(); !done) return done;
    if (auto const done = begun->replace(); !done) {
        if (!file.is_named(file.path())) static_cast<void>(fail(done.error()));
        return done;
    }
    file = *std::move(begun);
    image = *std::move(found);
    place = 1;
    image.chain.durable = image.chain.sequence;
    auto const end = bytes->begin() + static_cast<std::ptrdiff_t>(image.end);
    tail.assign(end - static_cast<std::ptrdiff_t>(image.end % journal_block), end);
    if (auto const done = file.sync_name(); !done) {
        static_cast<void>(fail(done.error()));
        return done;
    }
    return {};
}

std::vector<record> file_journal::latest() const {
    auto const newest = state_->image.index.newest();
    return {newest.begin(), newest.end()};
}
void file_journal::each_newest(std::function<void(record const&)> const& visit) const {
    for (auto const& newest : state_->image.index.newest()) visit(newest);
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
