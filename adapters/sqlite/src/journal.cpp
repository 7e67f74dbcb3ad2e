// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/sqlite/journal.hpp>

#include "contents.hpp"
#include "database.hpp"

#include <dollr/journal/index.hpp>
#include <dollr/journal/sealed_record.hpp>
#include <dollr/system/remote_file_system.hpp>
#include <dollr/value/open_enum.hpp>

#include <sqlite3.h>

#include <cerrno>
#include <chrono>
#include <optional>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace dollr {
namespace {

using sqlite::database;
using sqlite::statement;

/// The sealed records are what is read back; the other columns are for the constraints and for a person's queries.
constexpr char const* schema = R"(
PRAGMA application_id = 1684826220;
BEGIN IMMEDIATE;
CREATE TABLE journal (
    one INTEGER PRIMARY KEY CHECK (one = 1), header BLOB NOT NULL, origin TEXT NOT NULL,
    epoch INTEGER NOT NULL, sequence INTEGER NOT NULL, digest INTEGER NOT NULL
) STRICT;
CREATE TABLE intent (
    key TEXT NOT NULL UNIQUE, content BLOB NOT NULL, generation INTEGER NOT NULL, phase INTEGER NOT NULL,
    unfinished INTEGER NOT NULL, sequence INTEGER NOT NULL, record BLOB NOT NULL
) STRICT;
CREATE TABLE attempt (
    key TEXT NOT NULL, generation INTEGER NOT NULL, reference_id TEXT NOT NULL UNIQUE, operation TEXT NOT NULL,
    unfinished INTEGER NOT NULL, record BLOB NOT NULL, PRIMARY KEY (key, generation)
) STRICT;
CREATE UNIQUE INDEX attempt_one_unfinished ON attempt (key) WHERE unfinished = 1;
CREATE TABLE resolution (
    key TEXT NOT NULL, generation INTEGER NOT NULL, written INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL
) STRICT;
COMMIT;
)";

/// Format 1 had no digest.
constexpr char const* add_digest = "ALTER TABLE journal ADD COLUMN digest INTEGER NOT NULL DEFAULT 0";

constexpr char const* take_over = "UPDATE journal SET header = ?1, digest = ?2, epoch = ?3 WHERE one = 1";
constexpr char const* put_journal =
    "UPDATE journal SET sequence = ?1, digest = ?4 WHERE one = 1 AND epoch = ?2 AND sequence = ?3";
constexpr char const* put_intent =
    "INSERT INTO intent VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (key) DO UPDATE SET generation = ?3, "
    "phase = ?4, unfinished = ?5, sequence = ?6, record = ?7 WHERE content = ?2";
constexpr char const* put_attempt =
    "INSERT INTO attempt VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (key, generation) DO UPDATE SET "
    "unfinished = ?5, record = ?6 WHERE reference_id = ?3";
constexpr char const* put_resolution = "INSERT INTO resolution VALUES (?1, ?2, ?3, ?4, ?5)";

constexpr std::chrono::seconds commit_patience{30};

error call_error(std::string const& path, std::string_view doing) {
    return journal_error(path, "could not be " + std::string{doing} + ": " + std::generic_category().message(errno),
                         "solve that, then try again");
}

/// The file itself, held open and locked for as long as this process writes the journal. SQLite's own locks cannot be
/// held so long without keeping readers out.
class owned_file {
public:
    owned_file() noexcept = default;
    owned_file(owned_file&& from) noexcept : fd_(std::exchange(from.fd_, -1)) {}
    owned_file& operator=(owned_file&& from) noexcept {
        std::swap(fd_, from.fd_);
        return *this;
    }
    ~owned_file() {
        if (fd_ >= 0) ::close(fd_);
    }

    static result<owned_file> take(std::string const& path) {
        owned_file out;
        out.fd_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
        if (out.fd_ < 0) {
            if (errno == EROFS)
                return journal_error(path, "is on a read-only file system",
                                     "use a journal on a writable disk: nothing is sent that cannot be recorded "
                                     "before");
            return call_error(path, "opened");
        }
        struct statfs where{};
        if (::fstatfs(out.fd_, &where) == 0 && is_remote_file_system(static_cast<std::uint32_t>(where.f_type)))
            return journal_error(path, "is on a network file system: locks and syncs are not reliable there",
                                 "use a journal on a local disk, or a PostgreSQL database");
        if (::flock(out.fd_, LOCK_EX | LOCK_NB) == 0) return out;
        if (errno == EWOULDBLOCK)
            return journal_error(path, "is in use by another process", "let it finish, or stop it, then try again");
        return call_error(path, "locked");
    }

private:
    int fd_ = -1;
};

/// By name, because another descriptor that is closed would end SQLite's locks in this process.
result<void> check_file(std::string const& path) {
    struct stat found{};
    if (::lstat(path.c_str(), &found) != 0)
        return errno == ENOENT ? journal_error(path, "does not exist", "check the name") : call_error(path, "found");
    if (S_ISLNK(found.st_mode))
        return journal_error(path, "is a symbolic link", "name the file itself, not a link to it");
    if (!S_ISREG(found.st_mode)) return journal_error(path, "is not a regular file", "name a file on a disk");
    if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return journal_error(path, "may be read or changed by others",
                             "check who could have changed it, then chmod it to 600");
    if (found.st_uid != ::geteuid() && ::geteuid() != 0)
        return journal_error(path, "belongs to another user", "run as its owner");
    return {};
}

result<void> sync_folder(std::string const& path) {
    auto const slash = path.rfind('/');
    auto const folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
    auto const fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return call_error(path, "named");
    auto const synced = ::fsync(fd);
    ::close(fd);
    if (synced != 0) return call_error(path, "named");
    return {};
}

}  // namespace

struct sqlite_journal::state {
    owned_file file;  // outlives the database: closing it would end SQLite's locks
    database db;
    journal_header header{};
    journal_index index{};
    std::uint64_t sequence = 0;
    std::uint64_t digest = 0;
    std::unordered_map<intent_key, std::uint64_t> parts{};  ///< of the digest, for the newest record of each intent
    std::int64_t epoch = 0;
    pid_t owner = 0;
    std::optional<error> failure{};
    statement begin{}, commit{}, rollback{}, journal{}, intent{}, attempt{}, resolution{};

    result<void> prepare();
    /// Another epoch, in a database that was found sound; of an older format it becomes ours.
    result<void> begin_epoch(std::uint16_t format);
    /// The parts that are others once these are the newest, and what the digest is then.
    std::pair<std::unordered_map<intent_key, std::uint64_t>, std::uint64_t> digest_with(
        std::span<record const> records) const;
    /// Another epoch, or an unfinished attempt beside this one, or an id that is another's.
    result<bool> store(record const& r);
    bool commit_patiently();
    put_result fail(error e) {
        failure = std::move(e);
        failure->moved = money_moved::unknown;  // what was acknowledged before may have been sent
        return put_result::failed;
    }
};

result<void> sqlite_journal::state::prepare() {
    for (auto const& [to, sql] :
         {std::pair{&begin, "BEGIN IMMEDIATE"}, std::pair{&commit, "COMMIT"}, std::pair{&rollback, "ROLLBACK"},
          std::pair{&journal, put_journal}, std::pair{&intent, put_intent}, std::pair{&attempt, put_attempt},
          std::pair{&resolution, put_resolution}}) {
        auto made = db.prepare(sql);
        if (!made) return made.error();
        *to = std::move(*made);
    }
    return {};
}

result<void> sqlite_journal::state::begin_epoch(std::uint16_t format) {
    auto const sealed = seal(header);
    if (!sealed) return sealed.error();
    if (auto const set = db.run("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = EXTRA;"
                                "PRAGMA trusted_schema = OFF; BEGIN IMMEDIATE");
        !set)
        return set;
    if (format < 2) {
        if (auto const added = db.run(add_digest); !added) return added;
    }
    auto update = db.prepare(take_over);
    if (!update) return update.error();
    update->bind_all(std::span<std::byte const>{*sealed}, static_cast<std::int64_t>(digest), ++epoch);
    if (update->step() != SQLITE_DONE) return db.last_error("written");
    return db.run("COMMIT");
}

std::pair<std::unordered_map<intent_key, std::uint64_t>, std::uint64_t> sqlite_journal::state::digest_with(
    std::span<record const> records) const {
    std::pair<std::unordered_map<intent_key, std::uint64_t>, std::uint64_t> out{{}, digest};
    for (auto const& r : records) {
        auto const [at, is_first] = out.first.try_emplace(r.intent.key, 0);
        if (is_first) {
            auto const before = parts.find(r.intent.key);
            if (before != parts.end()) at->second = before->second;
        }
        out.second -= at->second;
        at->second = digest_part(seal(r));
        out.second += at->second;
    }
    return out;
}

/// A reader in the middle of its reading keeps the commit out. Nothing is written then, and the transaction is still
/// open: so it is committed later.
bool sqlite_journal::state::commit_patiently() {
    auto const give_up = std::chrono::steady_clock::now() + commit_patience;
    while (true) {
        auto const code = commit.step();
        if (code == SQLITE_DONE) return true;
        if ((code & 0xFF) != SQLITE_BUSY || std::chrono::steady_clock::now() >= give_up) return false;
    }
}

result<bool> sqlite_journal::state::store(record const& r) {
    auto const& a = r.attempt;
    auto const sealed = seal(r);
    std::span<std::byte const> const bytes{sealed};
    auto const done = [&](statement& s, bool& fits) -> result<void> {
        auto const code = s.step();
        fits = (code & 0xFF) == SQLITE_DONE && db.changes() == 1;
        if (code != SQLITE_DONE && (code & 0xFF) != SQLITE_CONSTRAINT) return db.last_error("written");
        return {};
    };
    bool fits = false;
    intent.bind_all(r.intent.key.text(), std::as_bytes(std::span{r.intent.content.bytes}), std::int64_t{a.generation},
                    static_cast<std::int64_t>(a.phase), std::int64_t{is_unfinished(r)},
                    static_cast<std::int64_t>(r.sequence), bytes);
    if (auto const ended = done(intent, fits); !ended) return ended.error();
    if (!fits || !begins_or_ends_attempt(r)) return fits;
    auto const id = a.reference_id.to_string();
    attempt.bind_all(r.intent.key.text(), std::int64_t{a.generation}, std::string_view{id},
                     std::string_view{wire_name(a.operation)}, std::int64_t{!is_terminal(a.phase)}, bytes);
    if (auto const ended = done(attempt, fits); !ended) return ended.error();
    if (!fits || r.type != record_type::resolution) return fits;
    resolution.bind_all(r.intent.key.text(), std::int64_t{a.generation},
                        std::int64_t{r.written.time_since_epoch().count()}, r.evidence.who_text(),
                        r.evidence.why_text());
    if (auto const ended = done(resolution, fits); !ended) return ended.error();
    return fits;
}

result<sqlite_journal> sqlite_journal::create(std::string const& path, journal_header const& header) {
    auto const sealed = seal(header);
    if (!sealed) return sealed.error();
    struct stat found{};
    auto const taken = [&] {
        return journal_error(path, "exists already", "open it, or name another; a journal is never overwritten");
    };
    if (::lstat(path.c_str(), &found) == 0) return taken();
    // Made whole under another name, so that no crash leaves half a journal under its own.
    auto const begun = path + ".new-" + std::to_string(::getpid());
    ::unlink(begun.c_str());
    auto const fd = ::open(begun.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        auto e = call_error(path, "made");
        if (errno == EROFS)
            e = journal_error(path, "is on a read-only file system",
                              "use a journal on a writable disk: every payment is recorded before it is sent");
        return e;
    }
    ::close(fd);
    struct remover {
        std::string const& name;
        ~remover() { ::unlink(name.c_str()); }
    } const remove{begun};
    {
        auto db = database::open(begun, database::access::write);
        if (!db) return db.error();
        if (auto const made = db->run("PRAGMA synchronous = FULL;"); !made) return made.error();
        if (auto const made = db->run(schema); !made) return made.error();
        auto insert = db->prepare("INSERT INTO journal VALUES (1, ?1, ?2, 0, 0, 0)");
        if (!insert) return insert.error();
        insert->bind_all(std::span<std::byte const>{*sealed}, std::string_view{header.origin});
        if (insert->step() != SQLITE_DONE) return db->last_error("written");
    }
    if (::link(begun.c_str(), path.c_str()) != 0) return errno == EEXIST ? taken() : call_error(path, "named");
    if (auto const synced = sync_folder(path); !synced) return synced.error();
    ::unlink(begun.c_str());
    return open(path);
}

result<sqlite_journal> sqlite_journal::open(std::string const& path, journal_binding const& expected) {
    if (auto const sound = check_file(path); !sound) return sound.error();
    auto file = owned_file::take(path);
    if (!file) return file.error();
    auto db = database::open(path, database::access::write);
    if (!db) return db.error();
    auto found = sqlite::read_contents(*db, sqlite::looking::into_every_page);
    if (!found) return found.error();
    if (auto const bound = check_binding(found->header.header, expected); !bound) return bound.error();
    auto s = std::make_unique<state>(state{.file = std::move(*file), .db = std::move(*db)});
    s->header = std::move(found->header.header);
    s->index = std::move(found->index);
    s->sequence = found->sequence;
    s->digest = found->digest;
    s->parts = std::move(found->parts);
    s->epoch = found->epoch;
    s->owner = ::getpid();
    if (auto const begun = s->begin_epoch(found->header.format); !begun) return begun.error();
    if (auto const ready = s->prepare(); !ready) return ready.error();
    return sqlite_journal{std::move(s)};
}

result<journal_view> sqlite_journal::read(std::string const& path) {
    if (auto const sound = check_file(path); !sound) return sound.error();
    auto db = database::open(path, database::access::read);
    if (!db) return db.error();
    if (auto const begun = db->run("BEGIN"); !begun) return begun.error();
    auto const found = sqlite::read_contents(*db, sqlite::looking::at_all_records);
    if (!found) return found.error();
    return journal_view{found->header.header, {found->index.newest().begin(), found->index.newest().end()}};
}

sqlite_journal::sqlite_journal(std::unique_ptr<state> s) noexcept : state_(std::move(s)) {}
sqlite_journal::sqlite_journal(sqlite_journal&&) noexcept = default;
sqlite_journal& sqlite_journal::operator=(sqlite_journal&&) noexcept = default;
sqlite_journal::~sqlite_journal() = default;

put_result sqlite_journal::put(std::span<record> records) {
    auto& s = *state_;
    if (s.failure) return put_result::failed;
    if (records.empty()) return put_result::durable;
    if (::getpid() != s.owner)
        return s.fail(journal_error(s.db.path(), "belongs to the process that opened it",
                                    "open a journal after fork, not before"));
    if (!s.index.admits(records)) return put_result::refused;
    if (s.begin.step() != SQLITE_DONE) return s.fail(s.db.last_error("written"));
    auto const give_up = [&](std::optional<error> why) {
        for (auto& r : records) r.sequence = 0;
        static_cast<void>(s.rollback.step());  // what cannot be rolled back is by the next opening
        return why ? s.fail(std::move(*why)) : put_result::refused;
    };
    auto last = s.sequence;
    for (auto& r : records) r.sequence = ++last;
    auto const [parts, digest] = s.digest_with(records);
    s.journal.bind_all(static_cast<std::int64_t>(last), s.epoch, static_cast<std::int64_t>(s.sequence),
                       static_cast<std::int64_t>(digest));
    if (s.journal.step() != SQLITE_DONE) return give_up(s.db.last_error("written"));
    if (s.db.changes() != 1)
        return give_up(journal_error(s.db.path(), "was taken over by another process",
                                     "let the other process finish; this one sends nothing more"));
    for (auto const& r : records) {
        auto const fits = s.store(r);
        if (!fits) return give_up(fits.error());
        if (!*fits) return give_up(std::nullopt);
    }
    if (!s.commit_patiently()) return give_up(s.db.last_error("synced"));
    s.sequence = last;
    s.digest = digest;
    for (auto const& [key, part] : parts) s.parts.insert_or_assign(key, part);
    for (auto const& r : records) s.index.apply(r);
    return put_result::durable;
}

std::vector<record> sqlite_journal::latest() const {
    auto const newest = state_->index.newest();
    return {newest.begin(), newest.end()};
}
void sqlite_journal::each_newest(std::function<void(record const&)> const& visit) const {
    for (auto const& newest : state_->index.newest()) visit(newest);
}
std::vector<record> sqlite_journal::unfinished() const { return state_->index.unfinished(); }

std::vector<record> sqlite_journal::due_for_audit(server_time by, std::size_t most) const {
    return state_->index.due_for_audit(by, most);
}
record const* sqlite_journal::find(intent_key const& key) const noexcept { return state_->index.find(key); }
journal_header const& sqlite_journal::header() const noexcept { return state_->header; }
error const* sqlite_journal::failure() const noexcept { return state_->failure ? &*state_->failure : nullptr; }

}  // namespace dollr
