// Standard error is kept in memory while the screen is ours: a message would paint over it, and be lost with it.
#include "internal.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// A file without a name; in memory where the system can.
static int nameless_file(void) {
  int descriptor = memfd_create("stderr", MFD_CLOEXEC);
  if (descriptor >= 0) return descriptor;
  char path[] = "/tmp/stderr-XXXXXX";
  descriptor = mkstemp(path);
  if (descriptor >= 0) unlink(path);
  return descriptor;
}

void ct_capture_stderr(void) {
  if (!isatty(STDERR_FILENO)) return;  // it goes to a file or a pipe and paints over nothing
  int file = nameless_file();
  if (file < 0) return;
  ct.real_stderr = dup(STDERR_FILENO);
  if (ct.real_stderr < 0) {
    close(file);
    return;
  }
  ct.captured_stderr = file;
  dup2(file, STDERR_FILENO);
}

// What was captured may quote foreign text. Controls are replaced, the 8-bit ones in their UTF-8 form too; the lead
// byte is kept from one block to the next.
static void make_safe(char *bytes, ssize_t count, unsigned char *last) {
  for (ssize_t i = 0; i < count; i++) {
    unsigned char byte = (unsigned char)bytes[i];
    bool control = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F;
    bool control8 = *last == 0xC2 && byte >= 0x80 && byte < 0xA0;
    *last = byte;
    if (control) bytes[i] = '?';
    if (control8) bytes[i] = (char)0xBF;  // U+00BF, an inverted question mark
  }
}

// Async-signal-safe.
void ct_release_stderr(void) {
  if (ct.captured_stderr < 0) return;
  int file = ct.captured_stderr;
  ct.captured_stderr = -1;
  dup2(ct.real_stderr, STDERR_FILENO);
  close(ct.real_stderr);
  ct.real_stderr = -1;
  lseek(file, 0, SEEK_SET);
  char block[1024];
  unsigned char last = 0;
  for (ssize_t count; (count = read(file, block, sizeof block)) > 0;) {
    make_safe(block, count, &last);
    ct_write(STDERR_FILENO, block, (size_t)count);
  }
  close(file);
}
