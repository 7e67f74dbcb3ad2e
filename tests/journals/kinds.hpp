// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_JOURNALS_KINDS_HPP
#define DOLLR_TESTS_JOURNALS_KINDS_HPP

#include "../support/journal_samples.hpp"
#include "../support/simulated_disk.hpp"
#include "images.hpp"
#include "sqlite_calls.hpp"

#include <dollr/file/journal.hpp>
#include <dollr/journal/sealed_record.hpp>
#include <dollr/sqlite/journal.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/stat.h>

/// The journals that are damaged. Two are naive on purpose: the tool must find that they forget.
namespace journals {

using namespace dollr;

/// What an opening says.
struct opening {
    std::optional<error> refusal;
    bool told = false;  ///< that the tail was torn
    std::vector<record> newest{};
};

class kind {
public:
    virtual ~kind() = default;
    /// Durable when it returns; what it asked of the disk.
    virtual std::vector<disk_call> put(std::vector<record> records) = 0;
    virtual image now() = 0;
    virtual opening open(image const& from) = 0;
};

class file_kind : public kind {
public:
    std::vector<disk_call> put(std::vector<record> records) override {
        disk_.calls.clear();
        if (journal_.put(records) != put_result::durable) std::abort();
        return std::move(disk_.calls);
    }
    image now() override { return {disk_.bytes_of("j"), bytes{}}; }
    opening open(image const& from) override {
        samples::simulated_disk& disk = disk_for_images_;
        disk.replace("j", from[0]);
        auto const j = file_journal::open("j", {}, {.preallocation = 1, .ops = &disk});
        if (!j) return {.refusal = j.error()};
        if (j->torn_bytes() != 0 && j->torn_file().empty()) std::abort();  // what is dropped is kept
        return {{}, j->opened().torn, j->latest()};
    }

private:
    struct watched_disk final : samples::simulated_disk {
        std::vector<disk_call> calls;
        ssize_t write_at(int fd, void const* from, std::size_t size, std::uint64_t offset) noexcept override {
            auto const* const data = static_cast<std::byte const*>(from);
            calls.push_back({disk_call::kind::write, 0, static_cast<std::size_t>(offset), {data, data + size}});
            return simulated_disk::write_at(fd, from, size, offset);
        }
        int sync_data(int fd) noexcept override {
            calls.push_back({});
            return simulated_disk::sync_all(fd);
        }
    };
    static file_journal make(samples::simulated_disk& disk) {
        return *file_journal::create("j", samples::header(), {.preallocation = 1, .ops = &disk});
    }

    watched_disk disk_;
    file_journal journal_ = make(disk_);
    samples::simulated_disk disk_for_images_;
    file_journal held_ = make(disk_for_images_);  // so that there is such a name
};

/// A journal of format 1, as one write a put leaves it: nothing has a copy.
class naive_file_kind : public file_kind {
public:
    std::vector<disk_call> put(std::vector<record> records) override {
        auto const begin = writer_.bytes().size();
        writer_.put(std::move(records));
        auto const& all = writer_.bytes();
        return {{disk_call::kind::write, 0, begin, {all.begin() + static_cast<std::ptrdiff_t>(begin), all.end()}}, {}};
    }
    image now() override { return {writer_.image(), bytes{}}; }

private:
    samples::writer writer_;
};

class temporary_folder {
public:
    temporary_folder() {
        if (::mkdtemp(path_.data()) == nullptr) std::abort();
    }
    temporary_folder(temporary_folder const&) = delete;
    temporary_folder& operator=(temporary_folder const&) = delete;
    ~temporary_folder() { std::filesystem::remove_all(path_); }
    std::string operator/(std::string const& name) const { return path_ + "/" + name; }

private:
    std::string path_ = (std::filesystem::temp_directory_path() / "dollr-journals-XXXXXX").string();
};

class sqlite_kind : public kind {
public:
    std::vector<disk_call> put(std::vector<record> records) override {
        static_cast<void>(sqlite_calls::take());
        if (journal_->put(records) != put_result::durable) std::abort();
        return sqlite_calls::take();
    }
    image now() override { return {read("j"), read("j-journal")}; }
    opening open(image const& from) override {
        if (calls_) end_of_puts();
        write("k", from[0]);
        write("k-journal", from[1]);
        return look(folder_ / "k");
    }

protected:
    virtual opening look(std::string const& path) {
        auto const j = sqlite_journal::open(path);
        if (!j) return {.refusal = j.error()};
        return {{}, false, j->latest()};
    }

private:
    void end_of_puts() {
        journal_.reset();
        calls_.reset();
    }
    bytes read(std::string const& name) const {
        std::ifstream file{folder_ / name, std::ios::binary};
        std::string const text{std::istreambuf_iterator<char>{file}, {}};
        auto const* const data = reinterpret_cast<std::byte const*>(text.data());
        return {data, data + text.size()};
    }
    void write(std::string const& name, bytes const& data) const {
        std::filesystem::remove(folder_ / name);
        if (data.empty()) return;
        std::ofstream{folder_ / name, std::ios::binary}.write(reinterpret_cast<char const*>(data.data()),
                                                              static_cast<std::streamsize>(data.size()));
        ::chmod((folder_ / name).c_str(), 0600);
    }

    temporary_folder folder_;
    std::optional<sqlite_calls> calls_{std::in_place};
    std::optional<sqlite_journal> journal_ = *sqlite_journal::create(folder_ / "j", samples::header());
};

/// Believes every record that it finds whole, and asks for no more.
class naive_sqlite_kind final : public sqlite_kind {
    opening look(std::string const& path) override {
        opening out;
        sqlite3* db = nullptr;
        sqlite3_stmt* select = nullptr;
        auto code = sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE, nullptr);
        if (code == SQLITE_OK) code = sqlite3_prepare_v2(db, "SELECT record FROM intent", -1, &select, nullptr);
        while (code == SQLITE_OK || code == SQLITE_ROW) {
            code = sqlite3_step(select);
            if (code != SQLITE_ROW) break;
            auto const* const data = static_cast<std::byte const*>(sqlite3_column_blob(select, 0));
            auto one = unseal({data, static_cast<std::size_t>(sqlite3_column_bytes(select, 0))}, "a key");
            if (one)
                out.newest.push_back(*one);
            else
                out.refusal = one.error();
        }
        if (code != SQLITE_DONE) out.refusal = damaged_journal(sqlite3_errstr(code));
        sqlite3_finalize(select);
        sqlite3_close(db);
        return out;
    }
};

}  // namespace journals

#endif
