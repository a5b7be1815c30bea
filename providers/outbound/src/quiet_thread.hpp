#pragma once
// Signals are for the threads of the program that wait for them.
#include <signal.h>

namespace fm::outbound {

/// No signal is handled on this thread. TLS writes to sockets that the other side has closed, and what the
/// system does about that (SIGPIPE) would end the program.
inline void block_signals() {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace fm::outbound
