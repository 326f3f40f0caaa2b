// Keys, the mouse and pastes. ncurses decodes what terminfo knows; the rest is a small table and two short parsers.
#include "internal.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// Codes of our own, above those of ncurses and of the extended keys it numbers itself.
enum { KEY_SGR_MOUSE = 5000, KEY_PASTE_BEGIN, KEY_PASTE_END };
enum { ESCAPE = 27, SEQUENCE_LIMIT = 32, SEQUENCE_WAIT_MILLISECONDS = 50 };

static const struct {
  const char *sequence;
  int code;
} extra_keys[] = {
    {"\033[<", KEY_SGR_MOUSE}, {"\033[200~", KEY_PASTE_BEGIN}, {"\033[201~", KEY_PASTE_END},
    // What terminals send in spite of $TERM: over ssh, inside tmux, with the other cursor-key mode.
    {"\033[A", KEY_UP}, {"\033[B", KEY_DOWN}, {"\033[C", KEY_RIGHT}, {"\033[D", KEY_LEFT},
    {"\033OA", KEY_UP}, {"\033OB", KEY_DOWN}, {"\033OC", KEY_RIGHT}, {"\033OD", KEY_LEFT},
    {"\033[H", KEY_HOME}, {"\033[F", KEY_END}, {"\033OH", KEY_HOME}, {"\033OF", KEY_END},
    {"\033[1~", KEY_HOME}, {"\033[4~", KEY_END}, {"\033[7~", KEY_HOME}, {"\033[8~", KEY_END},
    {"\033[2~", KEY_IC}, {"\033[3~", KEY_DC}, {"\033[5~", KEY_PPAGE}, {"\033[6~", KEY_NPAGE}, {"\033[Z", KEY_BTAB},
};

void ct_define_keys(void) {
  for (size_t i = 0; i < sizeof extra_keys / sizeof *extra_keys; i++) {
    // A key that terminfo defines keeps its meaning; ours replace even those (some entries claim the mouse's prefix).
    if (extra_keys[i].code >= KEY_SGR_MOUSE || key_defined(extra_keys[i].sequence) == 0) {
      define_key(extra_keys[i].sequence, extra_keys[i].code);
    }
  }
}

// ---- Waiting

static void drain(int descriptor) {
  char block[64];
  while (read(descriptor, block, sizeof block) > 0) {
  }
}

// Readable with nothing to read is the end of a terminal that sent no hangup.
static bool at_end(short events) {
  int waiting = 0;
  if (events & (POLLHUP | POLLERR | POLLNVAL)) return true;
  return (events & POLLIN) && ioctl(ct.input, FIONREAD, &waiting) == 0 && waiting == 0;
}

int ct_wait(int timeout_milliseconds) {
  if (!ct.open) return CT_READY_HANGUP;
  struct pollfd watched[] = {{.fd = ct.input, .events = POLLIN},
                             {.fd = ct.signals[0], .events = POLLIN},
                             {.fd = ct.wakes[0], .events = POLLIN}};
  int count;
  do {
    count = poll(watched, 3, timeout_milliseconds);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return CT_READY_HANGUP;
  int ready = 0;
  if (watched[0].revents & POLLIN) ready |= CT_READY_INPUT;
  if (watched[1].revents & POLLIN) ready |= CT_READY_SIGNAL;
  if (watched[2].revents & POLLIN) {
    drain(ct.wakes[0]);
    ready |= CT_READY_WAKE;
  }
  if (at_end(watched[0].revents)) ready |= CT_READY_HANGUP;
  return ready;
}

// ---- Decoding

// The next character of a sequence that has begun, 0 if it does not come: over a slow line it may come late.
static wint_t rest(int wait_milliseconds) {
  wint_t next = 0;
  wtimeout(ct.keys, wait_milliseconds);
  int result = wget_wch(ct.keys, &next);
  wtimeout(ct.keys, 0);
  return result == OK ? next : 0;
}

// `button;x;y` and M for a press or a motion, m for a release.
static void read_mouse(ct_event *event) {
  int fields[3] = {0, 0, 0};
  int field = 0;
  wint_t next = 0;
  for (int i = 0; i < SEQUENCE_LIMIT; i++) {
    next = rest(SEQUENCE_WAIT_MILLISECONDS);
    if (next == ';' && field < 2) {
      field++;
    } else if (next >= '0' && next <= '9' && fields[field] < 100000) {
      fields[field] = fields[field] * 10 + (int)(next - '0');
    } else {
      break;
    }
  }
  int button = fields[0] & 3;
  event->kind = CT_IGNORED;
  if (field != 2 || (next != 'M' && next != 'm')) return;
  event->x = fields[1] - 1;
  event->y = fields[2] - 1;
  event->value = (uint32_t)button;
  if (fields[0] & 64) {
    event->kind = button < 2 ? CT_MOUSE : CT_IGNORED;  // 2 and 3 are a wheel that goes sideways
    event->action = button == 0 ? CT_WHEEL_UP : CT_WHEEL_DOWN;
    event->value = 0;
  } else if (button != 3) {
    event->kind = CT_MOUSE;
    event->action = next == 'm' ? CT_RELEASE : fields[0] & 32 ? CT_DRAG : CT_PRESS;
  }
}

static ct_key arrow_of(wint_t last) {
  switch (last) {
    case 'A': return CT_KEY_UP;
    case 'B': return CT_KEY_DOWN;
    case 'C': return CT_KEY_RIGHT;
    case 'D': return CT_KEY_LEFT;
    case 'H': return CT_KEY_HOME;
    case 'F': return CT_KEY_END;
    default: return 0;
  }
}

// A key that terminfo does not know, such as Shift with an arrow. Its characters must not pass for keys that were typed
// one by one, so the sequence is read to its end; an arrow is still an arrow.
static void read_unknown(ct_event *event, wint_t introducer) {
  wint_t next = rest(0);
  if (next == 0) {
    event->kind = CT_ALT;
    event->value = introducer;
    return;
  }
  for (int i = 0; i < SEQUENCE_LIMIT && next >= 0x20 && next < 0x40; i++) next = rest(SEQUENCE_WAIT_MILLISECONDS);
  event->value = arrow_of(next);
  event->kind = event->value ? CT_SPECIAL : CT_IGNORED;
}

// A character that comes at once after Esc was typed with Alt; otherwise it was the key itself.
static void read_escape(ct_event *event) {
  wint_t next = 0;
  event->kind = CT_TEXT;
  event->value = ESCAPE;
  if (wget_wch(ct.keys, &next) != OK) return;
  if (next == '[' || next == 'O') {
    read_unknown(event, next);
  } else if (next == ESCAPE) {
    unget_wch(ESCAPE);
  } else {
    event->kind = CT_ALT;
    event->value = next;
  }
}

// ncurses numbers keys with modifiers as it meets them in terminfo, so they are known by name only: kUP5 is Ctrl-Up.
static uint32_t modified_key_of(wint_t code) {
  static const struct {
    const char *name;
    ct_key key;
  } keys[] = {{"kUP", CT_KEY_UP},         {"kDN", CT_KEY_DOWN}, {"kLFT", CT_KEY_LEFT},    {"kRIT", CT_KEY_RIGHT},
              {"kPRV", CT_KEY_PAGE_UP},   {"kHOM", CT_KEY_HOME}, {"kNXT", CT_KEY_PAGE_DOWN}, {"kEND", CT_KEY_END},
              {"kDC", CT_KEY_DELETE}};
  const char *name = keyname((int)code);
  for (size_t i = 0; name && i < sizeof keys / sizeof *keys; i++) {
    if (strncmp(name, keys[i].name, strlen(keys[i].name)) == 0) return keys[i].key;
  }
  return 0;
}

static uint32_t key_of(wint_t code) {
  if (code >= KEY_F(1) && code <= KEY_F(63)) return CT_KEY_F0 + (code - KEY_F0);
  switch (code) {
    case KEY_UP: return CT_KEY_UP;
    case KEY_DOWN: return CT_KEY_DOWN;
    case KEY_LEFT: case KEY_SLEFT: return CT_KEY_LEFT;
    case KEY_RIGHT: case KEY_SRIGHT: return CT_KEY_RIGHT;
    case KEY_SR: return CT_KEY_UP;
    case KEY_SF: return CT_KEY_DOWN;
    case KEY_PPAGE: case KEY_A3: return CT_KEY_PAGE_UP;
    case KEY_NPAGE: case KEY_C3: return CT_KEY_PAGE_DOWN;
    case KEY_HOME: case KEY_A1: return CT_KEY_HOME;
    case KEY_END: case KEY_C1: case KEY_LL: return CT_KEY_END;
    case KEY_BACKSPACE: return CT_KEY_BACKSPACE;
    case KEY_DC: return CT_KEY_DELETE;
    case KEY_IC: return CT_KEY_INSERT;
    case KEY_BTAB: return CT_KEY_BACK_TAB;
    case KEY_ENTER: return CT_KEY_ENTER;
    default: return code > KEY_MAX ? modified_key_of(code) : 0;
  }
}

bool ct_next_event(ct_event *event) {
  wint_t code = 0;
  if (!ct.open) return false;
  int result = wget_wch(ct.keys, &code);
  if (result == ERR) return false;
  *event = (ct_event){.kind = CT_TEXT, .value = code};
  if (result == OK) {
    if (code == ESCAPE) read_escape(event);
  } else if (code == KEY_SGR_MOUSE) {
    read_mouse(event);
  } else if (code == KEY_PASTE_BEGIN || code == KEY_PASTE_END) {
    event->kind = code == KEY_PASTE_BEGIN ? CT_PASTE_BEGIN : CT_PASTE_END;
  } else {
    event->value = key_of(code);
    event->kind = event->value ? CT_SPECIAL : CT_IGNORED;
  }
  return true;
}
