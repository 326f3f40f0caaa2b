#define _GNU_SOURCE 1
#include "cpseudoterminal.h"

#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int cpt_start(char *const argv[], const char *term, int columns, int rows, pid_t *process) {
  const struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  int descriptor = -1;
  const pid_t child = forkpty(&descriptor, NULL, NULL, &size);
  if (child < 0) return -1;
  if (child == 0) {
    // The terminal's size counts, not that of the terminal in which we were started.
    unsetenv("COLUMNS");
    unsetenv("LINES");
    if (setenv("TERM", term, 1) == 0) execvp(argv[0], argv);
    perror(argv[0]);
    _exit(127);
  }
  // A program that is started later must not hold this one's terminal open.
  if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) < 0 || fcntl(descriptor, F_SETFL, O_RDWR | O_NONBLOCK) < 0) {
    close(descriptor);
    return -1;
  }
  *process = child;
  return descriptor;
}
