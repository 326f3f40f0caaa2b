// A crash must not leave a raw terminal with a hidden cursor behind.
//
// Everything that the handler calls is async-signal-safe (write, read, lseek, dup2, tcsetattr, sigaction, raise), and
// everything that it reads was made ready while all was well. It runs on its own stack, as the old one may be used up.
#include "internal.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int fatal[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
enum { FATAL = sizeof fatal / sizeof *fatal, STACK_BYTES = 64 * 1024 };
static struct sigaction previous[FATAL];
static char stack[STACK_BYTES];
static bool chained;
static atomic_flag crashing = ATOMIC_FLAG_INIT;

static const char *name_of(int number) {
  switch (number) {
    case SIGILL: return "illegal instruction, which is how Swift stops at a failed check";
    case SIGTRAP: return "trap, which is how Swift stops at a failed check";
    case SIGABRT: return "abort";
    case SIGBUS: return "bus error";
    case SIGFPE: return "arithmetic error";
    case SIGSEGV: return "memory fault, or recursion without end";
    default: return "signal";
  }
}

static void say(const char *text) { ct_write(STDERR_FILENO, text, strlen(text)); }

static void restore_terminal(void) {
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &stops, NULL);  // in the background, restoring would stop us instead
  ct_write(ct.output, ct.restore, ct.restore_length);
  tcsetattr(ct.output, TCSANOW, &ct.original);
}

// The signal again, for whoever had it before: the default action, or Swift's backtracer if the user asked for it.
static void pass_on(int number, const siginfo_t *info) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < FATAL; i++) {
    if (fatal[i] == number && chained) action = previous[i];
  }
  sigaction(number, &action, NULL);
  // A fault happens once more when the handler returns, with its true cause; anything else is sent once more.
  if (info->si_code <= 0 || number == SIGTRAP) raise(number);
}

static void handle_crash(int number, siginfo_t *info, void *context) {
  (void)context;
  if (!atomic_flag_test_and_set(&crashing) && ct.open) {
    if (ct.painted) restore_terminal();
    ct.open = 0;
    ct_release_stderr();
    say("Crashed: ");
    say(name_of(number));
    say(".\n");
    ct_write(STDERR_FILENO, ct.crash_note, ct.crash_note_length);
  }
  pass_on(number, info);
}

void ct_install_crash_handler(void) {
  // Swift's backtracer is interactive on a terminal and would hold it for half a minute, so it has to be asked for.
  const char *backtrace = getenv("SWIFT_BACKTRACE");
  chained = backtrace && *backtrace;
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&alternate, NULL);
  struct sigaction action = {.sa_sigaction = handle_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &action, &previous[i]);
}

void ct_remove_crash_handler(void) {
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &previous[i], NULL);
}
