// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "text_file.hpp"

#include <dollr/value/error.hpp>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace dollr::cli {

result<std::string> read_text(std::string const& path, std::size_t size_max) {
    auto const unreadable = [&](int why) {
        return invalid_input("cannot read " + escaped(path) + ": " + std::generic_category().message(why),
                             "name a readable file");
    };
    auto const close = [](std::FILE* f) { return f == stdin ? 0 : std::fclose(f); };
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const in{path == "-" ? stdin : std::fopen(path.c_str(), "re"),
                                                             close};
    if (!in) return unreadable(errno);
    std::string text;
    std::size_t read = 0;
    do {
        constexpr std::size_t piece = std::size_t{64} << 10;
        text.resize(read + piece);
        read += std::fread(text.data() + read, 1, piece, in.get());
        if (std::ferror(in.get()) != 0) return unreadable(errno);
    } while (std::feof(in.get()) == 0 && read <= size_max);
    if (read > size_max)
        return invalid_input(escaped(path) + " is larger than " + std::to_string(size_max >> 20) + " MiB",
                             "split it into several files");
    text.resize(read);
    return text;
}

}  // namespace dollr::cli
