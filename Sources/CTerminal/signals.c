// Asynchronous signals: a handler only writes one byte to a pipe; everything else happens in the loop that reads it.
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
enum { WATCHED = sizeof watched / sizeof *watched };
static struct sigaction previous[WATCHED];

// Async-signal-safe: one write to a pipe that does not block.
static void note_signal(int number) {
  int error = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t ignored = write(ct.signals[1], &byte, 1);
  (void)ignored;
  errno = error;
}

static bool open_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0; }

static void close_pipe(int ends[2]) {
  for (int i = 0; i < 2; i++) {
    if (ends[i] >= 0) close(ends[i]);
    ends[i] = -1;
  }
}

bool ct_install_signals(void) {
  if (!open_pipe(ct.signals) || !open_pipe(ct.wakes)) {
    close_pipe(ct.signals);
    return false;
  }
  struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < WATCHED; i++) {
    sigaction(watched[i], NULL, &previous[i]);
    // What the parent chose to ignore (nohup) stays ignored. The size and the continuation are our own business.
    bool ours = watched[i] == SIGWINCH || watched[i] == SIGCONT;
    if (previous[i].sa_handler == SIG_IGN && !ours) continue;
    sigaction(watched[i], &action, NULL);
  }
  return true;
}

void ct_remove_signals(void) {
  for (int i = 0; i < WATCHED; i++) sigaction(watched[i], &previous[i], NULL);
  close_pipe(ct.signals);
  close_pipe(ct.wakes);
}

void ct_default_stop(bool on) {
  struct sigaction action = {.sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  action.sa_handler = on ? SIG_DFL : note_signal;
  sigaction(SIGTSTP, &action, NULL);
}

ct_signal_kind ct_next_signal(int *number) {
  unsigned char byte;
  *number = 0;
  if (!ct.open || read(ct.signals[0], &byte, 1) != 1) return CT_SIGNAL_NONE;
  *number = byte;
  switch (byte) {
    case SIGTSTP: return CT_SIGNAL_STOP;
    case SIGCONT: return CT_SIGNAL_CONTINUE;
    case SIGWINCH: return CT_SIGNAL_RESIZE;
    default: return CT_SIGNAL_END;
  }
}

void ct_forget_stops(void) {
  ct_signal_kind kind;
  int number;
  while ((kind = ct_next_signal(&number)) != CT_SIGNAL_NONE) {
    if (kind != CT_SIGNAL_END) continue;
    note_signal(number);  // asked to end meanwhile: the loop must hear of it
    return;
  }
}

int ct_wake_descriptor(void) { return ct.wakes[1]; }

void ct_wake(int descriptor) {
  ssize_t ignored = write(descriptor, "", 1);  // a full pipe wakes as well
  (void)ignored;
}
