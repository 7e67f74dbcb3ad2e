// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "journal_file.hpp"

#include "file_error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include <fcntl.h>

namespace dollr::file {
namespace {

constexpr int open_flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;  // O_NONBLOCK: a pipe of that name must not stop us
constexpr mode_t owner_only = S_IRUSR | S_IWUSR;
constexpr int tries_max = 8;

/// Calls until no signal interrupts.
template <class Call>
auto uninterrupted(Call call) noexcept {
    for (;;) {
        auto const answer = call();
        if (answer != -EINTR) return answer;
    }
}

std::string folder_of(std::string const& path) {
    auto const slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string octal(mode_t mode) {
    std::string text = "0000";
    for (std::size_t i = 0; i < 4; ++i) text[3 - i] = static_cast<char>('0' + (mode >> (3 * i) & 7u));
    return text;
}

}  // namespace

journal_file& journal_file::operator=(journal_file&& from) noexcept {
    std::swap(ops_, from.ops_);
    std::swap(fd_, from.fd_);
    path_.swap(from.path_);
    begun_.swap(from.begun_);
    return *this;
}

journal_file::~journal_file() {
    if (fd_ < 0) return;
    if (!begun_.empty()) static_cast<void>(ops_->unlink(begun_.c_str()));
    static_cast<void>(ops_->close(fd_));  // after a sync there is nothing left that could be lost
}

result<journal_file> journal_file::open(std::string const& path, access how, file_ops& ops) {
    auto const flags = open_flags | (how == access::own ? O_RDWR : O_RDONLY);
    for (int tries = 0; tries < tries_max; ++tries) {
        auto const fd = uninterrupted([&] { return ops.open(path.c_str(), flags, 0); });
        if (fd < 0) return call_error(path, "opened", -fd);
        journal_file file{ops, fd, path, {}};
        if (auto const checked = file.check(how); !checked) return checked.error();
        if (how == access::read) return file;
        if (auto const locked = file.take_lock(); !locked) return locked.error();
        if (file.is_named(path)) return file;
    }
    return journal_error(path, "was replaced several times while it was opened",
                         "let the other program finish, then try again");
}

result<journal_file> journal_file::begin(std::string const& path, std::string_view suffix, file_ops& ops) {
    auto const name = path + std::string{suffix};
    for (int tries = 0; tries < tries_max; ++tries) {
        auto const fd =
            uninterrupted([&] { return ops.open(name.c_str(), open_flags | O_RDWR | O_CREAT, owner_only); });
        if (fd < 0) return call_error(path, "made", -fd);
        journal_file file{ops, fd, name, {}};
        if (auto const locked = file.take_lock(); !locked) return locked.error();
        if (!file.is_named(name)) continue;  // its maker has just given it its final name
        struct stat found{};
        if (auto const answer = ops.stat(fd, found); answer < 0) return call_error(name, "looked at", -answer);
        if (found.st_nlink != 1) {  // a crash left this name beside the final one
            if (auto const answer = ops.unlink(name.c_str()); answer < 0) return call_error(name, "removed", -answer);
            continue;
        }
        if (auto const checked = file.check(access::own); !checked) return checked.error();
        file.begun_ = name;
        file.path_ = path;
        if (auto const answer = uninterrupted([&] { return ops.truncate(fd, 0); }); answer < 0)
            return call_error(name, "emptied", -answer);
        return file;
    }
    return journal_error(name, "is being made by another program", "let it finish, then try again");
}

result<journal_file> journal_file::begin_beside(std::string const& path, std::string_view suffix, file_ops& ops) {
    constexpr int names_max = 1'000;
    auto const first = path + std::string{suffix};
    for (int n = 1; n <= names_max; ++n) {
        auto const name = n == 1 ? first : first + '.' + std::to_string(n);
        auto const fd =
            uninterrupted([&] { return ops.open(name.c_str(), open_flags | O_RDWR | O_CREAT | O_EXCL, owner_only); });
        if (fd >= 0) return journal_file{ops, fd, path, name};
        if (fd != -EEXIST) return call_error(name, "made", -fd);
    }
    return journal_error(first, "and so many more names are taken", "move what is kept there to another folder");
}

result<void> journal_file::check(access how) const {
    struct stat found{};
    if (auto const answer = ops_->stat(fd_, found); answer < 0) return call_error(path_, "looked at", -answer);
    if (S_ISDIR(found.st_mode)) return call_error(path_, "opened", EISDIR);
    if (!S_ISREG(found.st_mode)) return journal_error(path_, "is not a regular file", "name a file on a disk");
    if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return journal_error(path_, "has mode " + octal(found.st_mode & 07777u) + ": others may read or change it",
                             "check who could have changed it, then chmod it to 600");
    if (found.st_uid != ops_->user() && ops_->user() != 0)
        return journal_error(path_, "belongs to another user", "run as its owner");
    if (how == access::read) return {};
    auto const remote = ops_->is_remote(fd_);
    if (remote < 0) return call_error(path_, "looked at", -remote);
    if (remote != 0)
        return journal_error(path_, "is on a network file system: locks and syncs are not reliable there",
                             "use a journal on a local disk, or a database");
    return {};
}

result<void> journal_file::take_lock() const {
    auto const answer = uninterrupted([&] { return ops_->lock(fd_); });
    if (answer >= 0) return {};
    if (answer != -EWOULDBLOCK) return call_error(path_, "locked", -answer);
    auto const holder = ops_->lock_holder(fd_);
    auto const who = holder > 0 ? "process " + std::to_string(holder) : std::string{"another process"};
    return journal_error(path_, "is in use by " + who, "let it finish, or stop it, then try again");
}

bool journal_file::is_named(std::string const& name) const noexcept {
    struct stat mine{};
    struct stat named{};
    return ops_->stat(fd_, mine) >= 0 && ops_->stat_name(name.c_str(), named) >= 0 && mine.st_ino == named.st_ino &&
           mine.st_dev == named.st_dev;
}

result<journal_image> journal_file::scan() const {
    std::vector<std::byte> window(std::size_t{1} << 20);
    journal_scanner scanner;
    std::size_t kept = 0;
    std::uint64_t offset = 0;
    for (bool last = false; !last;) {
        auto const room = std::span{window}.subspan(kept);
        auto const read = uninterrupted([&] { return ops_->read_at(fd_, room.data(), room.size(), offset); });
        if (read < 0) return call_error(path_, "read", static_cast<int>(-read));
        last = read == 0;
        offset += static_cast<std::uint64_t>(read);
        auto const have = kept + static_cast<std::size_t>(read);
        auto const used = scanner.feed(std::span{window}.first(have), last);
        std::copy(window.begin() + static_cast<std::ptrdiff_t>(used),
                  window.begin() + static_cast<std::ptrdiff_t>(have), window.begin());
        kept = have - used;
    }
    auto image = std::move(scanner).finish();
    if (image) return image;
    auto e = std::move(image).error();
    e.what += " (" + path_ + ")";
    return e;
}

result<void> journal_file::read(std::span<std::byte> bytes, std::uint64_t offset) const {
    while (!bytes.empty()) {
        auto const got = uninterrupted([&] { return ops_->read_at(fd_, bytes.data(), bytes.size(), offset); });
        if (got <= 0) return call_error(path_, "read", got == 0 ? EIO : static_cast<int>(-got));
        bytes = bytes.subspan(static_cast<std::size_t>(got));
        offset += static_cast<std::uint64_t>(got);
    }
    return {};
}

result<void> journal_file::write(std::span<std::byte const> bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        auto const written = uninterrupted([&] { return ops_->write_at(fd_, bytes.data(), bytes.size(), offset); });
        if (written <= 0) return call_error(path_, "written", written == 0 ? EIO : static_cast<int>(-written));
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        offset += static_cast<std::uint64_t>(written);
    }
    return {};
}

result<void> journal_file::write_zeros(std::uint64_t from, std::uint64_t to) {
    static constexpr std::array<std::byte, std::size_t{1} << 16> zeros{};
    while (from < to) {
        auto const size = std::min<std::uint64_t>(zeros.size(), to - from);
        if (auto const done = write(std::span{zeros}.first(static_cast<std::size_t>(size)), from); !done) return done;
        from += size;
    }
    return {};
}

result<void> journal_file::sync_data() {
    if (auto const answer = uninterrupted([&] { return ops_->sync_data(fd_); }); answer < 0)
        return call_error(path_, "synced", -answer);
    return {};
}

result<void> journal_file::sync_all() {
    if (auto const answer = uninterrupted([&] { return ops_->sync_all(fd_); }); answer < 0)
        return call_error(path_, "synced", -answer);
    return {};
}

result<void> journal_file::publish() {
    if (auto const answer = ops_->link(begun_.c_str(), path_.c_str()); answer < 0)
        return call_error(path_, "named", -answer);
    if (auto const answer = ops_->unlink(begun_.c_str()); answer < 0) return call_error(begun_, "removed", -answer);
    begun_.clear();
    return sync_name();
}

result<void> journal_file::replace() {
    if (auto const answer = ops_->rename(begun_.c_str(), path_.c_str()); answer < 0)
        return call_error(path_, "replaced", -answer);
    begun_.clear();
    return {};
}

result<void> journal_file::sync_name() const {
    auto const folder = folder_of(path_);
    auto const fd = uninterrupted([&] { return ops_->open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0); });
    if (fd < 0) return call_error(folder, "opened", -fd);
    auto const answer = uninterrupted([&] { return ops_->sync_all(fd); });
    static_cast<void>(ops_->close(fd));
    if (answer < 0) return call_error(folder, "synced", -answer);
    return {};
}

}  // namespace dollr::file
