#pragma once
#include <histedit.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

// el_set, el_get and a history function are variadic, which Swift can neither call nor be; stdin and stdout are
// mutable globals there. One inline function each stands in. Wide characters pass as 32-bit scalar values.

typedef unsigned char (*spot_key_function)(EditLine *, int);
typedef int (*spot_read_function)(EditLine *, uint32_t *);
typedef uint32_t *(*spot_prompt_function)(EditLine *);

/// An editor on standard input and output.
static inline EditLine *spot_open(const char *program) {
    return el_init(program, stdin, stdout, stderr);
}

static inline void spot_set_context(EditLine *el, void *context) {
    el_wset(el, EL_CLIENTDATA, context);
}

static inline void *spot_context(EditLine *el) {
    void *context = NULL;
    el_wget(el, EL_CLIENTDATA, &context);
    return context;
}

/// `escape` encloses what takes no columns.
static inline void spot_set_prompt(EditLine *el, spot_prompt_function prompt, uint32_t escape) {
    el_wset(el, EL_PROMPT_ESC, prompt, (wchar_t)escape);
}

static inline void spot_set_reader(EditLine *el, spot_read_function reader) {
    el_wset(el, EL_GETCFN, reader);
}

static inline int spot_set_map(EditLine *el, const char *name) {
    return el_set(el, EL_EDITOR, name);
}

static inline int spot_is_vi(EditLine *el) {
    const char *name = NULL;
    return el_get(el, EL_EDITOR, &name) == 0 && name != NULL && name[0] == 'v';
}

static inline int spot_is_editing_off(EditLine *el) {
    int on = 1;
    el_get(el, EL_EDITMODE, &on);
    return !on;
}

static inline void spot_turn_editing_on(EditLine *el) {
    el_set(el, EL_EDITMODE, 1);
}

static inline int spot_add_function(EditLine *el, const char *name, const char *help, spot_key_function function) {
    return el_set(el, EL_ADDFN, name, help, function);
}

static inline int spot_bind(EditLine *el, const char *key, const char *function) {
    return el_set(el, EL_BIND, key, function, NULL);
}

/// Binds in vi's command map.
static inline int spot_bind_alternate(EditLine *el, const char *key, const char *function) {
    return el_set(el, EL_BIND, "-a", key, function, NULL);
}

/// Fixes one terminal mode while a line is edited, as `-isig`.
static inline int spot_edit_mode(EditLine *el, const char *mode) {
    return el_set(el, EL_SETTY, "-d", mode, NULL);
}

/// Editing modes of the terminal if `raw`, its original ones if not.
static inline void spot_prepare_terminal(EditLine *el, int raw) {
    el_set(el, EL_PREP_TERM, raw);
}

/// Draws prompt and line anew from where the cursor is.
static inline void spot_refresh(EditLine *el) {
    el_set(el, EL_REFRESH);
}

/// The line under edit; valid until it changes.
static inline const uint32_t *spot_line(EditLine *el, size_t *cursor, size_t *count) {
    const LineInfoW *line = el_wline(el);
    *cursor = (size_t)(line->cursor - line->buffer);
    *count = (size_t)(line->lastchar - line->buffer);
    return (const uint32_t *)line->buffer;
}

static inline int spot_insert(EditLine *el, const uint32_t *text) {
    return el_winsertstr(el, (const wchar_t *)text);
}

/// Edits until a key function ends the line; the functions keep the text themselves.
static inline int spot_edit_line(EditLine *el) {
    int count = 0;
    const wchar_t *line = el_wgets(el, &count);
    return line == NULL && count < 0 ? -1 : 0;
}

static inline void spot_write(const void *bytes, size_t count) {
    fwrite(bytes, 1, count, stdout);
}

static inline void spot_flush(void) {
    fflush(stdout);
}

/// A history that lives elsewhere: `step` gives the text for an H_… operation, or null.
typedef struct spot_history {
    void *context;
    const uint32_t *(*step)(void *context, int operation, int argument, int *number);
} spot_history;

static int spot_history_step(void *opaque, HistEventW *event, int operation, ...) {
    spot_history *history = (spot_history *)opaque;
    va_list arguments;
    va_start(arguments, operation);
    int argument = operation == H_SET ? va_arg(arguments, int) : 0;
    va_end(arguments);
    event->str = (const wchar_t *)history->step(history->context, operation, argument, &event->num);
    return event->str == NULL ? -1 : 0;
}

static inline void spot_set_history(EditLine *el, spot_history *history) {
    el_wset(el, EL_HIST, spot_history_step, history);
}

/// Sets the character type so that text is UTF-8, in the C locale too.
static inline void spot_use_utf8(void) {
    setlocale(LC_CTYPE, "");
    const char *codeset = nl_langinfo(CODESET);
    if (codeset[0] != 'U' || codeset[1] != 'T' || codeset[2] != 'F') setlocale(LC_CTYPE, "C.UTF-8");
}

/// The columns in which the editor draws a character other than tab and line end.
static inline int spot_columns(uint32_t scalar) {
    if (scalar < 0x20 || scalar == 0x7F) return 2;
    if (!iswprint((wint_t)scalar)) return scalar > 0xFFFF ? 8 : 7;
    int width = wcwidth((wchar_t)scalar);
    return width < 0 ? 0 : width;
}

/// A pipe of which neither end blocks or is inherited.
static inline int spot_wake_pipe(int ends[2]) {
    if (pipe(ends) != 0) return -1;
    for (int index = 0; index < 2; index++) {
        fcntl(ends[index], F_SETFD, FD_CLOEXEC);
        fcntl(ends[index], F_SETFL, O_NONBLOCK);
    }
    return 0;
}
