// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_SIMULATED_DISK_HPP
#define DOLLR_TESTS_SUPPORT_SIMULATED_DISK_HPP

#include <dollr/file/file_ops.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>

/// A disk with one folder that keeps only what was synced. After a crash each sector of an unsynced write, each
/// unsynced change of size and each unsynced name is there or not, by chance: what a real one may do.
namespace samples {

class simulated_disk : public dollr::file_ops {
public:
    enum class fault : std::uint8_t {
        none,
        error,      ///< that call fails with error_number and does nothing
        torn,       ///< a write does half and then fails
        part,       ///< a read or write does one byte; not an error
        interrupt,  ///< EINTR, and nothing done
        crash,      ///< nothing after that call happens; a write may be half done
    };

    /// The fault strikes at the call of that number, counted from now on from 1.
    void plan(fault what, std::uint64_t strike_at, int error_number = EIO) {
        fault_ = what, strike_at_ = strike_at, error_number_ = error_number, calls_ = 0, struck_ = false;
    }
    std::uint64_t calls() const { return calls_; }
    bool struck() const { return struck_; }
    /// Writes through a descriptor after a sync of it had failed. There must be none.
    int writes_after_failed_sync() const { return writes_after_failed_sync_; }

    /// Power off and on.
    void restart(std::uint64_t seed) {
        std::mt19937_64 chance{seed};
        ++restarts_;
        if (!name_history_.empty()) names_ = name_history_[chance() % name_history_.size()];
        for (auto const& [path, file] : names_) file->settle(chance, restarts_);
        name_history_ = {names_};
        open_.clear();
        dead_ = false;
        fault_ = fault::none;
    }
    /// Only the process died: what was written stays.
    void restart_process() {
        open_.clear();
        for (auto const& [path, file] : names_) file->locked_by = 0;
        dead_ = false;
        fault_ = fault::none;
    }
    std::vector<std::byte>& bytes_of(std::string const& path) { return names_.at(path)->now; }
    /// Another file of that name, all of it on the disk.
    void replace(std::string const& path, std::vector<std::byte> const& bytes) {
        auto file = std::make_shared<inode>(*names_.at(path));
        file->now = file->synced = bytes;
        file->unsynced.clear();
        file->locked_by = 0;
        names_[path] = std::move(file);
        name_history_ = {names_};
    }
    bool exists(std::string const& path) const { return names_.contains(path); }

    int open(char const* path, int flags, mode_t mode) noexcept override {
        if (auto const answer = before_call()) return *answer;
        if ((flags & O_DIRECTORY) != 0) return add(nullptr);
        auto& file = names_[path];
        if (!file && (flags & O_CREAT) == 0) {
            names_.erase(path);
            return -ENOENT;
        }
        if (!file) {
            file = std::make_shared<inode>();
            file->mode = mode;
            file->number = ++inodes_;
            name_history_.push_back(names_);
        }
        return add(file);
    }
    int close(int fd) noexcept override {
        if (auto const answer = before_call()) return *answer;
        auto const file = open_.at(fd);
        open_.erase(fd);
        if (file && file->locked_by == fd) file->locked_by = 0;
        return 0;
    }
    ssize_t read_at(int fd, void* to, std::size_t size, std::uint64_t offset) noexcept override {
        if (auto const answer = before_call(call::read)) {
            if (*answer != short_) return *answer;
            size = std::min<std::size_t>(size, 1);
        }
        auto const& from = open_.at(fd)->now;
        if (offset >= from.size()) return 0;
        size = std::min<std::size_t>(size, from.size() - static_cast<std::size_t>(offset));
        std::memcpy(to, from.data() + offset, size);
        return static_cast<ssize_t>(size);
    }
    ssize_t write_at(int fd, void const* from, std::size_t size, std::uint64_t offset) noexcept override {
        auto& file = *open_.at(fd);
        auto const answer = before_call(call::write);
        if (sync_failed_.contains(fd) && !dead_) ++writes_after_failed_sync_;
        if (answer == torn_) {
            file.write(from, size / 2, offset);
            return -error_number_;
        }
        if (answer && *answer != short_) return *answer;
        if (answer) size = std::min<std::size_t>(size, 1);
        file.write(from, size, offset);
        return static_cast<ssize_t>(size);
    }
    int sync_data(int fd) noexcept override { return sync_all(fd); }
    int sync_all(int fd) noexcept override {
        auto const file = open_.at(fd);
        if (auto const answer = before_call()) {
            if (file && *answer != -EINTR && !dead_) {
                sync_failed_.insert(fd);
                file->unsynced
                    .clear();  // as Linux does: the pages count as written, and no later sync tries them again
            }
            return *answer;
        }
        if (file)
            file->sync();
        else
            name_history_ = {names_};
        return 0;
    }
    int truncate(int fd, std::uint64_t size) noexcept override {
        if (auto const answer = before_call()) return *answer;
        open_.at(fd)->now.resize(static_cast<std::size_t>(size));
        open_.at(fd)->synced.resize(static_cast<std::size_t>(size));
        open_.at(fd)->unsynced.clear();
        return 0;
    }
    int lock(int fd) noexcept override {
        if (auto const answer = before_call()) return *answer;
        auto& file = *open_.at(fd);
        if (file.locked_by != 0 && file.locked_by != fd) return -EWOULDBLOCK;
        file.locked_by = fd;
        return 0;
    }
    pid_t lock_holder(int) noexcept override { return 4711; }
    int stat(int fd, struct stat& to) noexcept override {
        if (auto const answer = before_call()) return *answer;
        return describe(*open_.at(fd), to);
    }
    int stat_name(char const* path, struct stat& to) noexcept override {
        if (auto const answer = before_call()) return *answer;
        auto const found = names_.find(path);
        return found == names_.end() ? -ENOENT : describe(*found->second, to);
    }
    int is_remote(int) noexcept override {
        if (auto const answer = before_call()) return *answer;
        return remote ? 1 : 0;
    }
    int link(char const* from, char const* to) noexcept override {
        if (auto const answer = before_call()) return *answer;
        if (names_.contains(to)) return -EEXIST;
        names_[to] = names_.at(from);
        name_history_.push_back(names_);
        return 0;
    }
    int rename(char const* from, char const* to) noexcept override {
        if (auto const answer = before_call()) return *answer;
        names_[to] = names_.at(from);
        names_.erase(from);
        name_history_.push_back(names_);
        return 0;
    }
    int unlink(char const* path) noexcept override {
        if (auto const answer = before_call()) return *answer;
        if (names_.erase(path) != 1) return -ENOENT;
        name_history_.push_back(names_);
        return 0;
    }
    pid_t process() noexcept override { return process_id; }
    uid_t user() noexcept override { return user_id; }

    bool remote = false;
    pid_t process_id = 100;
    uid_t user_id = 1000;
    uid_t owner_id = 1000;

private:
    static constexpr std::size_t sector = 512;
    static constexpr int short_ = 1;  // not an errno: go on, but with one byte
    static constexpr int torn_ = 2;   // not an errno: a write does half

    struct inode {
        struct piece {
            std::size_t offset;
            std::vector<std::byte> bytes;
        };

        void write(void const* from, std::size_t size, std::uint64_t offset) {
            auto const* const bytes = static_cast<std::byte const*>(from);
            auto const at = static_cast<std::size_t>(offset);
            if (now.size() < at + size) now.resize(at + size);
            std::copy_n(bytes, size, now.begin() + static_cast<std::ptrdiff_t>(at));
            for (std::size_t done = 0; done < size;) {  // a disk writes whole sectors
                auto const step = std::min(size - done, sector - (at + done) % sector);
                unsynced.push_back({at + done, {bytes + done, bytes + done + step}});
                done += step;
            }
        }
        void settle(std::mt19937_64& chance, std::uint64_t restart) {
            if (std::exchange(settled_in, restart) == restart) return;  // it may have two names
            auto const all = chance() % 4 == 0;
            std::erase_if(unsynced, [&](piece const&) { return !all && chance() % 2 == 0; });
            sync();
            now = synced;
            locked_by = 0;
        }
        void sync() {
            for (auto const& [offset, bytes] : unsynced) {
                if (synced.size() < offset + bytes.size()) synced.resize(offset + bytes.size());
                std::copy(bytes.begin(), bytes.end(), synced.begin() + static_cast<std::ptrdiff_t>(offset));
            }
            unsynced.clear();
        }

        std::vector<std::byte> now;
        std::vector<std::byte> synced;
        std::vector<piece> unsynced;
        mode_t mode = 0;
        ino_t number = 0;
        int locked_by = 0;
        std::uint64_t settled_in = 0;
    };

    enum class call : std::uint8_t { other, read, write };

    /// What a call must answer instead of doing its work.
    std::optional<int> before_call(call what = call::other) noexcept {
        if (dead_) return -EIO;
        ++calls_;
        if (fault_ == fault::none || calls_ != strike_at_) return std::nullopt;
        struck_ = true;
        switch (fault_) {
            case fault::none:
                break;
            case fault::error:
                return -error_number_;
            case fault::torn:
                return what == call::write ? torn_ : -error_number_;
            case fault::part:
                break;
            case fault::interrupt:
                return -EINTR;
            case fault::crash:
                dead_ = true;
                return what == call::write ? torn_ : -EIO;
        }
        if (fault_ == fault::part && what != call::other) return short_;
        return std::nullopt;
    }
    int add(std::shared_ptr<inode> file) {
        open_[++descriptors_] = std::move(file);
        return descriptors_;
    }
    int describe(inode const& file, struct stat& to) const noexcept {
        to = {};
        to.st_mode = S_IFREG | file.mode;
        to.st_ino = file.number;
        to.st_uid = owner_id;
        to.st_nlink = static_cast<nlink_t>(
            std::count_if(names_.begin(), names_.end(), [&](auto const& name) { return name.second.get() == &file; }));
        return 0;
    }

    using folder = std::map<std::string, std::shared_ptr<inode>>;
    folder names_;
    std::vector<folder> name_history_{folder{}};  ///< since the folder was synced; a crash leaves any of them
    std::uint64_t restarts_ = 0;
    std::map<int, std::shared_ptr<inode>> open_;
    int descriptors_ = 2;
    ino_t inodes_ = 0;
    fault fault_ = fault::none;
    std::uint64_t strike_at_ = 0;
    std::uint64_t calls_ = 0;
    int error_number_ = EIO;
    bool struck_ = false;
    bool dead_ = false;
    std::set<int> sync_failed_;
    int writes_after_failed_sync_ = 0;
};

}  // namespace samples

#endif
