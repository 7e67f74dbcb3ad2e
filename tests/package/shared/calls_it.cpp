// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
extern "C" int till_opens(char const* path);

int main(int, char** argv) { return till_opens(argv[1]); }
