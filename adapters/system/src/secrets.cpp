// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/system/secrets.hpp>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dollr {
namespace {

error secret_error(std::string const& path, std::string_view what, std::string_view next) {
    return invalid_input("the secret file " + path + " " + std::string{what}, next);
}

class descriptor {
public:
    explicit descriptor(int fd) noexcept : fd_(fd) {}
    descriptor(descriptor const&) = delete;
    descriptor& operator=(descriptor const&) = delete;
    ~descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const noexcept { return fd_; }

private:
    int fd_;
};

}  // namespace

result<secret_string> read_secret_file(std::string const& path) {
    descriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
    if (file.get() < 0)
        return secret_error(path, "cannot be read: " + std::generic_category().message(errno),
                            "check its name and owner");
    struct stat found{};
    if (::fstat(file.get(), &found) != 0)
        return secret_error(path, "cannot be read: " + std::generic_category().message(errno),
                            "check its name and owner");
    if (!S_ISREG(found.st_mode))
        return secret_error(path, "is not a regular file", "write the secret into a file of mode 0600");
    if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return secret_error(path, "may be read by others",
                            "chmod 600 it; if others could read it, ask for a new secret");
    if (found.st_uid != ::geteuid() && found.st_uid != 0)
        return secret_error(path, "belongs to another user", "use a file of the user who runs this");
    secret_string text;
    text.resize_for_overwrite(secret_size_max + 1);
    std::size_t size = 0;
    while (size <= secret_size_max) {
        auto const read = ::read(file.get(), text.data() + size, secret_size_max + 1 - size);
        if (read < 0 && errno == EINTR) continue;
        if (read < 0)
            return secret_error(path, "cannot be read: " + std::generic_category().message(errno), "check the disk");
        if (read == 0) break;
        size += static_cast<std::size_t>(read);
    }
    if (size > secret_size_max)
        return secret_error(path, "is longer than 64 KiB", "name the file that holds only the secret");
    auto content = text.reveal().substr(0, size);
    if (content.ends_with('\n')) content.remove_suffix(1);
    if (content.ends_with('\r')) content.remove_suffix(1);
    if (content.empty()) return secret_error(path, "is empty", "write the secret into it");
    return secret_string{content};
}

std::optional<secret_string> take_secret_variable(char const* name) {
    // The header says so to the caller: before threads start.
    char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    if (value == nullptr) return std::nullopt;
    std::string_view const text{value};
    secret_string out{text};
    wipe_memory(value, text.size());
    ::unsetenv(name);  // NOLINT(concurrency-mt-unsafe)
    return out;
}

}  // namespace dollr
