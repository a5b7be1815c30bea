#pragma once
// Kernels that scan bytes are compiled for wider registers too, and the program picks one when it starts.

/// Put before a function whose loop the compiler vectorises. Off where it does not work: clang before 15, and
/// under sanitizers, whose run time starts after the choice is made.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define FM_CPU_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define FM_CPU_CLONES
#endif
